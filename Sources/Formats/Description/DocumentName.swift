// SPDX-License-Identifier: GPL-3.0-or-later

internal import JSON

/// Which format a JSON document says that it is.
package enum DocumentName {
  /// The name of the scenario format without its version.
  package static let scenario = "muster/scenario"

  /// The `format` of a document without its version, such as `muster/plan`.
  ///
  /// - Returns: nil where the bytes are no JSON object, or the first key `format` is not found in it.
  package static func of(_ bytes: [UInt8]) -> String? {
    let name: String?? = try? bytes.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
      var reader = try JSONReader(buffer)
      guard try reader.peek() == .object else { return nil }
      try reader.beginObject()
      while let key = try reader.nextKey() {
        guard reader.text(of: key) == "format" else {
          try reader.skipValue()
          continue
        }
        return try reader.peek() == .string ? String(try reader.string().prefix { $0 != "@" }) : nil
      }
      return nil
    }
    return name ?? nil
  }
}
