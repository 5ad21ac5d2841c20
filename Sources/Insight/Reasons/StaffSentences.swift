// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension StaffReasons {
  var nobodySentence: String {
    guard !facts.scenario.staff.isEmpty else { return "There is nobody on the staff" }
    var phrase = Phrase("There is nobody")
    phrase.append(who.isEmpty ? " who may work on it" : who)
    if subject.seat.requirements.skills.count == 1, let wanted = subject.seat.requirements.skills.first {
      var best: [Int] = []
      var highest = 0
      for person in facts.scenario.staff.indices {
        for skill in facts.scenario.staff[person].skills where skill.name == wanted.name {
          if best.isEmpty || skill.level > highest { best = [] }
          if best.isEmpty { highest = skill.level }
          if skill.level == highest { best.append(person) }
          break
        }
      }
      if !best.isEmpty, highest < wanted.level {
        phrase.append("; the highest level is ")
        phrase.append(number: highest)
        phrase.append(": ")
        phrase.append(list: best.count) { facts.scenario.staff[best[$0]].name }
      }
    }
    return phrase.text
  }

  func tooFewSentence(_ most: Int128, wanted: Int128) -> String {
    if most == 0 { return noWorkdaySentence }
    var phrase = Phrase("Too few people")
    phrase.append(who)
    phrase.append(": all hours of ")
    phrase.append(list: candidates.count) { facts.scenario.staff[candidates[$0].staff].name }
    phrase.append(" ")
    phrase.append(during: days)
    phrase.append(" make ")
    phrase.append(hours: most)
    phrase.append(", against ")
    phrase.append(hours: wanted)
    phrase.append(" wanted")
    return phrase.text
  }

  /// Days on which the calendars of all who could do it have no hours.
  private var noWorkdaySentence: String {
    var phrase = Phrase("Nobody works ")
    phrase.append(during: days)
    phrase.append(": by the calendar ")
    phrase.append(list: candidates.count) { facts.scenario.staff[candidates[$0].staff].name }
    phrase.append(candidates.count == 1 ? " has" : " have")
    phrase.append(" no workday then")
    return phrase.text
  }

  /// Overtime that is used up: of one person with what is allowed.
  func usedUpSentence(_ people: [Int]) -> String {
    let names = Wording.list(people.map { facts.scenario.staff[$0].name })
    guard people.count == 1, let terms = facts.scenario.staff[people[0]].overtime else {
      return "The overtime of \(names) is used up"
    }
    let isTotal = facts.time[people[0]].overtimeTotal - facts.overtimeUsed[people[0]] < 10_000
    let most =
      if isTotal, let total = terms.hoursTotal {
        "\(Wording.number(total)) h in all"
          + (terms.used > 0 ? ", \(Wording.number(terms.used)) h of them used before" : "")
      } else {
        "\(Wording.number(terms.hoursPerWeek)) h a week"
      }
    return "The overtime of \(names) (at most \(most)) is used up"
  }

  /// Fewer people than take a place at the same time.
  func tooFewAtOnceSentence(_ heads: Int) -> String {
    var phrase = Phrase("Too few people")
    phrase.append(who)
    phrase.append(": ")
    phrase.append(list: candidates.count) { facts.scenario.staff[candidates[$0].staff].name }
    phrase.append(heads == 1 ? " is 1" : " are \(heads)")
    phrase.append(", and \(subject.seat.count) are needed at the same time")
    return phrase.text
  }

  var togetherSentence: String {
    "The \(subject.demand.heads) people whom it needs have hours left \(Wording.during(days)), but not on the same days"
  }

  func limitSentence(_ most: Int128?) -> String {
    let limit = subject.demand.maxHoursPerWeek.map(\.description) ?? "0"
    return "At most \(limit) h a week may be worked on it"
      + (most.map { ": \(Wording.hours($0)) \(Wording.during(days))" } ?? "")
  }

  /// Limits that are used up.
  func limitsSentence(_ limits: [Int]) -> String {
    let names = limits.map { Wording.limit(facts.scenario.limits[$0], facts.scenario) }
    return
      "The \(limits.count == 1 ? "limit" : "limits") \(Wording.list(names)) \(limits.count == 1 ? "leaves" : "leave") "
      + "no more hours for it"
  }

  func equipmentSentence(_ asset: Int?) -> String {
    guard let asset else { return "Its equipment allows no more" }
    let name = facts.scenario.assets[asset].name
    var demands: [Int: Int128] = [:]
    for period in periods {
      for user in facts.users[asset * facts.periodCount + period] where user.demand != subject.index {
        demands[user.demand, default: 0] += user.unitDays
      }
    }
    let text = "There is not enough of \(name), which the work needs"
    if demands.isEmpty { return text }
    // By project, each with the demand that uses most.
    var users: [(project: Int, unitDays: Int128, largest: Int)] = []
    for (demand, unitDays) in demands.sorted(by: { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }) {
      let project = facts.places[demand].project
      if let known = users.firstIndex(where: { $0.project == project }) {
        users[known].unitDays += unitDays
      } else {
        users.append((project, unitDays, demand))
      }
    }
    users.sort { $0.unitDays != $1.unitDays ? $0.unitDays > $1.unitDays : $0.project < $1.project }
    return text + "; it is used by "
      + Wording.list(users.map { projectLabel(.project($0.project)) + whyLower($0.largest, asset) })
  }

  /// Why a user of a lower priority keeps its equipment all the same.
  private func whyLower(_ other: Int, _ asset: Int) -> String {
    guard facts.priorities[other] < facts.priorities[subject.index] else { return "" }
    let its = facts.scenario.demand(at: facts.places[other])
    let lower = ", priority \(facts.priorities[other]) of 10, lower, but "
    if let cost = its.unmetCost {
      return lower + "an unmet \(its.isForStaff ? "hour" : "unit") of it costs "
        + Wording.money(WholeAmounts.fixed(cost) / 1_000_000, facts.scenario.currency)
    }
    let hours = [subject.index, other].map { facts.hoursWithUnit(of: asset, on: $0) }
    if let here = hours[0], let there = hours[1], there > here {
      return lower + "an hour of it makes \(Wording.amount(there)) h there and \(Wording.amount(here)) h here"
    }
    return lower + facts.keepsUnits(other)
  }

  func operatorSentence(_ asset: Int?) -> String {
    guard let asset else { return "Nobody is free to run its equipment" }
    return "Nobody is free to run \(facts.scenario.assets[asset].name), which the work needs"
  }

  var budgetSentence: String { facts.budgetSentence(project) }

  func worthSentence(_ least: Int128?, _ name: String) -> String {
    let penalty = WholeAmounts.product(cost, 1_000_000, over: unmet)
    guard let least else { return "Covering it would cost more than leaving it" }
    let currency = facts.scenario.currency
    return least >= penalty
      ? "An hour of it would cost \(Wording.money(least, currency)) (\(name)), "
        + facts.worth(of: subject.index, penalty, isUnitDays: false)
      : "Covering it would cost more elsewhere than it saves here, though \(name) has time left"
  }

  func projectLabel(_ kind: HeldHours.Group.Kind) -> String {
    guard case .project(let index) = kind else { return "" }
    return facts.scenario.projects[index].name
  }
}
