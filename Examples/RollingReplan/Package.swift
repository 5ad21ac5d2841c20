// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

let package = Package(
  name: "RollingReplan",
  dependencies: [
    // In a package of your own: .package(url: "...", from: "...").
    .package(name: "muster", path: "../..")
  ],
  targets: [
    .executableTarget(name: "RollingReplan", dependencies: [.product(name: "MusterKit", package: "muster")])
  ]
)
