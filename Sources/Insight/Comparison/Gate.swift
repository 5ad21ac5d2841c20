// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
package import Allocation
package import Numbers

/// A condition under which a command is to fail, such as `unmet>0`: a metric, an operator, a number. Comparisons are exact.
package struct Gate: Sendable, Hashable {
  package var metric: Metric
  package var comparison: Operator
  /// The number as it was written; a percentage as a share.
  package var threshold: ExactDecimal
  /// Whether the number is a share of the figure of the reference.
  package var isOfReference: Bool
  /// The expression as it was written.
  package var text: String

  /// What is measured.
  package enum Metric: String, Sendable, Hashable, CaseIterable {
    /// Effective hours that are unmet.
    case unmet
    case unmetUnitDays = "unmet-unit-days"
    /// The shares of hours and of unit-days that are met, whichever is less.
    case coverage
    /// Money spent: labour, overtime and assets.
    case cost
    /// The objective: money spent and penalties.
    case value
    /// (value - bound) / max(1, abs(value)); without a bound it is above every number.
    case gap
    /// The highest share of the regular hours of any person that is used.
    case utilisation
    /// The share of the regular hours of all people together that is used.
    case averageUtilisation = "average-utilisation"
    /// Hours of overtime.
    case overtime
    /// Promised hours that are not kept.
    case brokenCommitments = "broken-commitments"
    /// What the checker found wrong.
    case violations
    /// Assignments with other hours than in the reference.
    case changes
    /// People with other hours than in the reference.
    case peopleChanged = "people-changed"
    case hoursMoved = "hours-moved"
    /// The value less that of the reference.
    case valueIncrease = "value-increase"
    /// Money spent less that of the reference.
    case costIncrease = "cost-increase"
    /// Unmet hours less those of the reference.
    case unmetIncrease = "unmet-increase"

    /// What has to be known beside the plan.
    package var reference: Reference {
      switch self {
      case .changes, .peopleChanged, .hoursMoved: .hours
      case .valueIncrease, .costIncrease, .unmetIncrease: .plan
      default: .none
      }
    }

    package enum Reference: Int, Sendable, Hashable, Comparable {
      case none
      /// Hours, as in a baseline.
      case hours
      /// A whole plan.
      case plan

      package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }
  }

  package enum Operator: String, Sendable, Hashable, CaseIterable {
    // The longer ones first, as they are looked for.
    case atLeast = ">="
    case atMost = "<="
    case equal = "=="
    case unequal = "!="
    case above = ">"
    case below = "<"
  }

  /// Why an expression is none.
  package struct ParsingFailure: Error, Sendable, Hashable {
    package var detail: String
    package var hint: String
  }

  /// Reads an expression such as `utilisation>90%`; blanks are allowed around its parts.
  ///
  /// - Throws: ``ParsingFailure``
  package init(parsing text: String) throws(ParsingFailure) {
    self.text = Self.trimmed(text)
    let form = "write METRIC OPERATOR NUMBER, such as 'unmet>0'; operators are > >= < <= == !="
    guard let start = self.text.firstIndex(where: { "<>=!".contains($0) }) else {
      throw ParsingFailure(detail: "'\(text)' has no operator", hint: form)
    }
    let rest = self.text[start...]
    guard let comparison = Operator.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
      throw ParsingFailure(detail: "'\(text)' has no operator that is known", hint: form)
    }
    let name = Self.trimmed(String(self.text[..<start]))
    guard let metric = Metric(rawValue: name) else {
      let names = Metric.allCases.map(\.rawValue)
      let known = "known are " + names.joined(separator: ", ")
      throw ParsingFailure(
        detail: name.isEmpty ? "'\(text)' names no metric" : "there is no metric '\(name)'",
        hint: nearestName(to: name, among: names).map { "did you mean '\($0)'? All that is \(known)" } ?? known)
    }
    var number = Self.trimmed(String(rest.dropFirst(comparison.rawValue.count)))
    let isPercent = number.hasSuffix("%")
    if isPercent { number = Self.trimmed(String(number.dropLast())) }
    guard let parsed = try? ExactDecimal(parsing: number.utf8),
      let threshold = isPercent ? ExactDecimal(significand: parsed.significand, scale: parsed.scale + 2) : parsed
    else {
      throw ParsingFailure(
        detail: number.isEmpty ? "'\(text)' has no number" : "'\(number)' in '\(text)' is not a number",
        hint: Self.withoutUnit(number).map {
          "write \(metric.rawValue)\(comparison.rawValue)\($0)\(isPercent ? "%" : ""): \(metric.rawValue) is \(metric.measure)"
        } ?? form)
    }
    switch metric.unit {
    case .share(let most) where !isPercent && threshold > most,
      // A plan is never as far from the best as that.
      .share(let most) where !isPercent && metric == .gap && threshold == most:
      throw ParsingFailure(
        detail: "'\(self.text)' asks for a share of \(number), and 1 is all", hint: "did you mean \(number)%?")
    case .absolute(let hint) where isPercent:
      throw ParsingFailure(detail: "'\(self.text)' does not say of what", hint: hint)
    default: break
    }
    self.metric = metric
    self.comparison = comparison
    self.threshold = threshold
    if case .difference = metric.unit { isOfReference = isPercent } else { isOfReference = false }
  }

  /// The number before a unit, as in `10 h`; nil where there is none.
  private static func withoutUnit(_ text: String) -> String? {
    let number = text.prefix { "0123456789.-+".contains($0) }
    let unit = trimmed(String(text.dropFirst(number.count)))
    guard !unit.isEmpty, unit.allSatisfy({ $0.isLetter || $0 == "-" || $0.isCurrencySymbol }),
      (try? ExactDecimal(parsing: number.utf8)) != nil
    else { return nil }
    return String(number)
  }

  private static func trimmed(_ text: String) -> String {
    var part = Substring(text)
    while part.first?.isWhitespace ?? false { part = part.dropFirst() }
    while part.last?.isWhitespace ?? false { part = part.dropLast() }
    return String(part)
  }

  /// Measures a plan.
  ///
  /// - Parameters:
  ///   - plan: a plan that was priced.
  ///   - delta: what it does differently from the reference; nil where there is none.
  ///   - basis: the figures of the reference; nil where there is none.
  /// - Returns: a sentence where the gate fires; nil where it does not, or where the metric is not known here.
  package func finding(on plan: Plan, delta: Comparison.Delta? = nil, basis: Basis? = nil) -> String? {
    finding(
      PlanMetrics(
        objective: plan.objective, summary: plan.summary,
        brokenHours: plan.brokenCommitments.reduce(.zero) { $0 + $1.hours },
        violations: plan.verification.violations.count), delta: delta, basis: basis)
  }

  /// The figures of a plan that gates look at.
  package struct PlanMetrics: Sendable {
    package var objective: Plan.Objective
    package var summary: PlanSummary
    package var brokenHours: Millionths
    package var violations: Int

    package init(objective: Plan.Objective, summary: PlanSummary, brokenHours: Millionths, violations: Int) {
      self.objective = objective
      self.summary = summary
      self.brokenHours = brokenHours
      self.violations = violations
    }
  }

  /// As ``finding(on:delta:basis:)``, of figures.
  package func finding(_ metrics: PlanMetrics, delta: Comparison.Delta?, basis: Basis? = nil) -> String? {
    if isOfReference { return delta.flatMap { delta in basis.flatMap { finding(metrics, delta, shareOf: $0) } } }
    switch measure(metrics, delta) {
    case nil: return nil
    case .some(.none):
      // No bound: the gap is as large as any.
      return comparison == .above || comparison == .atLeast || comparison == .unequal
        ? "\(text): there is no bound, and so no gap" : nil
    case .some(.some(let measure)):
      guard measure.ratio.holds(comparison, threshold) else { return nil }
      // In the unit in which it was asked.
      let figure = text.hasSuffix("%") ? measure.ratio.percentage : measure.ratio.description
      return "\(text): \(metric.rawValue) is \(figure)"
        + (measure.subject.map { " (\($0))" } ?? "")
    }
  }

  private struct Measure {
    var ratio: Ratio
    /// Whose figure it is.
    var subject: String?
  }

  /// The measure; `.some(nil)` for a gap without a bound; nil where it is not known.
  private func measure(_ metrics: PlanMetrics, _ delta: Comparison.Delta?) -> Measure?? {
    func amount(_ value: Millionths) -> Measure?? { Measure(ratio: Ratio(value, over: 1_000_000)) }
    func count(_ value: Int) -> Measure?? { Measure(ratio: Ratio(value)) }
    func share(_ coverage: PlanSummary.Coverage) -> Ratio {
      coverage.wanted.count > 0 ? Ratio(coverage.met, over: coverage.wanted.count) : Ratio(1)
    }
    let summary = metrics.summary
    switch metric {
    case .unmet: return amount(summary.hours.unmet)
    case .unmetUnitDays: return amount(summary.unitDays.unmet)
    case .coverage:
      let (hours, unitDays) = (share(summary.hours), share(summary.unitDays))
      return Measure(ratio: min(unitDays, hours))
    case .cost: return amount(Plan.Money(of: metrics.objective.terms).spent)
    case .value: return amount(metrics.objective.value)
    case .gap:
      guard let bound = metrics.objective.bound else { return .some(nil) }
      return Measure(
        ratio: Ratio(
          max(.zero, metrics.objective.value - bound), over: max(1_000_000, metrics.objective.value.magnitude.count)))
    case .utilisation:
      var highest = Measure(ratio: Ratio(0))
      for person in summary.people where person.available.count > 0 {
        let ratio = Ratio(person.used, over: person.available.count)
        if highest.ratio < ratio { highest = Measure(ratio: ratio, subject: person.id) }
      }
      return highest
    case .averageUtilisation:
      let used = summary.people.reduce(Millionths.zero) { $0 + $1.used }
      let available = summary.people.reduce(Int128(0)) { $0 + $1.available.count }
      return Measure(ratio: Ratio(available > 0 ? used : .zero, over: available))
    case .overtime: return amount(summary.people.reduce(.zero) { $0 + $1.overtime })
    case .brokenCommitments: return amount(metrics.brokenHours)
    case .violations: return count(metrics.violations)
    case .changes: return delta.flatMap { count($0.changes) }
    case .peopleChanged: return delta.flatMap { count($0.people) }
    case .hoursMoved: return delta.flatMap { amount($0.hoursMoved) }
    case .valueIncrease: return delta.flatMap { amount($0.value) }
    case .costIncrease: return delta.flatMap { amount($0.cost) }
    case .unmetIncrease: return delta.flatMap { amount($0.unmetHours) }
    }
  }
}

extension Ratio {
  /// An amount of something over what there is of it; what there is nothing of counts as 1.
  fileprivate init(_ amount: Millionths, over whole: Int128) {
    self = Ratio(amount.count, over: max(1, whole)) ?? Ratio(0)
  }

  /// Whether it stands in a relation to a decimal, exactly.
  func holds(_ comparison: Gate.Operator, _ decimal: ExactDecimal) -> Bool {
    let other = Ratio(decimal)
    return switch comparison {
    case .above: self > other
    case .atLeast: self >= other
    case .below: self < other
    case .atMost: self <= other
    case .equal: self == other
    case .unequal: self != other
    }
  }
}
