// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension PlanDocumentBuilder {
  /// The hours that the trainings of a plan take of the people's time, by person and period: the first regular ones before a
  /// training is over. They are no work on a demand, and yet nobody has them left.
  var trainingHours: [String: [Millionths]] {
    var hours: [String: [Millionths]] = [:]
    for bought in plan.trainings ?? [] {
      guard let person = staff[bought.staff],
        let training = scenario.staff[person].training.first(where: { $0.skill == bought.skill }), training.hours > 0,
        let from = training.from
      else { continue }
      var left = Millionths(nearest: training.hours.doubleValue) ?? .zero
      var taken = hours[bought.staff] ?? periods.map { _ in Millionths.zero }
      for entry in plan.load?.people ?? []
      where entry.id == bought.staff && left > .zero && periods.indices.contains(entry.period)
        && periods[entry.period].first < from
      {
        let part = max(.zero, min(left, entry.available - taken[entry.period]))
        taken[entry.period] += part
        left -= part
      }
      hours[bought.staff] = taken
    }
    return hours
  }
}
