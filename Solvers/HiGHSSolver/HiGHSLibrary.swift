// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
package import LinearModels

/// HiGHS, loaded at run time from a shared library that people have, such as that in the wheel `highspy`.
///
/// Nothing of it is needed to build. The entry points are those of its C interface, declared here by hand; integers there
/// have 32 bits in the libraries that are known (`Highs_version` is asked first). Once loaded it stays for the life of the
/// process.
package struct HiGHSLibrary: Sendable {
  typealias Handle = UnsafeMutableRawPointer
  typealias Doubles = UnsafePointer<Double>
  typealias Integers = UnsafePointer<Int32>
  typealias Name = UnsafePointer<CChar>

  let create: @convention(c) @Sendable () -> Handle?
  let destroy: @convention(c) @Sendable (Handle) -> Void
  let run: @convention(c) @Sendable (Handle) -> Int32
  let passLp:
    @convention(c) @Sendable (
      Handle, Int32, Int32, Int32, Int32, Int32, Double, Doubles, Doubles, Doubles, Doubles, Doubles, Integers,
      Integers, Doubles
    ) -> Int32
  let passMip:
    @convention(c) @Sendable (
      Handle, Int32, Int32, Int32, Int32, Int32, Double, Doubles, Doubles, Doubles, Doubles, Doubles, Integers,
      Integers, Doubles, Integers
    ) -> Int32
  let setTruth: @convention(c) @Sendable (Handle, Name, Int32) -> Int32
  let setInteger: @convention(c) @Sendable (Handle, Name, Int32) -> Int32
  let setDouble: @convention(c) @Sendable (Handle, Name, Double) -> Int32
  let setText: @convention(c) @Sendable (Handle, Name, Name) -> Int32
  let setBasis: @convention(c) @Sendable (Handle, Integers, Integers) -> Int32
  let basis: @convention(c) @Sendable (Handle, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Int32
  let setSolution: @convention(c) @Sendable (Handle, Doubles?, Doubles?, Doubles?, Doubles?) -> Int32
  let modelStatus: @convention(c) @Sendable (Handle) -> Int32
  let integerInfo: @convention(c) @Sendable (Handle, Name, UnsafeMutablePointer<Int32>) -> Int32
  let doubleInfo: @convention(c) @Sendable (Handle, Name, UnsafeMutablePointer<Double>) -> Int32
  let solution:
    @convention(c) @Sendable (
      Handle, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Double>
    ) -> Int32

  /// The version of the library, such as `1.15.1`.
  package let version: String

  /// Loads the library.
  ///
  /// - Parameter path: the file, or nil for `libhighs.so.1` and `libhighs.so` where the system looks for libraries.
  /// - Throws: ``SolverFailure`` of kind `libraryMissing` or `libraryUnsupported`.
  package static func load(path: String? = nil) throws(SolverFailure) -> HiGHSLibrary {
    var reason = "the library cannot be loaded"
    for name in path.map({ [$0] }) ?? usual {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        return try HiGHSLibrary(handle)
      }
      // What is said of the first name says most.
      if name == path ?? usual.first, let text = dlerror() { reason = String(cString: text) }
    }
    throw SolverFailure(
      .libraryMissing, "the HiGHS library cannot be loaded: \(reason)",
      hint: "Maybe it is not installed: the Python package highspy has it as libhighs.so.1; name that with --highs.")
  }

  private static let usual = ["libhighs.so.1", "libhighs.so", "libhighs.dylib"]

  private init(_ library: UnsafeMutableRawPointer) throws(SolverFailure) {
    func entry<Function>(_ name: String, as type: Function.Type) throws(SolverFailure) -> Function {
      guard let symbol = dlsym(library, "Highs_" + name) else {
        throw SolverFailure(
          .libraryUnsupported, "the file is not a HiGHS library that is known: it lacks Highs_\(name)",
          hint: "Maybe another file is meant: the Python package highspy has it as libhighs.so.1.")
      }
      return unsafeBitCast(symbol, to: type)
    }
    typealias Text = @convention(c) () -> Name?
    let versionText = try entry("version", as: Text.self)()
    version = versionText.map { String(cString: $0) } ?? ""
    guard version.hasPrefix("1."),
      try entry("getSizeofHighsInt", as: (@convention(c) (Handle?) -> Int32).self)(nil) == 4
    else {
      throw SolverFailure(
        .libraryUnsupported, "HiGHS \(version) is not one of the versions that are known, 1.x with integers of 32 bits")
    }
    create = try entry("create", as: (@convention(c) @Sendable () -> Handle?).self)
    destroy = try entry("destroy", as: (@convention(c) @Sendable (Handle) -> Void).self)
    run = try entry("run", as: (@convention(c) @Sendable (Handle) -> Int32).self)
    passLp = try entry(
      "passLp",
      as: (@convention(c) @Sendable (
        Handle, Int32, Int32, Int32, Int32, Int32, Double, Doubles, Doubles, Doubles, Doubles, Doubles, Integers,
        Integers, Doubles
      ) -> Int32).self)
    passMip = try entry(
      "passMip",
      as: (@convention(c) @Sendable (
        Handle, Int32, Int32, Int32, Int32, Int32, Double, Doubles, Doubles, Doubles, Doubles, Doubles, Integers,
        Integers, Doubles, Integers
      ) -> Int32).self)
    setTruth = try entry("setBoolOptionValue", as: (@convention(c) @Sendable (Handle, Name, Int32) -> Int32).self)
    setInteger = try entry("setIntOptionValue", as: (@convention(c) @Sendable (Handle, Name, Int32) -> Int32).self)
    setDouble = try entry("setDoubleOptionValue", as: (@convention(c) @Sendable (Handle, Name, Double) -> Int32).self)
    setText = try entry("setStringOptionValue", as: (@convention(c) @Sendable (Handle, Name, Name) -> Int32).self)
    setBasis = try entry("setBasis", as: (@convention(c) @Sendable (Handle, Integers, Integers) -> Int32).self)
    basis = try entry(
      "getBasis",
      as: (@convention(c) @Sendable (Handle, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Int32).self)
    setSolution = try entry(
      "setSolution", as: (@convention(c) @Sendable (Handle, Doubles?, Doubles?, Doubles?, Doubles?) -> Int32).self)
    modelStatus = try entry("getModelStatus", as: (@convention(c) @Sendable (Handle) -> Int32).self)
    integerInfo = try entry(
      "getIntInfoValue", as: (@convention(c) @Sendable (Handle, Name, UnsafeMutablePointer<Int32>) -> Int32).self)
    doubleInfo = try entry(
      "getDoubleInfoValue", as: (@convention(c) @Sendable (Handle, Name, UnsafeMutablePointer<Double>) -> Int32).self)
    solution = try entry(
      "getSolution",
      as: (@convention(c) @Sendable (
        Handle, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
        UnsafeMutablePointer<Double>
      ) -> Int32).self)
  }
}
