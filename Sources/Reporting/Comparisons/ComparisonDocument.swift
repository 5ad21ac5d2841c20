// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Numbers

extension ResultDocument {
  /// A comparison for people: what differs between the scenarios, the plans side by side, then for each plan what
  /// explains its cost, and the projects, people and assignments that change.
  ///
  /// - Parameters:
  ///   - scenarios: where names and the currency come from, as far as these are known; ids are shown beside names.
  ///   - extent: whether long lists are shown whole.
  package init(comparison: Comparison, scenarios: [Scenario] = [], _ extent: Extent = .short) {
    let builder = ComparisonDocumentBuilder(
      comparison: comparison, currency: scenarios.lazy.compactMap(\.currency).first,
      isMoney: !scenarios.isEmpty && scenarios.allSatisfy { PenaltyWords($0).allIsMoney },
      hasScenarios: scenarios.count == comparison.plans.count, names: Names(scenarios),
      uniqueNames: Self.uniqueNames(scenarios), extent: extent)
    self.init(
      title: "Comparison of " + Figures.count(max(0, comparison.plans.count - 1), "plan") + " with "
        + (comparison.plans.first?.name ?? "none"), blocks: builder.blocks)
  }

  /// Names alone, by id, of those people whose name nobody else has.
  static func uniqueNames(_ scenarios: [Scenario]) -> [String: String] {
    var ids: [String: Set<String>] = [:]
    for person in scenarios.flatMap(\.staff) { ids[person.name, default: []].insert(person.id) }
    let unique = ids.filter { $0.value.count == 1 }
    return Dictionary(
      unique.compactMap { name, ids in ids.first.map { ($0, name) } }, uniquingKeysWith: { min($0, $1) })
  }
}

struct ComparisonDocumentBuilder {
  typealias Text = ResultDocument.Text

  let comparison: Comparison
  let currency: String?
  /// Whether all that counts is known to be money.
  let isMoney: Bool
  /// Whether the scenario of each plan is known.
  let hasScenarios: Bool
  let names: Names
  /// The list of people has their ids.
  let uniqueNames: [String: String]
  let extent: Extent
  /// Whether plans are called by words, which would read as a part of a sentence, and not as files are.
  var quotesPlans = false

  var blocks: [ResultDocument.Block] {
    var blocks: [ResultDocument.Block] = [.lines(overview)]
    let several = comparison.differences.count > 1
    for difference in comparison.differences where !difference.scenario.isEmpty {
      blocks.append(.table(scenarioTable(difference, several: several)))
    }
    blocks.append(.table(figures))
    for difference in comparison.differences where difference.differs {
      let suffix = several ? ": " + difference.plan : ""
      blocks += tables(of: difference, suffix).map { .table($0) }
    }
    if let frontier = comparison.frontier { blocks.append(.table(frontierTable(frontier))) }
    return blocks
  }

  /// What explains a difference, and what changes by project, demand, person and assignment.
  func tables(of difference: Comparison.Difference, _ suffix: String) -> [TextTable] {
    [
      decisionTable(difference, suffix), termTable(difference, suffix), projectTable(difference, suffix),
      unmetTable(difference, suffix),
      peopleTable(difference, suffix), assignmentTable(difference, suffix),
    ].compactMap { $0 }
  }

  func money(_ value: Millionths) -> String { Figures.money(value, currency: currency) }

  /// Money with its sign; what is less than half a cent is none.
  func signedMoney(_ value: Millionths) -> String {
    signed(value.magnitude.count < 5_000 ? .zero : value) { Figures.money($0) }
  }

  /// Hours or unit-days with their sign; what rounding leaves is none.
  func signedHours(_ value: Millionths) -> String {
    signed(PlanDocumentBuilder.isTrifle(value) ? .zero : value, Figures.hours)
  }

  /// With its sign, also above 0.
  func signed(_ value: Millionths, _ format: (Millionths) -> String) -> String {
    value == .zero ? "-" : value > .zero ? "+" + format(value) : format(value)
  }

  func titled(_ name: String) -> String { currency.map { name + " " + $0 } ?? name }

  // MARK: Overview

  /// How a terminal has plans of different scenarios made comparable.
  static let scenarioNote =
    ": --scenario for each of them, in order, has all plans valued at those of the first."

  var overview: [Text] {
    guard let reference = comparison.plans.first.map({ called($0.name) }) else { return [] }
    var lines: [Text] = []
    for difference in comparison.differences {
      lines.append(
        Text(
          sentence(difference, reference),
          isMoney || isMeasured(difference.plan) ? difference.delta.value > .zero ? .warning : .good : .plain))
      guard difference.differs else { continue }
      // A comparison of plans has a table of them.
      if quotesPlans, let decided = decided(difference) { lines.append(decided) }
      let delta = difference.delta
      lines.append(
        Text(
          delta.changes == 0
            ? "  No assignment changes."
            : "  " + Figures.count(delta.changes, "assignment changes", "assignments change") + " for "
              + Figures.count(delta.people, "person", "people") + ": " + moved(delta) + "."))
    }
    if !comparison.plans.allSatisfy({ isMeasured($0.name) }) {
      lines.append(
        Text(
          "The plans are of different scenarios, whose penalties may differ" + Self.scenarioNote, .warning))
    }
    for plan in comparison.plans {
      guard let own = plan.ownValue else { continue }
      lines.append(
        Text(
          "\(called(plan.name)) is valued at the penalties of \(reference); at its own it is worth "
            + Figures.money(own) + ", which is no measure for a comparison.", .remark))
    }
    let scenarios = Dictionary(
      comparison.plans.map { ($0.name, $0.scenario.sha256) }, uniquingKeysWith: { first, _ in first })
    // There is no choice between plans of different scenarios.
    for entry in comparison.dominated where scenarios[entry.plan] == scenarios[entry.by] {
      lines.append(
        Text(
          "\(called(entry.by)) is at least as good as \(called(entry.plan)) in value, coverage and number of changes.",
          .remark))
    }
    return lines
  }

  /// What is decided otherwise, in a line.
  private func decided(_ difference: Comparison.Difference) -> Text? {
    let parts = difference.decisions.map { decision in
      switch decision.kind {
      case .start, .project: "\(names.project(decision.id)): \(decision.after), not \(decision.before)"
      case .engagement: "\(names.person(decision.id)): \(decision.after), not \(decision.before)"
      case .training:
        "training of \(names.person(decision.id))\(decision.skill.map { " in " + $0 } ?? ""): \(decision.after)"
      }
    }
    guard !parts.isEmpty else { return nil }
    let rest = parts.count > 4 ? "; and \(parts.count - 4) more" : ""
    return Text("  Decided otherwise: " + parts.prefix(4).joined(separator: "; ") + rest + ".")
  }

  /// What is taken away and what is given, each by itself: an hour that goes from one person to another is both.
  private func moved(_ delta: Comparison.Delta) -> String {
    let given = Millionths(count: (delta.hoursMoved.count + delta.hours.count) / 2)
    return Figures.hours(delta.hoursMoved - given) + " h taken away, " + Figures.hours(given) + " h given"
  }

  /// A plan in a sentence.
  private func called(_ plan: String) -> String { quotesPlans ? "'" + plan + "'" : plan }

  private func sentence(_ difference: Comparison.Difference, _ reference: String) -> String {
    let delta = difference.delta
    let plan = called(difference.plan)
    guard difference.differs else { return "\(plan) is the same plan as \(reference)." }
    guard isMoney else { return plainSentence(difference, reference) }
    // Half a cent and what rounding leaves are no news.
    let parts = delta.terms.named.filter { $0.amount.magnitude.count >= 5_000 }
      .sorted { $0.amount.magnitude > $1.amount.magnitude }
      .map { $0.name + " " + signedMoney($0.amount) }
    let why = parts.isEmpty ? "." : ": " + parts.joined(separator: ", ") + "."
    if delta.value.magnitude.count < 5_000 { return "\(plan) is worth as much as \(reference)" + why }
    return "\(plan) costs \(money(delta.value.magnitude)) \(delta.value > .zero ? "more" : "less") than "
      + reference + why
  }

  /// What is spent and covered, and what all of it comes to; penalties are no money.
  private func plainSentence(_ difference: Comparison.Difference, _ reference: String) -> String {
    let delta = difference.delta
    func more(_ amount: Millionths, _ less: String, _ more: String, _ text: (Millionths) -> String) -> String {
      text(amount.magnitude) + " " + (amount > .zero ? more : less)
    }
    var parts: [String] = []
    // Half a cent and what rounding leaves are no news.
    if delta.cost.magnitude.count >= 5_000 { parts.append("spends " + more(delta.cost, "less", "more", money)) }
    if delta.unmetHours.magnitude.count >= 10_000 {
      parts.append("leaves " + more(delta.unmetHours, "less", "more") { Figures.hours($0) + " h" } + " unmet")
    }
    if delta.unmetUnitDays.magnitude.count >= 10_000 {
      parts.append(
        "leaves " + more(delta.unmetUnitDays, "fewer", "more") { Figures.hours($0) + " unit-days" } + " unmet")
    }
    let broken = difference.brokenCommitments.reduce(Millionths.zero) { $0 + $1.change.delta }
    if broken.magnitude.count >= 10_000 {
      parts.append("breaks " + more(broken, "less", "more") { Figures.hours($0) + " h" } + " of promises")
    }
    let text = (parts.dropLast(2) + [parts.suffix(2).joined(separator: " and ")]).joined(separator: ", ")
    let plan = called(difference.plan)
    guard isMeasured(difference.plan) else {
      return parts.isEmpty
        ? "\(plan) spends and covers as much as \(reference)."
        : "\(plan) \(text) than \(reference)."
    }
    let verdict =
      delta.value.magnitude.count < 5_000
      ? "as good as" : delta.value > .zero ? "worse than" : "better than"
    return "\(plan) is \(verdict) \(reference)\(parts.isEmpty ? "" : ": it " + text)."
  }

  /// Whether a plan and the reference are valued at the same penalties.
  private func isMeasured(_ plan: String) -> Bool {
    hasScenarios
      || comparison.plans.first { $0.name == plan }?.scenario.sha256 == comparison.plans.first?.scenario.sha256
  }
}
