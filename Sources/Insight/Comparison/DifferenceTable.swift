// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// The entries of one list of two plans, side by side.
struct DifferenceTable {
  struct Key: Hashable, Comparable {
    var first: String
    var second: String
    /// An asset, where that tells entries apart too.
    var third: String?
    /// By ``PeriodAlignment``; nil where an entry is of no period.
    var period: Int?

    static func < (left: Key, right: Key) -> Bool {
      if left.first != right.first { return precedes(left.first, right.first) }
      if left.second != right.second { return precedes(left.second, right.second) }
      if left.third != right.third { return precedes(left.third ?? "", right.third ?? "") }
      return (left.period ?? .min) < (right.period ?? .min)
    }
  }

  struct Row {
    var key: Key
    var change = Comparison.Change()
    var project: String?
    /// The number of the period in the other plan.
    var otherPeriod: Int?
  }

  private let alignment: PeriodAlignment
  private var index: [Key: Int] = [:]
  private var rows: [Row] = []

  init(_ alignment: PeriodAlignment) { self.alignment = alignment }

  /// Adds an entry of a plan.
  mutating func add(
    _ first: String, _ second: String, _ period: Int?, isAfter: Bool, _ amount: Millionths,
    _ cost: Millionths, asset third: String? = nil, project: String? = nil
  ) {
    let aligned = period.map { isAfter ? alignment.key(other: $0) : alignment.key(reference: $0) }
    let key = Key(first: first, second: second, third: third, period: aligned)
    let position: Int
    if let known = index[key] {
      position = known
    } else {
      position = rows.count
      index[key] = position
      rows.append(Row(key: key))
    }
    if isAfter {
      rows[position].change.after += amount
      rows[position].change.cost += cost
      rows[position].otherPeriod = period
    } else {
      rows[position].change.before += amount
      rows[position].change.cost -= cost
    }
    // A demand that was moved to another project is named by where it is now.
    if let project { rows[position].project = project }
  }

  var sorted: [Row] { rows.sorted { $0.key < $1.key } }

  /// What differs, in order.
  func entries(_ subject: (_ first: String, _ second: String, _ third: String?) -> Comparison.Subject) -> [Comparison
    .Entry]
  {
    sorted.filter { !$0.change.isNothing }.map { row in
      var subject = subject(row.key.first, row.key.second, row.key.third)
      subject.project = row.project
      if let key = row.key.period {
        let period = alignment.period(of: key, otherNumber: row.otherPeriod)
        subject.period = period.number
        subject.days = period.days
      }
      return Comparison.Entry(subject, row.change)
    }
  }
}
