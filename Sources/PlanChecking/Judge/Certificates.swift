// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers

extension PlanChecker {
  /// The prices that bounds follow from, as a plan lists them.
  func certificate(_ certificate: Certificate) -> PlanCertificate? {
    // Bounds of plans that keep more than the scenario's rules do not follow from its rows.
    guard certificate.limits == nil else { return nil }
    let rows = PricedRows(facts)
    func listed(_ prices: RowPrices) -> [PlanCertificate.Row] { rows.listed(prices).sorted { $0.isBefore($1) } }
    let order = facts.order
    guard order.count > 1 else {
      if !certificate.cases.isEmpty {
        return PlanCertificate(steps: [.init(what: .value, cases: certificate.cases.map { self.listed($0, rows) })])
      }
      return certificate.prices.map { PlanCertificate(steps: [.init(what: .value, rows: listed($0))]) }
    }
    guard certificate.steps.count == order.count else { return nil }
    return PlanCertificate(
      steps: order.indices.map { number in
        let prices = certificate.steps[number]
        let earlier = prices.earlier.indices.compactMap { before -> PlanCertificate.Row? in
          prices.earlier[before] == 0 ? nil : .init(.step, step: order[before], price: prices.earlier[before])
        }
        return .init(what: order[number], rows: listed(prices.rows) + earlier)
      })
  }

  /// The bounds of the steps that follow from a plan's certificate; nil where it is not one of the scenario's rows.
  ///
  /// - Parameter entries: what the plan does, from which follows what it reaches in earlier steps.
  func bounds(from certificate: PlanCertificate, _ entries: PlanEntries, value: Millionths) -> [Millionths]? {
    let order = facts.order
    guard certificate.steps.map(\.what) == order else { return nil }
    let reached = facts.reached(entries, PlanReferences(facts, entries), value: value)
    var bounds: [Millionths] = []
    for (number, step) in certificate.steps.enumerated() {
      if !step.cases.isEmpty {
        guard order.count == 1, step.rows.isEmpty, let cases = cases(step.cases) else { return nil }
        bounds.append(bound(cases: cases))
        continue
      }
      guard let prices = stepPrices(step.rows, earlier: Array(order[..<number])) else { return nil }
      bounds.append(
        order.count == 1
          ? bound(prices.rows)
          : bound(Array(order[...number]), prices, reached: Array(reached[..<number]), limits: nil))
    }
    return bounds
  }

  /// Makes rows for the people on crews that a certificate names.
  private func makeRoom(for rows: [PlanCertificate.Row], in prices: inout RowPrices) {
    var people = [Set<Int>](repeating: [], count: facts.demands.count)
    for row in rows where row.kind == .crewPerson {
      guard let staff = row.staff.flatMap({ facts.index.staff[$0] }),
        let demand = row.demand.flatMap({ facts.index.demands[$0] }), facts.demands[demand].isCrew
      else { continue }
      people[demand].insert(staff)
    }
    for demand in people.indices where !people[demand].isEmpty {
      prices.crews[demand].staff = people[demand].sorted()
      prices.crews[demand].people = Grid(rows: people[demand].count, periods: facts.days.count, filledWith: 0)
    }
  }

  /// Rows for hours on so many projects that a certificate names.
  private func projects(of rows: [PlanCertificate.Row]) -> [RowPrices.CellPrice] {
    var cells: Set<Cell> = []
    for row in rows where row.kind == .projects {
      guard let staff = row.staff.flatMap({ facts.index.staff[$0] }), facts.scenario.staff[staff].maxProjects != nil,
        let demand = row.demand.flatMap({ facts.index.demands[$0] }), facts.demands[demand].staff != nil,
        let period = row.period, facts.periods.indices.contains(period)
      else { continue }
      cells.insert(Cell(staff: staff, demand: demand, period: period))
    }
    return cells.sorted().map { .init(staff: $0.staff, demand: $0.demand, period: $0.period, price: 0) }
  }

  private func stepPrices(_ rows: [PlanCertificate.Row], earlier: [OrderStep]) -> StepPrices? {
    var result = StepPrices(rows: noPrices(for: rows), earlier: [Double](repeating: 0, count: earlier.count))
    var others: [PlanCertificate.Row] = []
    for row in rows {
      if row.kind == .step {
        guard let place = earlier.firstIndex(where: { $0 == row.step }) else { return nil }
        result.earlier[place] = row.price
        continue
      }
      others.append(row)
    }
    return take(others, into: &result.rows) ? result : nil
  }

  /// Prices of 0 for every row of the scenario, and for people on crews that rows name.
  func noPrices(for rows: [PlanCertificate.Row]) -> RowPrices {
    var prices = RowPrices(for: facts.scenario)
    if rows.contains(where: { $0.kind == .share }) {
      prices.shares = [Double](repeating: 0, count: facts.staff.count)
    }
    // Most is promised where everybody who may be is engaged.
    prices.commitments = decided.facts(.everybodyEngaged(in: facts.scenario)).promises.list.map {
      .init(staff: $0.cell.staff, demand: $0.cell.demand, period: $0.cell.period, price: 0)
    }
    prices.projects = projects(of: rows)
    makeRoom(for: rows, in: &prices)
    return prices
  }

  /// Writes the prices of rows.
  ///
  /// - Returns: whether each of them is a row of the scenario, and none is there twice.
  func take(_ rows: [PlanCertificate.Row], into prices: inout RowPrices) -> Bool {
    var given: [PlanCertificate.Row: Double] = [:]
    for row in rows {
      var key = row
      key.price = 0
      guard given.updateValue(row.price, forKey: key) == nil else { return false }
    }
    var found = 0
    PricedRows(facts).visit(&prices) { row, price in
      guard let known = given[row] else { return }
      price = known
      found += 1
    }
    return found == given.count
  }
}
