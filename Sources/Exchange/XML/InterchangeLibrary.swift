// SPDX-License-Identifier: GPL-3.0-or-later

internal import CInterchange

/// A library that is needed for a format and is not there.
package struct MissingLibrary: Error, Sendable, Hashable {
  /// The Debian package that has it.
  package var package: String
  /// Why it could not be loaded.
  package var detail: String

  /// What to do about it: `needs libexpat1: apt-get install libexpat1`.
  package var hint: String { "needs \(package): apt-get install \(package)" }
}

/// Loads the libraries, each time anew: the system keeps them, and there is nothing to be shared here.
enum InterchangeLibrary {
  static func expat() throws(MissingLibrary) -> cinterchange_expat {
    try load("libexpat1", cinterchange_load_expat)
  }

  static func minizip() throws(MissingLibrary) -> cinterchange_minizip {
    try load("libminizip1", cinterchange_load_minizip)
  }

  static func xlsxwriter() throws(MissingLibrary) -> cinterchange_xlsxwriter {
    try load("libxlsxwriter4", cinterchange_load_xlsxwriter)
  }

  private static func load<Table>(
    _ package: String, _ load: (UnsafeMutablePointer<Table>) -> UnsafePointer<CChar>?
  ) throws(MissingLibrary) -> Table {
    let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    defer { table.deallocate() }
    if let reason = load(table) { throw MissingLibrary(package: package, detail: String(cString: reason)) }
    return table.pointee
  }
}
