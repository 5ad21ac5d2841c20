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
}
