// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

extension StaffReasons {
  var nobodySentence: String {
    guard !facts.scenario.staff.isEmpty else { return "There is nobody on the staff" }
    var phrase = Phrase("There is nobody")
    phrase.append(who.isEmpty ? " who may work on it" : who)
    if subject.demand.requirements.skills.count == 1, let wanted = subject.demand.requirements.skills.first {
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

  func awaySentence(_ contracted: Int128, _ available: Int128) -> String {
    var losses: [(person: Int, cause: String, hours: Int128)] = []
    losses.reserveCapacity(subject.candidates.count)
    for candidate in subject.candidates {
      var notEmployed: Int128 = 0
      var notQualified: Int128 = 0
      var absent: Int128 = 0
      for column in columns {
        let qualified = column.days.intersection(candidate.days)
        let there = qualified.isEmpty ? 0 : facts.time[candidate.staff].regular(qualified)
        let contract = facts.time[candidate.staff].regular(column.days, .contracted)
        let unemployed = facts.time[candidate.staff].notEmployed(column.days)
        let days = facts.time[candidate.staff].regular(column.days)
        notEmployed += unemployed
        absent += max(0, contract - unemployed - days)
        notQualified += max(0, days - there)
      }
      let cause =
        notEmployed >= absent && notEmployed >= notQualified
        ? "not employed" : absent >= notQualified ? "absent" : "not yet or no longer qualified"
      let lost = notEmployed + absent + notQualified
      if lost > 0 { losses.append((candidate.staff, cause, lost)) }
    }
    let staff = facts.scenario.staff
    func verb(_ person: Int) -> String { staff[person].headcount > 1 ? " are" : " is" }
    losses.sort {
      $0.hours != $1.hours
        ? $0.hours > $1.hours
        : (staff[$0.person].name + verb($0.person)).precedes(staff[$1.person].name + verb($1.person))
    }
    var phrase = Phrase(available == 0 ? "Nobody" : "Of ")
    if available > 0 {
      phrase.append(hours: contracted)
      phrase.append(" that people")
    }
    phrase.append(who)
    phrase.append(available == 0 ? " is there " : " have ")
    phrase.append(during: days)
    if available > 0 {
      phrase.append(", ")
      phrase.append(hours: available)
      phrase.append(" are left")
    }
    phrase.append(": ")
    phrase.append(list: losses.count) { (phrase: inout Phrase, index: Int) in
      phrase.append(staff[losses[index].person].name)
      phrase.append(verb(losses[index].person))
      phrase.append(" ")
      phrase.append(losses[index].cause)
      phrase.append(" for ")
      phrase.append(hours: losses[index].hours)
    }
    return phrase.text
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
    var others: [Int: Int128] = [:]
    for period in periods {
      for user in facts.users[asset * facts.periodCount + period] where user.demand != subject.index {
        others[facts.places[user.demand].project, default: 0] += user.unitDays
      }
    }
    let sorted = others.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let text = "There is not enough of \(name), which the work needs"
    return sorted.isEmpty
      ? text : text + "; it is used by " + Wording.list(sorted.map { projectLabel(.project($0.key)) })
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

  func heldSentence(_ group: HeldHours.Group, _ held: HeldHours) -> String {
    var people: [HeldHours.Share] = []
    people.reserveCapacity(held.shares.count)
    for share in held.shares where share.group == group.number { people.append(share) }
    people.sort { $0.effective != $1.effective ? $0.effective > $1.effective : $0.person < $1.person }
    let isOne = people.count == 1 && facts.scenario.staff[people[0].person].headcount == 1
    var phrase = Phrase("Nobody")
    phrase.append(who)
    phrase.append(" is free ")
    phrase.append(during: DayRange(columns[group.first].days.first, columns[group.last].days.last))
    phrase.append(": ")
    phrase.append(list: people.count) { facts.scenario.staff[people[$0].person].name }
    switch group.kind {
    case .project(let index):
      phrase.append(isOne ? " works on " : " work on ")
      phrase.append(
        index == project ? "other demands of the same project" : facts.scenario.projects[index].name)
      phrase.append(", priority ")
      phrase.append(group.priority)
    case .operating(let asset):
      phrase.append(isOne ? " runs " : " run ")
      phrase.append(facts.scenario.assets[asset].name)
    case .promises:
      let demands = held.promised.sorted()
      phrase.append(isOne ? " is promised to " : " are promised to ")
      phrase.append(list: demands.count) { facts.demandName(demands[$0]) }
    }
    return phrase.text
  }
}
