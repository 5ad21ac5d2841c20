// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// Hours that a person could not work although nothing else was to do, by their causes.
struct LostHours {
  let person: Int
  var notEmployed: Int128 = 0
  /// Absent on days on which the person is qualified.
  var absent: Int128 = 0
  /// On days on which a skill or certificate is not valid, and those of them on which the person is absent anyway.
  var notQualified: Int128 = 0
  var absentAnyway: Int128 = 0

  var all: Int128 { notEmployed + absent + notQualified }

  /// How many of the causes there are.
  var causes: Int { [notEmployed, absent, notQualified].count { $0 > 0 } }

  /// What a candidate loses on some stretches of days.
  init(_ candidate: PlanFacts.Candidate, _ stretches: [DayRange], _ time: PersonTime) {
    person = candidate.staff
    func employed(_ days: DayRange) -> Int128 {
      days.isEmpty ? 0 : time.regular(days, .contracted) - time.notEmployed(days)
    }
    func there(_ days: DayRange) -> Int128 { days.isEmpty ? 0 : time.regular(days) }
    for stretch in stretches {
      let qualified = stretch.intersection(candidate.days)
      notEmployed += time.notEmployed(stretch)
      absent += max(0, employed(qualified) - there(qualified))
      let without = max(0, employed(stretch) - employed(qualified))
      notQualified += without
      absentAnyway += max(0, without - max(0, there(stretch) - there(qualified)))
    }
  }
}

extension StaffReasons {
  /// Who is away for how long, and why: each cause with its own hours, a certificate that ends with its day.
  func awaySentence(_ contracted: Int128, _ available: Int128) -> String {
    let stretches = columns.map(\.days)
    var losses = subject.candidates.map { LostHours($0, stretches, facts.time[$0.staff]) }.filter { $0.all > 0 }
    let staff = facts.scenario.staff
    losses.sort {
      $0.all != $1.all ? $0.all > $1.all : staff[$0.person].name.precedes(staff[$1.person].name)
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
    // Who is away for several causes has an "and" of their own.
    let isPlain = losses.allSatisfy { $0.causes == 1 }
    phrase.append(list: losses.count, separatedBy: isPlain ? nil : "; ") { (phrase: inout Phrase, index: Int) in
      append(losses[index], to: &phrase)
    }
    return phrase.text
  }

  private func append(_ lost: LostHours, to phrase: inout Phrase) {
    let person = facts.scenario.staff[lost.person]
    let isPool = person.headcount > 1
    phrase.append(person.name)
    var count = 0
    func begin(_ words: String) {
      count += 1
      phrase.append(count == 1 ? " " : count == lost.causes ? " and " : ", ")
      phrase.append(words)
    }
    if lost.notEmployed > 0 {
      begin(isPool ? "are not employed for " : "is not employed for ")
      phrase.append(hours: lost.notEmployed)
    }
    if lost.absent > 0 {
      begin(isPool ? "are absent for " : "is absent for ")
      phrase.append(hours: lost.absent)
    }
    guard lost.notQualified > 0 else { return }
    begin(isPool ? "have " : "has ")
    phrase.append(validity(of: person) ?? "what it asks for only on some days")
    phrase.append(" (")
    phrase.append(hours: lost.notQualified)
    if lost.absentAnyway > 0 {
      phrase.append(", ")
      phrase.append(hours: lost.absentAnyway)
      phrase.append(" of them absent anyway")
    }
    phrase.append(")")
  }

  /// What a person holds on a part of the days only, such as `the certificate LA only until 2027-05-28`.
  private func validity(of person: StaffMember) -> String? {
    let requirements = subject.demand.requirements
    var held: [(what: String, from: Day?, until: Day?)] = []
    for wanted in requirements.certifications {
      if let own = person.certifications.first(where: { $0.name == wanted }) {
        held.append(("the certificate " + wanted, own.from, own.until))
      }
    }
    for wanted in requirements.skills + requirements.anyOf.joined() {
      if let own = person.skill(wanted.name) { held.append((wanted.name + " \(own.level)", own.from, own.until)) }
    }
    let span = days
    let parts = held.compactMap { item -> String? in
      var words: [String] = []
      if let from = item.from, from > span.first { words.append("from \(from)") }
      if let until = item.until, until < span.last { words.append("until \(until)") }
      return words.isEmpty ? nil : item.what + " only " + words.joined(separator: " ")
    }
    return parts.isEmpty ? nil : Wording.list(parts, most: .max)
  }
}
