// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

/// One set of settings for every Swift target: what the compiler can find, it finds here.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster", targets: ["muster"]),
    .library(name: "MusterKit", targets: ["MusterKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
  ],
  targets: [
    // The domain and what surrounds it.
    .target(name: "Numbers", swiftSettings: strict),
    .target(name: "Issues", swiftSettings: strict),
    .target(name: "Allocation", dependencies: ["Issues", "Numbers"], swiftSettings: strict),
    .target(name: "JSON", dependencies: ["Issues", "Numbers"], swiftSettings: strict),
    .target(name: "Formats", dependencies: ["Allocation", "Issues", "JSON", "Numbers"], swiftSettings: strict),
    // What reads and writes other formats: libraries that are loaded at run time.
    .target(name: "CInterchange", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(
      name: "Exchange", dependencies: ["Allocation", "CInterchange", "Formats", "Issues", "JSON", "Numbers"],
      swiftSettings: strict),
    .target(name: "LinearModels", swiftSettings: strict),
    .target(
      name: "PlanChecking",
      dependencies: ["Allocation", "Issues", "Numbers", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict),
    // Processes, threads, files: what the system does.
    .target(name: "CProcesses"),
    .target(name: "Processes", dependencies: ["CProcesses"], swiftSettings: strict),
    .target(
      name: "Planning",
      dependencies: [
        "Allocation", "EngineCage", "GLPKSolver", "HiGHSSolver", "LinearModels", "NativeSolver", "Numbers",
        "PlanChecking", "Processes",
      ],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: ["Allocation", "Exchange", "Formats", "Issues", "JSON", "Numbers", "PlanChecking"],
      swiftSettings: strict),
    .target(name: "Generation", dependencies: ["Allocation", "Numbers"], swiftSettings: strict),
    .target(
      name: "Insight",
      dependencies: ["Allocation", "Numbers", "PlanChecking", "Planning", "Formats", "Issues", "JSON"],
      swiftSettings: strict),
    // Streams and batches, solved by worker processes.
    .target(
      name: "Serving",
      dependencies: [
        "Allocation", "Exchange", "Formats", "Insight", "Issues", "JSON", "LinearModels", "Numbers",
        "Planning",
        "Processes",
      ],
      swiftSettings: strict),
    .target(
      name: "MusterKit",
      dependencies: [
        "Allocation", "Formats", "Insight", "Issues", "JSON", "LinearModels", "Numbers", "PlanChecking", "Planning",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "muster",
      dependencies: [
        "Allocation", "Exchange", "Formats", "Issues", "JSON", "Numbers", "PlanChecking", "Planning", "Insight",
        "Reporting", "Generation", "LinearModels", "Processes", "Serving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/CommandLine",
      swiftSettings: strict),

    // The engines.
    .target(name: "CGLPK", path: "Solvers/CGLPK", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(
      name: "EngineCage", dependencies: ["LinearModels", "Processes"], path: "Solvers/EngineCage", swiftSettings: strict),
    .target(
      name: "GLPKSolver", dependencies: ["CGLPK", "EngineCage", "LinearModels", "Processes"],
      path: "Solvers/GLPKSolver", swiftSettings: strict),
    .target(
      name: "HiGHSSolver", dependencies: ["EngineCage", "LinearModels"], path: "Solvers/HiGHSSolver",
      swiftSettings: strict),
    .target(name: "NativeSolver", dependencies: ["LinearModels"], path: "Solvers/NativeSolver", swiftSettings: strict),
    .target(
      name: "SolverConformance", dependencies: ["LinearModels"], path: "Solvers/SolverConformance",
      swiftSettings: strict),

    // The tests.
    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "AllocationTests", dependencies: ["Allocation", "Issues", "Numbers"], swiftSettings: strict),
    .testTarget(
      name: "FormatsTests",
      dependencies: ["TestSupport", "Formats", "JSON", "Exchange", "Issues", "Allocation", "Numbers", "Generation"],
      swiftSettings: strict),
    .testTarget(
      name: "ExchangeTests",
      dependencies: ["TestSupport", "Exchange", "Allocation", "Formats", "Generation", "Issues", "JSON", "Numbers"],
      swiftSettings: strict),
    .testTarget(
      name: "SolverTests",
      dependencies: [
        "EngineCage", "GLPKSolver", "HiGHSSolver", "LinearModels", "NativeSolver", "Processes", "SolverConformance",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PlanCheckingTests",
      dependencies: [
        "PlanChecking", "Allocation", "Numbers", "Formats", "JSON", .product(name: "BigInt", package: "BigInt"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PlanningTests",
      dependencies: [
        "Planning", "Allocation", "Numbers", "Generation", "Formats", "JSON", "PlanChecking", "LinearModels",
        "NativeSolver", "GLPKSolver", "Processes", "SolverConformance",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Exchange", "Issues", "Allocation", "Numbers", "Formats", "JSON"],
      swiftSettings: strict),
    .testTarget(
      name: "GenerationTests", dependencies: ["Generation", "Allocation", "Issues", "Numbers", "Formats", "JSON"],
      swiftSettings: strict),
    .testTarget(
      name: "InsightTests",
      dependencies: ["Insight", "Allocation", "Numbers", "Generation", "Planning", "PlanChecking", "Formats", "JSON"],
      swiftSettings: strict),
    .testTarget(name: "MusterKitTests", dependencies: ["MusterKit", "Generation"], swiftSettings: strict),
    .testTarget(name: "ProcessesTests", dependencies: ["Processes"], swiftSettings: strict),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "Serving", "Allocation", "Formats", "Insight", "Issues", "JSON", "Numbers", "Planning", "Processes",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["TestSupport", "Allocation", "Issues", "Numbers", "PlanChecking", "Formats", "JSON", "muster"],
      swiftSettings: strict),
  ]
)

// Only where it is asked for: libFuzzer brings the main function, and a program needs all code built for it.
if Context.environment["MUSTER_FUZZING"] != nil {
  package.targets.append(
    .executableTarget(
      name: "muster-fuzz",
      dependencies: [
        "Allocation", "Exchange", "Formats", "Issues", "JSON", "LinearModels", "Numbers", "PlanChecking", "Planning",
        "SolverConformance", "TestSupport",
      ],
      path: "Fuzzing/Sources",
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
