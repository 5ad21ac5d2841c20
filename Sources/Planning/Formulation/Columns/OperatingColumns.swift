// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels
internal import Allocation
internal import Numbers

/// q: hours of a person who operates an asset in a period.
struct OperatingColumns: ColumnFamily {
  struct Place: Sendable {
    let staff: Int
    let asset: Int
    let period: Int
    /// The time in which the person may do so, in billionths of a day.
    let available: Int64
  }

  struct Key: Hashable {
    let staff: Int
    let asset: Int
    let period: Int
  }

  /// Who may operate each asset, with the rows for their time.
  struct Candidates {
    fileprivate let operators: [[Eligibility.Candidate]]

    /// Adds the rows before the columns of overtime, which only exist for rows.
    init(_ builder: inout ProgramBuilder, _ eligibility: Eligibility) {
      let frame = builder.frame
      operators = frame.scenario.assets.map { asset in
        asset.operators.map { eligibility.operators(of: $0.skills) } ?? []
      }
      for (asset, candidates) in operators.enumerated() {
        for candidate in candidates {
          for period in frame.days.period(Int(candidate.firstDay))...frame.days.period(Int(candidate.lastDay))
          where builder.rows.equipment.operators[asset, period] != nil {
            builder.rows.capacity.addRow(Int(candidate.staff), period, frame, &builder.model)
          }
        }
      }
    }
  }

  let first: Int
  private(set) var places: [Place] = []
  /// Those who operate an asset in a period, by their indices in ``places``.
  private(set) var crews: Grid<[Int]>

  init(_ builder: inout ProgramBuilder, _ candidates: Candidates) {
    let frame = builder.frame
    first = builder.model.columnCount
    crews = Grid(rows: frame.scenario.assets.count, periods: frame.periods.count, filledWith: [])
    for (asset, candidates) in candidates.operators.enumerated() {
      for candidate in candidates {
        let staff = Int(candidate.staff)
        let person = frame.scenario.staff[staff]
        let limits = frame.limits?.operating(person.id, frame.scenario.assets[asset].id)
        for period in frame.days.period(Int(candidate.firstDay))...frame.days.period(Int(candidate.lastDay)) {
          let available = frame.available(staff, period, from: candidate.firstDay, to: candidate.lastDay)
          let limit = limits?[period]
          guard builder.rows.equipment.operators[asset, period] != nil, available > 0, limit?.upperBound != .zero
          else { continue }
          let most = min(frame.time[staff].totalHours(available), limit?.upperBound.doubleValue ?? .infinity)
          builder.addColumn(
            .operating(staff: staff, asset: asset, period: period), cost: person.costPerHour.doubleValue,
            lower: min(most, limit?.lowerBound.doubleValue ?? 0), upper: most)
          crews[asset, period].append(places.count)
          places.append(Place(staff: staff, asset: asset, period: period, available: available))
        }
      }
    }
  }

  static func key(_ place: Place) -> Key { Key(staff: place.staff, asset: place.asset, period: place.period) }

  static func key(_ place: Place, in match: ProgramMatch) -> Key? {
    guard let staff = match.staff[place.staff].value, let asset = match.assets[place.asset].value else { return nil }
    return Key(staff: staff, asset: asset, period: place.period)
  }
}
