// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Numbers

/// A skill that somebody may lack for some work, and all else that the work asks for.
struct SkillGap {
  let lacking: SkillRequirement
  let others: Requirements
}

extension Requirements {
  /// One for each skill that is asked for, and for each of an alternative; who lacks nothing else for it becomes able by a
  /// training.
  var skillGaps: [SkillGap] {
    var gaps = skills.map { wanted in
      var others = self
      others.skills.removeAll { $0 == wanted }
      return SkillGap(lacking: wanted, others: others)
    }
    for alternative in anyOf {
      for wanted in alternative {
        var others = self
        others.anyOf = []
        others.skills = (skills + alternative.filter { $0 != wanted }).sorted { $0.name < $1.name }
        gaps.append(SkillGap(lacking: wanted, others: others))
      }
    }
    return gaps
  }
}

extension PlanFacts {
  /// Everybody who lacks one skill, or its level, and nothing else for some work, with what is lacking.
  func trainable(for work: Requirements, window: DayRange) -> [(staff: Int, days: DayRange, lacking: SkillRequirement)]
  {
    var found: [(staff: Int, days: DayRange, lacking: SkillRequirement)] = []
    // Who does by one alternative needs no training in another.
    let able = work.anyOf.isEmpty ? [] : Set(candidates(for: work, window: window).map(\.staff))
    for gap in work.skillGaps {
      for person in candidates(for: gap.others, window: window) where !person.days.isEmpty {
        if let skill = scenario.staff[person.staff].skill(gap.lacking.name), skill.level >= gap.lacking.level {
          continue
        }
        if !work.anyOf.isEmpty {
          // Two alternatives may ask for the same.
          let isKnown = found.contains { $0.staff == person.staff && $0.lacking == gap.lacking }
          if isKnown || able.contains(person.staff) { continue }
        }
        found.append((person.staff, person.days, gap.lacking))
      }
    }
    return found
  }
}
