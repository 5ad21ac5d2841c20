// SPDX-License-Identifier: GPL-3.0-or-later

extension String {
  /// The order of ids in all lists: by Unicode scalar values, which is that of the UTF-8 bytes. `<` compares otherwise.
  package func precedes(_ other: String) -> Bool {
    let answer = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        let common = min(left.count, right.count)
        for index in 0..<common where left[index] != right[index] { return left[index] < right[index] }
        return left.count < right.count
      }
    }
    return (answer ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }
}
