// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Prices of the relaxation, as the checker asks for them.
extension DecisionProgram {
  /// The dual values of the relaxation's rows as prices for the scenario as written: one for each number of a start, in
  /// which all projects that can start then do.
  ///
  /// Rows of people, assets and limits are the same in all; those of demands and projects are those of their copies.
  ///
  /// - Parameter terms: how much each term of the value counts in the objective that they are prices of.
  func prices(from dual: [Double], counting terms: TermWeights = TermWeights()) -> [RowPrices] {
    var all = formulation.prices(from: Array(dual.prefix(formulation.model.rowCount)), counting: terms)
    // No hours without a team: a part of what an hour of effort is worth.
    for row in teamRows { all.effort[row.demand][row.slot] += min(0, dual[row.row]) }
    all.projects = projectPrices(from: dual)
    return (0..<open.positions).map { prices(all, at: $0) }
  }

  /// What a case leaves open of the decisions about the scenario.
  func domain(of ranges: [Int: ClosedRange<Double>]) -> DecisionDomain {
    var domain = DecisionDomain(of: open.written, within: limits)
    var starts: [Int: [Int]] = [:]
    for (number, copy) in open.copies.enumerated() {
      guard let column = column(.copy(number)), domain.weeks[copy.project].contains(copy.position) else { continue }
      if ranges[column - first].map({ $0.upperBound > 0.5 }) ?? true {
        starts[copy.project, default: []].append(copy.position)
      }
    }
    for (project, positions) in starts {
      if let least = positions.min(), let most = positions.max() { domain.weeks[project] = least...most }
    }
    for (place, range) in ranges {
      switch switches[place] {
      case .undone(let project):
        domain.runs[project] = range.lowerBound > 0.5 ? false : range.upperBound < 0.5 ? true : domain.runs[project]
      case .heads(let staff): domain.heads[staff] = Int(range.lowerBound)...Int(range.upperBound)
      case .training(let staff, let number):
        domain.trainings[staff][number] = range.lowerBound > 0.5 ? true : range.upperBound < 0.5 ? false : nil
      default:
        if let decision = workDecision(place), range.lowerBound > 0.5 || range.upperBound < 0.5 {
          domain.work[decision] = range.lowerBound > 0.5
        }
      }
    }
    limitOrder(ranges, of: &domain)
    return domain
  }

  /// What a switch decides of who works on what, where a checker can follow that: of single people, and of projects that are
  /// done where they are written.
  private func workDecision(_ place: Int) -> WorkDecision? {
    switch switches[place] {
    case .team(let demand):
      return isFixed(demand) ? .team(demand: open.origin[demand]) : nil
    case .member(let pair):
      let work = formulation.work.pairs[pair]
      guard isFixed(work.demand), frame.scenario.staff[work.staff].headcount == 1 else { return nil }
      return .member(demand: open.origin[work.demand], staff: work.staff)
    case .project(let staff, let project, let period):
      return open.isSwitched(project) ? nil : .project(project, staff: staff, period: period)
    default: return nil
    }
  }

  private func isFixed(_ demand: Int) -> Bool { !open.isSwitched(open.copies[frame.project(demand)].project) }

  /// Whether the checker knows cases in which a switch is decided.
  func isKnownToChecker(_ place: Int) -> Bool { switches[place].isKnownToChecker || workDecision(place) != nil }

  /// When demands begin that wait for others, and how far is met what they wait for.
  private func limitOrder(_ ranges: [Int: ClosedRange<Double>], of domain: inout DecisionDomain) {
    let shares = DecisionDomain.shares(in: open.written)
    func narrow(_ path: WritableKeyPath<DecisionDomain, [ClosedRange<Int>]>, _ demand: Int, _ part: ClosedRange<Int>) {
      let known = domain[keyPath: path][demand]
      // Parts that have nothing in common are one that cannot be, whatever it is called.
      domain[keyPath: path][demand] = known.overlaps(part) ? known.clamped(to: part) : part
    }
    for (place, range) in ranges.sorted(by: { $0.key < $1.key }) {
      switch switches[place] {
      case .begun(let demand, let period):
        let last = frame.periods.count
        if range.upperBound < 0.5 { narrow(\.begins, demand, min(last, period + 1)...last) }
        if range.lowerBound > 0.5 { narrow(\.begins, demand, 0...period) }
      case .met(let demand, let share):
        let all = shares[open.index.demands.ids[demand]] ?? []
        guard let number = all.firstIndex(of: share) else { continue }
        if range.upperBound < 0.5 { narrow(\.met, demand, 0...number) }
        if range.lowerBound > 0.5 { narrow(\.met, demand, number + 1...all.count) }
      default: break
      }
    }
  }

  private func prices(_ all: RowPrices, at position: Int) -> RowPrices {
    var prices = RowPrices(for: open.written)
    (prices.capacity, prices.overtimeDay) = (all.capacity, all.overtimeDay)
    (prices.overtimeWeek, prices.overtimeTotal) = (all.overtimeWeek, all.overtimeTotal)
    (prices.asset, prices.shares) = (all.asset, all.shares)
    var demandOf: [Int: Int] = [:]
    for demand in prices.effort.indices {
      let copies = open.copiesOfDemand[demand]
      let copy = copies[min(position, copies.count - 1)]
      demandOf[copy] = demand
      (prices.effort[demand], prices.pace[demand]) = (all.effort[copy], all.pace[copy])
      (prices.equipment[demand], prices.equipmentOvertime[demand]) =
        (all.equipment[copy], all.equipmentOvertime[copy])
      prices.crews[demand] = all.crews[copy]
    }
    for (number, copy) in open.copies.enumerated()
    where copy.position == min(position, open.weeks[copy.project].count - 1) {
      prices.budget[copy.project] = all.budget[number]
    }
    func written(_ list: [RowPrices.CellPrice]) -> [RowPrices.CellPrice] {
      list.compactMap { price in
        demandOf[price.demand].map {
          RowPrices.CellPrice(staff: price.staff, demand: $0, period: price.period, price: price.price)
        }
      }.sorted { ($0.staff, $0.demand, $0.period) < ($1.staff, $1.demand, $1.period) }
    }
    (prices.commitments, prices.projects) = (written(all.commitments), written(all.projects))
    copyOperators(all, demandOf, to: &prices)
    copyLimits(all, demandOf, to: &prices)
    return prices
  }

  /// What hours of a pair in a period are held against by the switches of projects at a time.
  private func projectPrices(from dual: [Double]) -> [RowPrices.CellPrice] {
    var prices: [Int: Double] = [:]
    for row in projectRows where dual[row.row] < 0 {
      for place in row.places { prices[place, default: 0] += dual[row.row] }
    }
    return prices.sorted { $0.key < $1.key }.map { place, price in
      let pair = formulation.work.pairs[pairPeriods[place].pair]
      return .init(staff: pair.staff, demand: pair.demand, period: pairPeriods[place].period, price: price)
    }
  }

  private func copyOperators(_ all: RowPrices, _ demandOf: [Int: Int], to prices: inout RowPrices) {
    let written = OperatedPairs(open.written)
    for (number, pair) in frame.operated.list.enumerated() {
      guard let demand = demandOf[pair.demand], let own = written[pair.asset, demand] else { continue }
      for day in 0..<prices.operators.periods { prices.operators[own, day] = all.operators[number, day] }
    }
  }

  private func copyLimits(_ all: RowPrices, _ demandOf: [Int: Int], to prices: inout RowPrices) {
    guard !open.written.limits.isEmpty else { return }
    let written = LimitIndex(open.written, open.index)
    for (number, entry) in frame.limitIndex.entries.enumerated() {
      let own = written.entries[number]
      for (place, member) in own.members.enumerated() {
        let copies: [Int] =
          switch own.each {
          case nil, .staff: [member]
          case .project:
            open.copies.indices.filter { copy in
              open.copies[copy].project == member && demandOf.keys.contains { frame.project($0) == copy }
            }
          case .demand: open.copiesOfDemand[member].filter { demandOf[$0] != nil }
          }
        guard let copy = copies.first, let from = entry.members.firstIndex(of: copy) else { continue }
        for span in own.spans.indices {
          prices.limits[number][place * own.spans.count + span] = all.limits[number][from * own.spans.count + span]
        }
      }
    }
  }
}
