// SPDX-License-Identifier: GPL-3.0-or-later

/// The keys of each object of a plan, in the order in which they are written.
enum PlanKeys {
  static let document = [
    "format", "scenario", "status", "stop", "engine", "objective", "summary", "assignments", "overtime", "assetUse",
    "operating", "unmet", "brokenCommitments", "bottlenecks", "verification", "replanning",
  ]
  static let requiredOfDocument = document.dropFirst().dropLast()
  static let replanning = [
    "keptPlan", "from", "frozenPeriods", "changeCostPerHour", "maxChanges", "changes", "people", "hoursMoved",
    "unchangedValue", "saves",
  ]
  static let scenario = ["name", "sha256"]
  static let engine = ["name", "version", "fallback"]
  static let objective = ["value", "bound", "gap", "terms"]
  static let terms = ["labour", "overtime", "assets", "unmet", "commitments", "change"]
  static let summary = ["hours", "unitDays", "cost", "coverageByPriority", "projects", "utilisation"]
  static let coverage = ["wanted", "met", "unmet", "share"]
  static let priority = ["priority", "hours", "unitDays"]
  static let project = ["id", "hours", "unitDays", "cost"]
  static let utilisation = ["people", "departments", "skills", "assets"]
  static let used = ["id", "available", "used", "overtime", "share"]
  static let assignment = ["staff", "demand", "project", "period", "start", "end", "hours", "cost"]
  static let overtime = ["staff", "period", "hours", "cost"]
  static let assetUse = ["asset", "demand", "project", "period", "unitDays", "cost"]
  static let operating = ["staff", "asset", "period", "hours", "cost"]
  static let unmet = ["demand", "project", "period", "hours", "unitDays", "cost", "reasons", "remedies"]
  static let reason = ["kind", "detail", "share"]
  static let remedy = ["kind", "title", "patch", "costBefore", "costAfter", "saves", "confirmed"]
  static let brokenCommitment = ["staff", "demand", "period", "hours", "cost"]
  static let bottleneck = ["kind", "id", "period", "pricePerUnit", "validFor"]
  static let verification = ["feasible", "violations", "value", "bound", "boundKind"]
  static let violation = ["kind", "detail", "pointer"]
}
