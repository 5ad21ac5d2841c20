// SPDX-License-Identifier: GPL-3.0-or-later

/// What a generated scenario is about. Each family is hard, or easy, in a way of its own.
package enum ScenarioFamily: String, Sendable, Hashable, CaseIterable {
  /// Scarce people, budgets, pace limits and overtime totals: more is wanted than can be done.
  case enterprise
  /// More people than work.
  case plenty
  /// Equal people, equal projects: very many plans cost the same.
  case ties
  /// Servers, test benches, laboratories and licences beside people, with operators and outages.
  case hardware
  /// Everybody has the one skill that all work asks for.
  case oneSkill = "one-skill"
  /// One demand that anybody can work on wants more than half of all hours.
  case oneHugeDemand = "one-huge-demand"
  /// Planned by day instead of by week.
  case daily
  /// An office's everyday: part-timers, certificates, promised work, and about as much work as people.
  case office

  /// What the family is about, in one line.
  package var summary: String {
    switch self {
    case .enterprise: "scarce people, budgets, pace limits, overtime totals"
    case .plenty: "more people than work"
    case .ties: "equal people and projects, very many equal plans"
    case .hardware: "assets with operators and outages beside people"
    case .oneSkill: "one skill for all work"
    case .oneHugeDemand: "one demand wants more than half of all hours"
    case .daily: "planned by day"
    case .office: "part-timers, certificates and promised work"
    }
  }

  var profile: Profile {
    var profile = Profile()
    switch self {
    case .enterprise:
      break
    case .plenty:
      profile.load = 55...70
      profile.budgets = 0
      profile.paceLimits = 10
      profile.windows = 85...100
      profile.twoSkills = 0
      profile.specials = 0
      profile.rareLevels = 0
    case .ties:
      profile.load = 95...105
      profile.isUniform = true
      profile.budgets = 0
      profile.paceLimits = 0
      profile.overtime = 0
      profile.absences = false
      profile.specials = 0
    case .hardware:
      profile.load = 85...100
      profile.hasAssets = true
    case .oneSkill:
      profile.skills = .one
      profile.budgets = 20
      profile.specials = 0
    case .oneHugeDemand:
      profile.load = 90...110
      profile.hugeDemand = 60
      profile.budgets = 10
    case .daily:
      profile.isDaily = true
    case .office:
      profile.load = 90...105
      profile.budgets = 25
      profile.partTime = 40
      profile.specials = 15
      profile.commitments = 15
    }
    return profile
  }
}

/// The dials of a family; shares are in percent.
struct Profile {
  enum SkillRange { case all, one }

  /// Hours wanted, of the hours that there are.
  var load = 110...130
  /// Projects with a budget.
  var budgets = 60
  /// Staff demands with `maxHoursPerWeek`.
  var paceLimits = 40
  /// People who may be asked for overtime.
  var overtime = 35
  var absences = true
  /// People with a part-time calendar or day.
  var partTime = 15
  /// Demands with certificates, clearance, or lists of people.
  var specials = 6
  /// Demands that somebody has promised hours to.
  var commitments = 4
  /// Equal people, equal demands.
  var isUniform = false
  var hasAssets = false
  var skills = SkillRange.all
  /// Of all hours wanted, those of one demand that anybody can work on.
  var hugeDemand = 0
  var isDaily = false
  /// The length of projects, of the horizon.
  var windows = 35...80
  /// Demands that ask for two skills at once.
  var twoSkills = 30
  /// Demands for the highest level, which perhaps nobody has.
  var rareLevels = 4
}

/// A named size of a scenario.
package enum ScenarioSize: String, Sendable, Hashable, CaseIterable {
  case small = "S"
  case medium = "M"
  case large = "L"
  case extraLarge = "XL"
  case doubleExtraLarge = "XXL"

  package var staff: Int { dimensions.staff }
  package var projects: Int { dimensions.projects }
  package var weeks: Int { dimensions.weeks }

  private var dimensions: (staff: Int, projects: Int, weeks: Int) {
    switch self {
    case .small: (50, 10, 12)
    case .medium: (300, 60, 26)
    case .large: (600, 120, 40)
    case .extraLarge: (1_000, 200, 52)
    case .doubleExtraLarge: (3_000, 500, 52)
    }
  }
}
