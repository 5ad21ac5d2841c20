// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Decisions read off a point of the relaxation: who is on which team, when what waits begins, which projects are done, who
/// is engaged or trained.
struct Guide {
  var decisions: Decisions
  /// What follows from the decisions for amounts: only members of teams work, in windows that do not overlap.
  var limits = PlanLimits()
  /// When demands that wait begin, by demand.
  var handovers: [Int: Int]?
  private let frame: ProgramFrame
  /// How far projects that are done as a whole or not at all are done in the relaxation.
  private var parts: [Int: Double] = [:]

  /// - Parameters:
  ///   - program: of a scenario in which no project may be moved.
  ///   - point: a point near the optimum of its relaxation.
  init(_ program: DecisionProgram, near point: [Double]) {
    let open = program.open
    frame = program.frame
    decisions = Decisions(for: open.written)
    var begun: [Int: [(period: Int, value: Double)]] = [:]
    for (place, what) in program.switches.enumerated() {
      let value = point[program.first + place]
      switch what {
      case .heads(let staff): decisions.heads[staff] = Int(value.rounded())
      case .training(let staff, let number): if value > 0.5 { decisions.trainings[staff].append(number) }
      case .undone(let project): parts[project] = 1 - value
      case .begun(let demand, let period): begun[demand, default: []].append((period, value))
      default: break
      }
    }
    for staff in decisions.trainings.indices { decisions.trainings[staff].sort() }
    var first = FirstChoice(program, near: point)
    limits.people = first.teams()
    if !begun.isEmpty {
      let handovers = Handovers(
        program.frame,
        at: begun.mapValues { list in
          let last = list.map(\.period).max() ?? 0
          let most = list.map(\.value).max() ?? 0
          // What begins with half of itself; with half of what it comes to, where that is less.
          return list.filter { $0.value >= min(0.5, most / 2) && most > 0.05 }.map(\.period).min() ?? last + 1
        })
      self.handovers = handovers.periods
      limits.windows = handovers.limits().windows
    }
    for (project, part) in parts where part < Tuning.Decisions.leastPart { close(project, &limits) }
  }

  private func close(_ project: Int, _ limits: inout PlanLimits) {
    limits.closed.formUnion(frame.scenario.projects[project].demands.map(\.id))
  }

  /// Gives up of what a plan with the decisions does not come to: of projects that are done as a whole a part that is
  /// furthest from it is left out, and in the end all of them. What waits for something that is not met begins later, and
  /// in the end not at all.
  ///
  /// - Parameter choice: what the plan comes to.
  /// - Returns: whether there was anything.
  mutating func give(up choice: FirstChoice, _ limits: inout PlanLimits, isLast: Bool) -> Bool {
    let lacking = choice.projectsInPart.filter { project in
      frame.scenario.projects[project].demands.contains { !limits.closed.contains($0.id) }
    }
    let waiting = choice.waitingInVain.subtracting(limits.closed)
    // What few are left is given up by the first choice itself.
    guard
      Double(lacking.count) > Tuning.Decisions.fewLeft * Double(parts.count)
        || Double(waiting.count) > Tuning.Decisions.fewLeft * Double(frame.demands.count)
    else { return false }
    let order = lacking.sorted { one, other in
      let (left, right) = (parts[one] ?? 0, parts[other] ?? 0)
      return left == right ? one < other : left < right
    }
    for project in order.prefix(isLast ? order.count : (order.count + 2) / 3) { close(project, &limits) }
    if isLast { limits.closed.formUnion(waiting) } else { postpone(waiting, &limits) }
    return true
  }

  /// Lets demands begin later; those that cannot are closed.
  private mutating func postpone(_ ids: Set<String>, _ limits: inout PlanLimits) {
    guard var wished = handovers else { return }
    for id in ids.sorted() {
      guard let demand = frame.index.demands[id], let period = wished[demand] else { continue }
      wished[demand] = period + max(1, frame.periods.count / 12)
      let last = frame.windows[demand].last.number - frame.scenario.calendar.horizon.first.number
      if frame.days.first[min(frame.periods.count - 1, wished[demand] ?? 0)] > last { limits.closed.insert(id) }
    }
    let later = Handovers(frame, at: wished)
    handovers = later.periods
    limits.windows = later.limits().windows
  }
}
