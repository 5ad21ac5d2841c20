// SPDX-License-Identifier: GPL-3.0-or-later

/// The keys of each object of a scenario, in the order in which they are written.
enum ScenarioKeys {
  static let document = [
    "format", "name", "currency", "calendar", "policy", "staff", "assets", "projects", "commitments", "baseline",
  ]
  static let calendar = ["start", "end", "period", "workdays", "hoursPerDay", "holidays", "calendars"]
  static let namedCalendar = ["workdays", "hoursPerDay", "holidays"]
  static let policy = ["unmetCostPerHour", "unmetCostPerUnitDay", "commitmentCostPerHour", "changeCostPerHour"]
  static let staff = [
    "id", "name", "department", "location", "headcount", "calendar", "skills", "certifications", "clearance",
    "costPerHour", "annualSalary", "hoursPerDay", "support", "employed", "absences", "overtime",
  ]
  static let skill = ["level", "productivity", "from", "until"]
  static let certification = ["from", "until"]
  static let employed = ["from", "to"]
  static let absence = ["from", "to", "share"]
  static let overtime = ["hoursPerWeek", "hoursTotal", "costFactor"]
  static let asset = ["id", "name", "tags", "quantity", "costPerUnitDay", "outages", "operators"]
  static let outage = ["from", "to", "quantity"]
  static let operators = ["skills", "hoursPerUnitDay"]
  static let project = ["id", "name", "department", "priority", "start", "deadline", "budget", "demands"]
  static let staffDemandOnly: [StaticString] = [
    "hours", "pace", "skills", "certifications", "clearance", "locations", "departments", "only", "exclude",
    "maxHoursPerWeek", "uses",
  ]
  static let assetDemandOnly: [StaticString] = ["units", "asset", "tags"]
  static let demand = ["id", "from", "to", "priority"] + (staffDemandOnly + assetDemandOnly).map(\.description)
  static let use = ["asset", "unitsPerPerson"]
  static let commitment = ["staff", "demand", "from", "to", "hoursPerWeek"]
  static let baseline = ["assignments"]
  static let baselineAssignment = ["staff", "demand", "project", "period", "start", "end", "hours", "cost"]
}
