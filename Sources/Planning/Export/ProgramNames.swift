// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import LinearModels
internal import Numbers

/// Names that say what the rows and columns of a program are about, and that MPS and LP files can hold.
struct ProgramNames {
  /// The kinds of rows, with what each states. PERIOD is the number of a period, followed by that of a part where its days
  /// are told apart.
  static let rowKinds = [
    ("demand.DEMAND", "what is done and what is unmet are together what is wanted; flexible demands"),
    ("demand.DEMAND.PERIOD", "the same in a period; even demands, and those for assets"),
    ("capacity.PERSON.PERIOD", "all hours of a person are at most the regular ones and the overtime"),
    ("overtime.PERSON.PERIOD", "overtime is at most what the days or the week allow"),
    ("overtime_week.PERSON.WEEK", "overtime in a week is at most the person's"),
    ("overtime_total.PERSON", "overtime in all periods together is at most the person's total"),
    ("limit.LIMIT.SPAN", "hours that a limit counts in a span are at most its own; with MEMBER where it is for each"),
    ("pace.DEMAND.WEEK", "hours are at most the limit for a week"),
    ("asset.ASSET.PERIOD", "the unit-days in use are at most those there are"),
    ("equipment.ASSET.DEMAND.PERIOD", "the unit-days in use are at least what people occupy in regular time"),
    ("equipment_overtime.ASSET.DEMAND.PERIOD", "the same in overtime"),
    ("operators.ASSET.DEMAND.PERIOD", "the operating hours are at least what the unit-days in use need"),
    ("budget.PROJECT", "all money that is spent for a project is at most the budget"),
    ("commitment.PERSON.DEMAND.PERIOD", "promised hours are kept or broken"),
    ("crew.DEMAND.PLACE.PERIOD", "the hours in a place of a crew are those of all, for each of its people"),
    ("crew_person.PERSON.DEMAND.PERIOD", "nobody is on a crew for longer than all are"),
    ("change.PERSON.DEMAND.PERIOD", "the hours, fewer and more, are those of the baseline"),
  ]

  /// The kinds of columns, with what a unit of each is.
  static let columnKinds = [
    ("work.PERSON.DEMAND.PERIOD", "an hour of work; of a crew also with the number of the place, after DEMAND"),
    ("work_overtime.PERSON.DEMAND.PERIOD", "an hour of overtime for a demand"),
    ("overtime.PERSON.PERIOD", "an hour of overtime, whatever it is for"),
    ("use.ASSET.DEMAND.PERIOD", "a unit-day of an asset"),
    ("operating.PERSON.ASSET.DEMAND.PERIOD", "an hour of operating an asset for a demand"),
    ("operating_overtime.PERSON.ASSET.DEMAND.PERIOD", "the same in overtime"),
    ("meeting.DEMAND.PERIOD", "an hour for which all of a crew are there"),
    ("unmet.DEMAND", "an effective hour that is unmet; flexible demands"),
    ("unmet.DEMAND.PERIOD", "an effective hour or unit-day that is unmet in a period"),
    ("broken.PERSON.DEMAND.PERIOD", "a promised hour that is not kept"),
    ("fewer.PERSON.DEMAND.PERIOD", "an hour fewer than in the baseline"),
    ("more.PERSON.DEMAND.PERIOD", "an hour more than in the baseline"),
    ("constant", "fixed at 1: what no plan can change"),
  ]

  var rows: [String]
  var columns: [String]
  /// The names that differ from the ids they stand for.
  let replaced: [(name: String, kind: String, id: String)]

  let staff: [String]
  let demands: [String]
  let assets: [String]
  let projects: [String]
  private let limits: [String]

  init(_ program: Formulation) {
    let scenario = program.scenario
    var replaced: [(name: String, kind: String, id: String)] = []
    func names(_ kind: String, _ ids: [String]) -> [String] {
      let names = Self.names(for: ids)
      for (name, id) in zip(names, ids) where name != id { replaced.append((name, kind, id)) }
      return names
    }
    staff = names("person", scenario.staff.map(\.id))
    demands = names("demand", program.frame.demands.map(\.id))
    assets = names("asset", scenario.assets.map(\.id))
    projects = names("project", scenario.projects.map(\.id))
    limits = names("limit", scenario.limits.map(\.id))
    self.replaced = replaced
    rows = Array(repeating: "", count: program.model.rowCount)
    columns = Array(repeating: "", count: program.model.columnCount)
    nameRows(program)
    nameColumns(program)
  }

  /// Names for the ids of one list: letters, digits and `_`, at most 60, no two alike.
  private static func names(for ids: [String]) -> [String] {
    func isPlain(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": true
      default: false
      }
    }
    // An id that can stay has its name before another one takes it.
    var taken = Set(ids.filter { $0.unicodeScalars.count <= 60 && $0.unicodeScalars.allSatisfy(isPlain) })
    return ids.enumerated().map { index, id in
      if taken.contains(id) { return id }
      let base = String(String.UnicodeScalarView(id.unicodeScalars.prefix(50).map { isPlain($0) ? $0 : "_" }))
      var name = base
      var number = index
      while !taken.insert(name).inserted {
        name = "\(base)_\(number)"
        number += ids.count
      }
      return name
    }
  }

  /// The period of a person's slot, with the number of its part where it has several.
  private func label(_ slot: Int, _ frame: ProgramFrame) -> String {
    let place = frame.slots[slot]
    let parts = frame.slots[place.staff, place.period]
    return parts.count == 1 ? "\(place.period)" : "\(place.period).\(slot - parts.lowerBound)"
  }

  private func assetLabel(_ slot: Int, _ frame: ProgramFrame) -> String {
    let period = frame.assetSlots[slot].period
    let parts = frame.assetSlots[period: period]
    return parts.count == 1 ? "\(period)" : "\(period).\(slot - parts.lowerBound)"
  }

  private mutating func nameRows(_ program: Formulation) {
    func set(_ row: Int?, _ name: @autoclosure () -> String) {
      if let row { rows[row] = name() }
    }
    let (families, frame) = (program.rows, program.frame)
    for (index, name) in demands.enumerated() {
      let slots = families.effort.slots
      for position in 0..<slots[index].count {
        let suffix =
          switch slots.kind(index) {
          case .whole: ""
          case .byPeriod: ".\(position)"
          case .byAssetSlot: "." + assetLabel(position, frame)
          }
        set(families.effort[index, position], "demand.\(name)\(suffix)")
      }
      for week in frame.days.weeks.indices { set(families.pace[index, week], "pace.\(name).\(week)") }
    }
    for slot in frame.slots.slots.indices {
      set(families.capacity[slot], "capacity.\(staff[frame.slots[slot].staff]).\(label(slot, frame))")
    }
    families.overtime.forEachRow { person, kind, row in
      switch kind {
      case .slot(let slot): rows[row] = "overtime.\(staff[person]).\(label(slot, frame))"
      case .week(let week): rows[row] = "overtime_week.\(staff[person]).\(week)"
      case .total: rows[row] = "overtime_total.\(staff[person])"
      }
    }
    for slot in frame.assetSlots.slots.indices {
      let suffix = assetLabel(slot, frame)
      for (index, name) in assets.enumerated() {
        set(families.equipment.assets[index, slot].value, "asset.\(name).\(suffix)")
      }
      for (pair, what) in frame.operated.list.enumerated() {
        set(
          families.equipment.operators[pair, slot].value,
          "operators.\(assets[what.asset]).\(demands[what.demand]).\(suffix)")
      }
      for (demand, uses) in frame.equipment.enumerated() {
        for (number, use) in uses.enumerated() {
          let name = "\(assets[use.asset]).\(demands[demand]).\(suffix)"
          set(families.equipment.row(demand, number, slot, isOvertime: false), "equipment.\(name)")
          set(families.equipment.row(demand, number, slot, isOvertime: true), "equipment_overtime.\(name)")
        }
      }
    }
    for (index, name) in projects.enumerated() { set(families.budgets[index], "budget.\(name)") }
    for promise in families.commitments.promises {
      set(promise.row.value, "commitment.\(staff[promise.staff]).\(demands[promise.demand]).\(promise.period)")
    }
    nameLimits(program)
    nameCrews(program)
    families.totals.forEachRow { key, row in
      let owner = [key.staff.map { staff[$0] }, key.asset.map { assets[$0] }].compactMap { $0 }
      rows[row] =
        (["\(key.isChange ? "change" : "sum")"] + owner + [demands[key.demand], "\(key.period)"])
        .joined(separator: ".")
    }
  }

  private mutating func nameCrews(_ program: Formulation) {
    let (crews, frame) = (program.rows.crews, program.frame)
    for (demand, counts) in frame.crews.enumerated() {
      for place in counts.indices {
        for slot in frame.assetSlots.slots.indices {
          guard let row = crews.row(demand, place: place, slot: slot) else { continue }
          rows[row] = "crew.\(demands[demand]).\(place).\(assetLabel(slot, frame))"
        }
      }
    }
    crews.forEachPerson { demand, person, slot, row in
      rows[row] = "crew_person.\(staff[person]).\(demands[demand]).\(assetLabel(slot, frame))"
    }
  }

  private mutating func nameLimits(_ program: Formulation) {
    for (number, entry) in program.frame.limitIndex.entries.enumerated() {
      for sum in 0..<entry.count {
        guard let row = program.rows.limits[number, sum] else { continue }
        let place = entry.members[sum / entry.spans.count]
        let member: String? =
          switch entry.each {
          case nil: nil
          case .staff: staff[place]
          case .project: projects[place]
          case .demand: demands[place]
          }
        rows[row] =
          (["limit", limits[number]] + [member].compactMap { $0 } + ["\(entry.span(ofSum: sum))"])
          .joined(separator: ".")
      }
    }
  }

  private mutating func nameColumns(_ program: Formulation) {
    let frame = program.frame
    for (index, entry) in program.work.entries.enumerated() {
      let pair = program.work.pair(of: index)
      let place = frame.crews[pair.demand].isEmpty ? "" : ".\(entry.place)"
      let name = "\(staff[pair.staff]).\(demands[pair.demand])\(place).\(label(entry.slot, frame))"
      let parts = program.work.columns(of: index)
      for column in parts { columns[column] = (column == parts.lowerBound ? "work." : "work_overtime.") + name }
    }
    func set<Family: ColumnFamily>(_ family: Family, _ name: (Family.Place) -> String) {
      for (column, place) in zip(family.columns, family.places) { columns[column] = name(place) }
    }
    set(program.overtime) { "overtime.\(staff[frame.slots[$0].staff]).\(label($0, frame))" }
    set(program.use) { "use.\(assets[$0.asset]).\(demands[$0.demand]).\(assetLabel($0.slot, frame))" }
    set(program.operating) { place in
      let pair = frame.operated.list[place.pair]
      return "operating\(place.isOvertime ? "_overtime" : "").\(staff[frame.slots[place.slot].staff])"
        + ".\(assets[pair.asset]).\(demands[pair.demand]).\(label(place.slot, frame))"
    }
    set(program.meeting) { "meeting.\(demands[$0.demand]).\(assetLabel($0.slot, frame))" }
    set(program.unmet) { place in
      let suffix =
        switch program.rows.effort.slots.kind(place.demand) {
        case .whole: ""
        case .byPeriod: ".\(place.position)"
        case .byAssetSlot: "." + assetLabel(place.position, frame)
        }
      return "unmet.\(demands[place.demand])\(suffix)"
    }
    set(program.shortfall) { "broken.\(staff[$0.staff]).\(demands[$0.demand]).\($0.period)" }
    set(program.change) { place in
      "\(place.isMore ? "more" : "fewer").\(place.key.staff.map { staff[$0] } ?? "")"
        + ".\(demands[place.key.demand]).\(place.key.period)"
    }
  }
}
