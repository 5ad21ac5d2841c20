// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

extension Explanation {
  /// Numbers the changes that help, from 1: the levers in their order, then the remedies, what saves most first. The same
  /// change has the same number wherever it stands.
  ///
  /// The numbers follow from the changes alone, so that whoever works out the same changes again gets the same numbers.
  package mutating func numberRemedies() {
    let remedies = unmet.flatMap(\.remedies).sorted { left, right in
      let (a, b) = (left.saves ?? .zero, right.saves ?? .zero)
      return a != b
        ? a > b : left.title != right.title ? left.title.precedes(right.title) : left.patch.precedes(right.patch)
    }
    var numbers: [String: Int] = [:]
    for remedy in (levers?.found ?? []) + remedies where numbers[remedy.patch] == nil {
      numbers[remedy.patch] = numbers.count + 1
    }
    if var found = levers?.found {
      for position in found.indices { found[position].number = numbers[found[position].patch] }
      levers?.found = found
    }
    for entry in unmet.indices {
      for position in unmet[entry].remedies.indices {
        unmet[entry].remedies[position].number = numbers[unmet[entry].remedies[position].patch]
      }
    }
  }

  /// The changes that help, each once, by their numbers.
  package var numberedRemedies: [Plan.Remedy] {
    var known: Set<Int> = []
    return ((levers?.found ?? []) + unmet.flatMap(\.remedies))
      .filter { $0.number.map { known.insert($0).inserted } ?? false }
      .sorted { ($0.number ?? 0) < ($1.number ?? 0) }
  }
}
