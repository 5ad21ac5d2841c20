// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// A period of which only some days count, because something begins or ends within it.
package struct PeriodCut: Sendable, Hashable {
  /// What begins or ends.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case window, promise, outage
  }

  package var kind: Kind
  /// The demand of a window or promise, or the asset.
  package var id: String
  /// The person who is promised; nil where nobody is.
  package var staff: String?
  package var period: DayRange
  /// The days of the period that are inside.
  package var inside: DayRange

  package init(_ kind: Kind, id: String, staff: String? = nil, period: DayRange, inside: DayRange) {
    self.kind = kind
    self.id = id
    self.staff = staff
    self.period = period
    self.inside = inside
  }
}
