// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON
internal import Allocation
internal import Numbers

extension DocumentDecoder {
  /// Reads a plan.
  ///
  /// - Parameter isDraft: whether `format` and `assignments` are enough.
  mutating func plan(isDraft: Bool = false) throws(JSONFailure) -> DecodedPlan? {
    guard try beginObject() else {
      try reader.finish()
      return nil
    }
    var result = DecodedPlan()
    while let key = try nextKey() {
      switch key {
      case "format": if let format = try text(), format != planFormat { reportFormat(format, planFormat) }
      case "scenario": result.draft.scenario = try scenarioReference()
      case "status": result.status = try choice(Plan.Status.self)
      case "stop": result.stop = try choice(Plan.Stop.self)
      case "engine": result.engine = try engine()
      case "objective": result.draft.objective = try objective(isDraft: isDraft)
      case "summary":
        if isDraft { try reader.skipValue() } else { result.summary = try planSummary() }
      case "assignments": result.draft.assignments = try assignments(isDraft)
      case "overtime": result.draft.overtime = try overtimeEntries(isDraft)
      case "assetUse": result.draft.assetUse = try assetUses(isDraft)
      case "operating": result.draft.operating = try operatingEntries(isDraft)
      case "unmet": result.draft.unmet = try unmetEntries(isDraft)
      case "brokenCommitments": result.draft.brokenCommitments = try brokenCommitments(isDraft)
      case "bottlenecks": result.bottlenecks = try bottlenecks()
      case "verification": result.verification = try verification()
      case "replanning": result.replanning = try replanning()
      default: try unknownKey(key, among: PlanKeys.document)
      }
    }
    try reader.finish()
    if !reader.closedObjectHas("format") {
      report(.format, "the key \"format\" is missing", hint: "a plan has \"format\": \"\(planFormat)\"")
    }
    require(isDraft ? ["assignments"] : Array(PlanKeys.requiredOfDocument))
    return result
  }

  // MARK: Figures

  /// An amount on the grid of millionths.
  mutating func amount() throws(JSONFailure) -> Millionths? {
    // Sums of money can have more digits than a scenario's figures: they are read as they are written.
    guard try reader.peek() == .number else {
      _ = try decimal()
      return nil
    }
    let start = reader.position
    let range = try reader.number()
    var count: Int128 = 0
    var decimals = -1
    var isFine = true
    for byte in reader.bytes[range] {
      switch byte {
      case 0x30...0x39:
        let digit = Int128(byte - 0x30)
        if decimals >= 0 { decimals += 1 }
        if decimals > 6 {
          if digit != 0 { isFine = false }
        } else {
          count = count * 10 + digit
          if count > 1_000_000_000_000_000_000_000_000_000_000 { isFine = false }
        }
      case 0x2E: decimals = 0
      case 0x2D where reader.bytes[start] == 0x2D: break
      default: isFine = false
      }
      if !isFine { break }
    }
    guard isFine else {
      // Exponents and the like, exactly or not at all.
      if let exact = try? ExactDecimal(parsing: reader.bytes[range]), exact.scale <= 6 {
        let power = (exact.scale..<6).reduce(Int128(1)) { power, _ in power * 10 }
        return Millionths(count: Int128(exact.significand) * power)
      }
      report(.outOfRange, "a figure of a plan is a whole number of millionths below 10^24", hint: "round it")
      return nil
    }
    for _ in min(6, max(0, decimals))..<6 { count *= 10 }
    guard count <= 1_000_000_000_000_000_000_000_000_000_000 else {
      report(.outOfRange, "a figure of a plan is a whole number of millionths below 10^24")
      return nil
    }
    return Millionths(count: reader.bytes[range.lowerBound] == 0x2D ? -count : count)
  }

  private mutating func optionalAmount() throws(JSONFailure) -> Millionths? {
    if try isNull() { return nil }
    return try amount()
  }

  private mutating func periodNumber() throws(JSONFailure) -> Int? { try whole(0...1_000_000) }

  // MARK: Head

  private mutating func scenarioReference() throws(JSONFailure) -> Plan.ScenarioReference? {
    guard try beginObject() else { return nil }
    var name: String?
    var sha256: String?
    while let key = try nextKey() {
      switch key {
      case "name": name = try text()
      case "sha256": sha256 = try text()
      default: try unknownKey(key, among: PlanKeys.scenario)
      }
    }
    require(["sha256"])
    return sha256.map { Plan.ScenarioReference(name: name, sha256: $0) }
  }

  private mutating func replanning() throws(JSONFailure) -> Plan.Replanning? {
    guard try beginObject() else { return nil }
    var result = Plan.Replanning(
      keptPlan: "", from: nil, frozenPeriods: 0, changeCostPerHour: 0, maxChanges: nil, changes: 0, people: 0,
      hoursMoved: .zero, unchangedValue: nil)
    while let key = try nextKey() {
      switch key {
      case "keptPlan": result.keptPlan = try text() ?? ""
      case "from": result.from = try day()
      case "frozenPeriods": result.frozenPeriods = try whole(0...1_000_000) ?? 0
      case "changeCostPerHour": result.changeCostPerHour = try decimal() ?? 0
      case "maxChanges": result.maxChanges = try whole(0...1_000_000_000)
      case "changes": result.changes = try whole(0...1_000_000_000) ?? 0
      case "people": result.people = try whole(0...1_000_000_000) ?? 0
      case "hoursMoved": result.hoursMoved = try amount() ?? .zero
      case "unchangedValue": result.unchangedValue = try optionalAmount()
      case "saves":
        // It follows from the two values.
        _ = try optionalAmount()
      default: try unknownKey(key, among: PlanKeys.replanning)
      }
    }
    require(["keptPlan", "frozenPeriods", "changeCostPerHour", "changes", "people", "hoursMoved", "unchangedValue"])
    return result
  }

  private mutating func engine() throws(JSONFailure) -> Plan.EngineRecord? {
    guard try beginObject() else { return nil }
    var result = Plan.EngineRecord(name: "", version: "")
    while let key = try nextKey() {
      switch key {
      case "name": result.name = try text() ?? ""
      case "version": result.version = try text() ?? ""
      case "fallback": result.fallback = try text()
      default: try unknownKey(key, among: PlanKeys.engine)
      }
    }
    require(["name", "version"])
    return result
  }

  private mutating func objective(isDraft: Bool) throws(JSONFailure) -> Plan.Objective? {
    guard try beginObject() else { return nil }
    var value: Millionths?
    var bound: Millionths?
    var terms = Plan.Terms()
    while let key = try nextKey() {
      switch key {
      case "value": value = try amount()
      case "bound": bound = try optionalAmount()
      case "gap":
        // It follows from the value and the bound.
        if try !isNull() { _ = try decimal() }
      case "terms": terms = try self.terms(isDraft)
      default: try unknownKey(key, among: PlanKeys.objective)
      }
    }
    require(isDraft ? ["value"] : PlanKeys.objective)
    return value.map { Plan.Objective(value: $0, bound: bound, terms: terms) }
  }

  private mutating func terms(_ isDraft: Bool) throws(JSONFailure) -> Plan.Terms {
    var terms = Plan.Terms()
    guard try beginObject() else { return terms }
    while let key = try nextKey() {
      switch key {
      case "labour": terms.labour = try amount() ?? .zero
      case "overtime": terms.overtime = try amount() ?? .zero
      case "assets": terms.assets = try amount() ?? .zero
      case "unmet": terms.unmet = try amount() ?? .zero
      case "commitments": terms.commitments = try amount() ?? .zero
      case "change": terms.change = try amount() ?? .zero
      default: try unknownKey(key, among: PlanKeys.terms)
      }
    }
    if !isDraft { require(PlanKeys.terms) }
    return terms
  }

  // MARK: Entries

  /// The members that entries share.
  private struct Entry {
    var staff: String?
    var asset: String?
    var demand: String?
    var project: String?
    var period: Int?
    var start: Day?
    var end: Day?
    var hours: Millionths?
    var unitDays: Millionths?
    var cost: Millionths?
    var reasons: [Plan.UnmetReason] = []
    var remedies: [Plan.Remedy] = []
  }

  /// Reads a list of entries that have some of the shared members.
  private mutating func entries(
    _ known: [String], required: [String], _ take: (Entry, inout DocumentDecoder) -> Void
  ) throws(JSONFailure) {
    guard try beginArray() else { return }
    let knownKeys = known.map { JSONKey($0.utf8) }
    while try nextElement() {
      guard try beginObject() else { continue }
      // An entry with a mistake is not handed on: what is missing because of it is not told again.
      let before = issueCount
      var entry = Entry()
      while let key = try nextKey() {
        guard knownKeys.contains(where: { $0.matches(key) }) else {
          try unknownKey(key, among: known)
          continue
        }
        switch key {
        case "staff": entry.staff = try identifier()
        case "asset": entry.asset = try identifier()
        case "demand": entry.demand = try identifier()
        case "project": entry.project = try identifier()
        case "period": entry.period = try periodNumber()
        case "start": entry.start = try day()
        case "end": entry.end = try day()
        case "hours": entry.hours = try amount()
        case "unitDays": entry.unitDays = try amount()
        case "cost": entry.cost = try amount()
        case "reasons": entry.reasons = try reasons()
        case "remedies": entry.remedies = try remedies()
        default: try reader.skipValue()
        }
      }
      require(required)
      if issueCount == before { take(entry, &self) }
    }
  }

  private var issueCount: Int { issues.count + omitted }

  private mutating func assignments(_ isDraft: Bool) throws(JSONFailure) -> [PlanDraft.Assignment] {
    var result: [PlanDraft.Assignment] = []
    let required = isDraft ? ["staff", "demand", "hours"] : PlanKeys.assignment
    try entries(PlanKeys.assignment, required: required) { entry, decoder in
      guard let staff = entry.staff, let demand = entry.demand, let hours = entry.hours else { return }
      if entry.period == nil, entry.start == nil { decoder.missing("period") }
      result.append(
        PlanDraft.Assignment(
          staff: staff, demand: demand, project: entry.project, period: entry.period, start: entry.start,
          end: entry.end, hours: hours, cost: entry.cost))
    }
    return result
  }

  private mutating func overtimeEntries(_ isDraft: Bool) throws(JSONFailure) -> [PlanDraft.Overtime] {
    var result: [PlanDraft.Overtime] = []
    try entries(PlanKeys.overtime, required: isDraft ? ["staff", "period", "hours"] : PlanKeys.overtime) { entry, _ in
      guard let staff = entry.staff, let period = entry.period, let hours = entry.hours else { return }
      result.append(PlanDraft.Overtime(staff: staff, period: period, hours: hours, cost: entry.cost))
    }
    return result
  }

  private mutating func assetUses(_ isDraft: Bool) throws(JSONFailure) -> [PlanDraft.AssetUse] {
    var result: [PlanDraft.AssetUse] = []
    let required = isDraft ? ["asset", "demand", "period", "unitDays"] : PlanKeys.assetUse
    try entries(PlanKeys.assetUse, required: required) { entry, _ in
      guard let asset = entry.asset, let demand = entry.demand, let period = entry.period,
        let unitDays = entry.unitDays
      else { return }
      result.append(
        PlanDraft.AssetUse(
          asset: asset, demand: demand, project: entry.project, period: period, unitDays: unitDays, cost: entry.cost))
    }
    return result
  }

  private mutating func operatingEntries(_ isDraft: Bool) throws(JSONFailure) -> [PlanDraft.Operating] {
    var result: [PlanDraft.Operating] = []
    let required = isDraft ? ["staff", "asset", "period", "hours"] : PlanKeys.operating
    try entries(PlanKeys.operating, required: required) { entry, _ in
      guard let staff = entry.staff, let asset = entry.asset, let period = entry.period, let hours = entry.hours
      else { return }
      result.append(
        PlanDraft.Operating(staff: staff, asset: asset, period: period, hours: hours, cost: entry.cost))
    }
    return result
  }

  private mutating func unmetEntries(_ isDraft: Bool) throws(JSONFailure) -> [PlanDraft.Unmet] {
    var result: [PlanDraft.Unmet] = []
    let required = isDraft ? ["demand"] : ["demand", "project", "cost", "reasons", "remedies"]
    try entries(PlanKeys.unmet, required: required) { entry, decoder in
      guard let demand = entry.demand else { return }
      guard (entry.hours != nil) != (entry.unitDays != nil), let amount = entry.hours ?? entry.unitDays else {
        decoder.report(.contradiction, "an unmet entry has exactly one of \"hours\" and \"unitDays\"")
        return
      }
      result.append(
        PlanDraft.Unmet(
          demand: demand, project: entry.project, period: entry.period, amount: amount,
          isUnitDays: entry.unitDays != nil, cost: entry.cost, reasons: entry.reasons, remedies: entry.remedies))
    }
    return result
  }

  private mutating func brokenCommitments(_ isDraft: Bool) throws(JSONFailure) -> [PlanDraft.BrokenCommitment] {
    var result: [PlanDraft.BrokenCommitment] = []
    let required = isDraft ? ["staff", "demand", "period", "hours"] : PlanKeys.brokenCommitment
    try entries(PlanKeys.brokenCommitment, required: required) { entry, _ in
      guard let staff = entry.staff, let demand = entry.demand, let period = entry.period, let hours = entry.hours
      else { return }
      result.append(
        PlanDraft.BrokenCommitment(staff: staff, demand: demand, period: period, hours: hours, cost: entry.cost))
    }
    return result
  }

  private mutating func reasons() throws(JSONFailure) -> [Plan.UnmetReason] {
    var result: [Plan.UnmetReason] = []
    guard try beginArray() else { return result }
    while try nextElement() {
      guard try beginObject() else { continue }
      var kind: Plan.UnmetReason.Kind?
      var detail = ""
      var share = Millionths.zero
      while let key = try nextKey() {
        switch key {
        case "kind": kind = try choice(Plan.UnmetReason.Kind.self)
        case "detail": detail = try text() ?? ""
        case "share": share = try amount() ?? .zero
        default: try unknownKey(key, among: PlanKeys.reason)
        }
      }
      require(PlanKeys.reason)
      if let kind { result.append(Plan.UnmetReason(kind: kind, detail: detail, share: share)) }
    }
    return result
  }

  private mutating func remedies() throws(JSONFailure) -> [Plan.Remedy] {
    var result: [Plan.Remedy] = []
    guard try beginArray() else { return result }
    while try nextElement() {
      guard try beginObject() else { continue }
      var remedy = Plan.Remedy(
        kind: "", title: "", patch: "[]", costBefore: .zero, costAfter: nil, saves: nil, confirmed: false)
      while let key = try nextKey() {
        switch key {
        case "kind": remedy.kind = try text() ?? ""
        case "title": remedy.title = try text() ?? ""
        case "patch":
          if try reader.peek() == .string {
            remedy.patch = try reader.string()
          } else {
            let start = reader.position
            try reader.skipValue()
            remedy.patch = String(decoding: reader.bytes[start..<reader.position], as: UTF8.self)
          }
        case "costBefore": remedy.costBefore = try amount() ?? .zero
        case "costAfter": remedy.costAfter = try optionalAmount()
        case "saves": remedy.saves = try optionalAmount()
        case "confirmed": remedy.confirmed = try boolean() ?? false
        default: try unknownKey(key, among: PlanKeys.remedy)
        }
      }
      require(PlanKeys.remedy)
      result.append(remedy)
    }
    return result
  }
}
