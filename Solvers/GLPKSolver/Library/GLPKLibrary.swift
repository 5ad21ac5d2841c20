// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGLPK
package import LinearModels

/// The GNU Linear Programming Kit, loaded at run time.
///
/// Nothing of it is needed to build; where it is missing, ``load(path:)`` says so. Once loaded it stays for the life of
/// the process, because it keeps an environment for each thread.
///
/// On a thread that has solved here, GLPK's environment is freed with the last workspace: code that calls GLPK by
/// itself keeps to threads of its own.
package struct GLPKLibrary: Sendable {
  /// The table of entry points, freed with the last copy. It is written once, before it is shared, so its address can
  /// be passed between threads; as an integer it says so to the compiler.
  private final class Table: Sendable {
    private let address: UInt

    init(_ pointer: OpaquePointer) { address = UInt(bitPattern: pointer) }

    var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }

    deinit { cglpk_close(pointer) }
  }

  private let table: Table
  /// The version of the library, such as `5.0`.
  package let version: String

  /// Loads the library.
  ///
  /// - Parameter path: the file, or nil for the usual names (`libglpk.so.40` first) where the system looks for
  ///   libraries.
  /// - Throws: ``SolverFailure`` of kind `libraryMissing` or `libraryUnsupported`.
  package static func load(path: String? = nil) throws(SolverFailure) -> GLPKLibrary {
    var error = cglpk_error()
    var pointer: OpaquePointer?
    let status =
      if let path { path.withCString { cglpk_open($0, &pointer, &error) } } else { cglpk_open(nil, &pointer, &error) }
    guard status == CGLPK_OK, let pointer else { throw SolverFailure(status, error) }
    return GLPKLibrary(pointer)
  }

  private init(_ pointer: OpaquePointer) {
    table = Table(pointer)
    version = String(cString: cglpk_version(pointer))
  }

  var pointer: OpaquePointer? { table.pointer }
}
