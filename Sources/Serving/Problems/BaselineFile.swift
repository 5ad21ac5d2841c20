// SPDX-License-Identifier: GPL-3.0-or-later

package import Formats
package import Processes

extension InputFile {
  /// The bytes of the plan that a scenario in this file names as its baseline.
  ///
  /// - Throws: ``BaselineLoadFailure`` where ``readSibling(_:)`` does not read it.
  package func baseline(_ name: String) throws(BaselineLoadFailure) -> [UInt8] {
    do throws(FileFailure) {
      return try readSibling(name)
    } catch {
      throw BaselineLoadFailure(error.detail, hint: error.hint)
    }
  }
}
