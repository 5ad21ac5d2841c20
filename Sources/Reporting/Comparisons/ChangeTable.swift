// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension TextTable {
  /// The assignments that change, of each plan that is compared with the first one, as a program reads them.
  package init(changesOf comparison: Comparison) {
    self.init(
      heading: "Changes",
      columns: [
        .init("plan"), .init("change"), .init("staff"), .init("demand"), .init("project"), .init("period", .right),
        .init("start", .right), .init("end", .right), .init("before", .right), .init("after", .right),
        .init("delta", .right), .init("cost", .right),
      ])
    for difference in comparison.differences {
      for entry in difference.assignments where entry.change.isMoved {
        let (subject, change) = (entry.subject, entry.change)
        rows.append(
          [
            difference.plan, change.before == .zero ? "added" : change.after == .zero ? "removed" : "changed",
            subject.staff ?? "", subject.demand ?? "", subject.project ?? "", subject.period.map(String.init) ?? "",
            subject.days?.first.description ?? "", subject.days?.last.description ?? "", change.before.description,
            change.after.description, change.delta.description, change.cost.description,
          ].map { Text($0) })
      }
    }
  }
}
