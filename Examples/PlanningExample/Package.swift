// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

let package = Package(
  name: "PlanningExample",
  dependencies: [
    // In a package of your own: .package(url: "...", from: "...").
    .package(name: "muster", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "PlanningExample",
      dependencies: [
        .product(name: "Allocation", package: "muster"),
        .product(name: "Planning", package: "muster"),
        .product(name: "Formats", package: "muster"),
      ])
  ]
)
