// SPDX-License-Identifier: GPL-3.0-or-later

import Allocation
import Numbers
import PlanChecking
import Testing

/// Plans without daily amounts: whether there are any is the checker's business.
struct DayCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var scenario: Scenario
  /// What cannot be done day by day, though all sums hold; the checker is asked with the first lists.
  var impossible: Plan
  /// Almost the same, which can.
  var possible: Plan
  /// What is found wrong.
  var kind: Plan.Violation.Kind

  init(
    _ name: String, _ scenario: Scenario, kind: Plan.Violation.Kind = .days,
    impossible: (inout PlanMaker) -> Void, possible: (inout PlanMaker) -> Void
  ) {
    testDescription = name
    self.scenario = scenario
    self.kind = kind
    var maker = PlanMaker(scenario)
    impossible(&maker)
    self.impossible = maker.plan
    maker = PlanMaker(scenario)
    possible(&maker)
    self.possible = maker.plan
  }
}

/// Makes a whole plan from what is done.
struct PlanMaker {
  let scenario: Scenario
  private var draft = PlanDraft()

  init(_ scenario: Scenario) {
    self.scenario = scenario
    draft.overtime = []
    draft.assetUse = []
    draft.operating = []
  }

  mutating func work(
    _ staff: String, _ demand: String, _ hours: String, in period: Int = 0, overtime: String? = nil, place: Int? = nil
  ) {
    draft.assignments.append(.init(staff: staff, demand: demand, place: place, period: period, hours: amount(hours)))
    if let overtime {
      draft.overtime?.append(.init(staff: staff, demand: demand, period: period, hours: amount(overtime)))
    }
  }

  mutating func use(_ asset: String, _ demand: String, _ unitDays: String, in period: Int = 0) {
    draft.assetUse?.append(.init(asset: asset, demand: demand, period: period, unitDays: amount(unitDays)))
  }

  mutating func operate(
    _ staff: String, _ asset: String, _ demand: String, _ hours: String, in period: Int = 0, overtime: String? = nil
  ) {
    draft.operating?.append(
      .init(staff: staff, asset: asset, demand: demand, period: period, hours: amount(hours)))
    if let overtime {
      draft.overtime?.append(
        .init(staff: staff, demand: demand, period: period, asset: asset, hours: amount(overtime)))
    }
  }

  var plan: Plan { DraftCompletion(scenario).complete(draft, sha256: "").plan }
}

extension DayCase {
  private static func scenario(
    _ staff: [StaffMember], _ demands: [Demand], assets: [Asset] = [], to last: String = "2026-01-11",
    period: PeriodLength = .week, calendar: WorkCalendar = WorkCalendar(.standard), weekStart: Weekday = .monday,
    from first: String = "2026-01-05"
  ) -> Scenario {
    Scenario(
      calendar: PlanningCalendar(
        horizon: DayRange(day(first), day(last)), period: period, weekStart: weekStart, standard: calendar),
      staff: staff, assets: assets, projects: [Project(id: "p", demands: demands)])
  }

  private static func staffDemand(
    _ id: String, from: String? = nil, to: String? = nil, hours: ExactDecimal = 400,
    certifications: [String] = [], uses: [EquipmentUse] = [], pace: ExactDecimal? = nil
  ) -> Demand {
    Demand(
      id: id, from: from.map(day), to: to.map(day),
      kind: .staff(
        StaffDemand(hours: hours, certifications: certifications, maxHoursPerWeek: pace, uses: uses)))
  }

  private static func assetDemand(
    _ id: String, _ asset: String, units: ExactDecimal = 1, from: String? = nil, to: String? = nil
  ) -> Demand {
    Demand(
      id: id, from: from.map(day), to: to.map(day),
      kind: .asset(AssetDemand(units: units, choice: .asset(asset))))
  }

  private static let extra = StaffMember.Overtime(hoursPerWeek: 10, hoursPerDay: 2)

  private static func crew(_ id: String, hours: ExactDecimal, _ places: [CrewPlace]) -> Demand {
    Demand(id: id, kind: .staff(StaffDemand(.hours(hours), crew: places)))
  }

  private static func only(_ ids: String..., count: Int = 1) -> CrewPlace {
    CrewPlace(count: count, Requirements(only: ids))
  }

  /// Crews, whose places have equal sums.
  static let crews: [DayCase] = [
    DayCase(
      "a crew of which one is there until Tuesday and the other from Tuesday",
      scenario(
        [
          StaffMember(id: "ana", employedTo: day("2026-01-06")),
          StaffMember(id: "ben", employedFrom: day("2026-01-06")),
        ], [crew("a", hours: 20, [only("ana"), only("ben")])]),
      impossible: {
        $0.work("ana", "a", "9", place: 0)
        $0.work("ben", "a", "9", place: 1)
      },
      possible: {
        $0.work("ana", "a", "8", place: 0)
        $0.work("ben", "a", "8", place: 1)
      }),
    DayCase(
      "two crews on the one day that both have",
      scenario(
        [
          StaffMember(id: "ana", employedTo: day("2026-01-06")),
          StaffMember(id: "ben", employedFrom: day("2026-01-06")),
        ],
        [crew("a", hours: 20, [only("ana"), only("ben")]), crew("b", hours: 20, [only("ben"), only("ana")])]),
      impossible: { plan in
        for demand in ["a", "b"] {
          plan.work("ana", demand, "5", place: demand == "a" ? 0 : 1)
          plan.work("ben", demand, "5", place: demand == "a" ? 1 : 0)
        }
      },
      possible: { plan in
        for demand in ["a", "b"] {
          plan.work("ana", demand, "4", place: demand == "a" ? 0 : 1)
          plan.work("ben", demand, "4", place: demand == "a" ? 1 : 0)
        }
      }),
    DayCase(
      "one person in two places",
      scenario([StaffMember(id: "ana")], [crew("a", hours: 8, [only("ana"), only("ana")])]),
      kind: .crew,
      impossible: {
        $0.work("ana", "a", "8", place: 0)
        $0.work("ana", "a", "8", place: 1)
      }, possible: { _ in }),
    DayCase(
      "a place for two that one takes",
      scenario(
        [StaffMember(id: "ana"), StaffMember(id: "ben"), StaffMember(id: "cy")],
        [crew("a", hours: 8, [only("ana", "ben", count: 2), only("cy")])]), kind: .crew,
      impossible: {
        $0.work("ana", "a", "9", place: 0)
        $0.work("ben", "a", "7", place: 0)
        $0.work("cy", "a", "8", place: 1)
      },
      possible: {
        $0.work("ana", "a", "8", place: 0)
        $0.work("ben", "a", "8", place: 0)
        $0.work("cy", "a", "8", place: 1)
      }),
    DayCase(
      "a place that has more than the others",
      scenario(
        [StaffMember(id: "ana"), StaffMember(id: "ben")], [crew("a", hours: 8, [only("ana"), only("ben")])]),
      kind: .crew,
      impossible: {
        $0.work("ana", "a", "8", place: 0)
        $0.work("ben", "a", "7.999996", place: 1)
      },
      possible: {
        $0.work("ana", "a", "8", place: 0)
        $0.work("ben", "a", "7.999998", place: 1)
      }),
    DayCase(
      "overtime of people in two places",
      scenario(
        [StaffMember(id: "ana", headcount: 2, overtime: extra)], [crew("a", hours: 60, [only("ana"), only("ana")])]),
      kind: .overtime,
      impossible: {
        $0.work("ana", "a", "50.5", overtime: "21", place: 0)
        $0.work("ana", "a", "50.5", place: 1)
      },
      possible: {
        $0.work("ana", "a", "50", overtime: "20", place: 0)
        $0.work("ana", "a", "50", place: 1)
      }),
  ]

  static let all: [DayCase] = [
    DayCase(
      "two demands share two days of one person",
      scenario(
        [StaffMember(id: "ana")],
        [
          staffDemand("a", from: "2026-01-05", to: "2026-01-06"),
          staffDemand("b", from: "2026-01-05", to: "2026-01-06"),
        ]),
      impossible: {
        $0.work("ana", "a", "10")
        $0.work("ana", "b", "10")
      },
      possible: {
        $0.work("ana", "a", "10")
        $0.work("ana", "b", "6")
      }),
    DayCase(
      "overlapping windows",
      scenario(
        [StaffMember(id: "ana")],
        [
          staffDemand("a", to: "2026-01-06"), staffDemand("b", from: "2026-01-06", to: "2026-01-07"), staffDemand("c"),
        ]),
      impossible: {
        $0.work("ana", "a", "12")
        $0.work("ana", "b", "12.000001")
        $0.work("ana", "c", "8")
      },
      possible: {
        $0.work("ana", "a", "12")
        $0.work("ana", "b", "12")
        $0.work("ana", "c", "16")
      }),
    DayCase(
      "a certificate that ends on Tuesday and another that begins on Monday",
      scenario(
        [
          StaffMember(
            id: "ana", certifications: [.init("old", until: day("2026-01-06")), .init("new", until: day("2026-01-05"))])
        ], [staffDemand("a", certifications: ["old"]), staffDemand("b", certifications: ["new"])]),
      impossible: {
        $0.work("ana", "a", "9")
        $0.work("ana", "b", "8")
      },
      possible: {
        $0.work("ana", "a", "8")
        $0.work("ana", "b", "8")
      }),
    DayCase(
      "a day of leave inside a short window",
      scenario(
        [
          StaffMember(
            id: "ana", absences: [.init(DayRange(day("2026-01-06"), day("2026-01-06")), share: decimal("0.5"))])
        ],
        [staffDemand("a", to: "2026-01-06"), staffDemand("b", from: "2026-01-06", to: "2026-01-06")]),
      impossible: {
        $0.work("ana", "a", "10")
        $0.work("ana", "b", "2.5")
      },
      possible: {
        $0.work("ana", "a", "9.5")
        $0.work("ana", "b", "2.5")
      }),
    DayCase(
      "overtime of one day",
      scenario(
        [StaffMember(id: "ana", overtime: extra)],
        [staffDemand("a", to: "2026-01-05"), staffDemand("b", to: "2026-01-05"), staffDemand("c")]),
      impossible: {
        $0.work("ana", "a", "5", overtime: "1.5")
        $0.work("ana", "b", "5", overtime: "1")
      },
      possible: {
        $0.work("ana", "a", "5", overtime: "1.5")
        $0.work("ana", "b", "5", overtime: "0.5")
      }),
    DayCase(
      "overtime of one week in a month",
      scenario(
        [StaffMember(id: "ana", overtime: .init(hoursPerWeek: 5, hoursPerDay: 4))],
        [staffDemand("a", to: "2026-01-11")], to: "2026-01-31", period: .month),
      impossible: { $0.work("ana", "a", "46", overtime: "6") },
      possible: { $0.work("ana", "a", "45", overtime: "5") }),
    DayCase(
      "overtime of a week that belongs to two months",
      scenario(
        [StaffMember(id: "ana", overtime: .init(hoursPerWeek: 5, hoursPerDay: 4))],
        [
          staffDemand("a", from: "2026-01-26", to: "2026-02-01"),
          staffDemand("b", from: "2026-02-01", to: "2026-02-28"),
        ],
        to: "2026-02-28", period: .month, calendar: WorkCalendar(.week([8, 8, 8, 8, 8, 0, 8]))),
      impossible: {
        $0.work("ana", "a", "4", overtime: "4")
        $0.work("ana", "b", "20", in: 1, overtime: "18.5")
        $0.work("ana", "a", "3", in: 1, overtime: "3")
      },
      possible: {
        $0.work("ana", "a", "4", overtime: "4")
        $0.work("ana", "b", "21", in: 1, overtime: "20")
        $0.work("ana", "a", "1", in: 1, overtime: "1")
      }),
    DayCase(
      "a licence that people use on workdays only",
      scenario(
        [StaffMember(id: "ana"), StaffMember(id: "ben")],
        [staffDemand("a", uses: [.init(asset: "licence", unitsPerPerson: 1)])], assets: [Asset(id: "licence")]),
      impossible: {
        $0.work("ana", "a", "28")
        $0.work("ben", "a", "28")
        $0.use("licence", "a", "7")
      },
      possible: {
        $0.work("ana", "a", "20")
        $0.work("ben", "a", "20")
        $0.use("licence", "a", "5")
      }),
    DayCase(
      "a room in use on the days of an asset demand",
      scenario(
        [StaffMember(id: "ana")],
        [
          staffDemand("a", uses: [.init(asset: "room", unitsPerPerson: 1)]),
          assetDemand("fair", "room", from: "2026-01-05", to: "2026-01-07"),
        ], assets: [Asset(id: "room")]),
      impossible: {
        $0.work("ana", "a", "24")
        $0.use("room", "a", "3")
        $0.use("room", "fair", "3")
      },
      possible: {
        $0.work("ana", "a", "16")
        $0.use("room", "a", "2")
        $0.use("room", "fair", "3")
      }),
    DayCase(
      "an outage on the days of a window",
      scenario(
        [],
        [
          assetDemand("fair", "room", from: "2026-01-05", to: "2026-01-06"),
          assetDemand("show", "room", to: "2026-01-07"),
        ],
        assets: [
          Asset(id: "room", outages: [.init(DayRange(day("2026-01-07"), day("2026-01-07")))])
        ]),
      impossible: {
        $0.use("room", "fair", "1.5")
        $0.use("room", "show", "1")
      },
      possible: {
        $0.use("room", "fair", "1.5")
        $0.use("room", "show", "0.5")
      }),
    DayCase(
      "an asset demand has more on one day than it wants",
      scenario(
        [], [assetDemand("fair", "room")],
        assets: [Asset(id: "room", quantity: 3, outages: [.init(DayRange(day("2026-01-05"), day("2026-01-10")))])]),
      impossible: { $0.use("room", "fair", "1.5") }, possible: { $0.use("room", "fair", "1") }),
    DayCase(
      "operators who are there on other days than the asset is needed",
      scenario(
        [StaffMember(id: "ana", absences: [.init(DayRange(day("2026-01-05"), day("2026-01-06")))])],
        [assetDemand("fair", "crane", to: "2026-01-08"), staffDemand("a", from: "2026-01-07", to: "2026-01-08")],
        assets: [Asset(id: "crane", operators: .init(skills: [], hoursPerUnitDay: 8))]),
      impossible: {
        $0.use("crane", "fair", "1.5")
        $0.operate("ana", "crane", "fair", "12")
        $0.work("ana", "a", "5")
      },
      possible: {
        $0.use("crane", "fair", "1.5")
        $0.operate("ana", "crane", "fair", "12")
        $0.work("ana", "a", "4")
      }),
    DayCase(
      "an operator who runs the crane for two",
      scenario(
        [StaffMember(id: "ana")],
        [assetDemand("fair", "crane", to: "2026-01-05"), assetDemand("show", "crane", to: "2026-01-05")],
        assets: [Asset(id: "crane", quantity: 4, operators: .init(skills: [], hoursPerUnitDay: 8))]),
      impossible: {
        $0.use("crane", "fair", "0.5")
        $0.use("crane", "show", "0.6")
        $0.operate("ana", "crane", "fair", "4")
        $0.operate("ana", "crane", "show", "4.8")
      },
      possible: {
        $0.use("crane", "fair", "0.5")
        $0.use("crane", "show", "0.5")
        $0.operate("ana", "crane", "fair", "4")
        $0.operate("ana", "crane", "show", "4")
      }),
    DayCase(
      "the crane is run on the two days on which its operators sit with a customer",
      scenario(
        [StaffMember(id: "ana"), StaffMember(id: "ben")],
        [
          staffDemand("a", to: "2026-01-06"),
          assetDemand("fair", "crane", to: "2026-01-06"),
        ], assets: [Asset(id: "crane", operators: .init(skills: [], hoursPerUnitDay: 10))]),
      impossible: {
        $0.work("ana", "a", "16")
        $0.work("ben", "a", "1")
        $0.use("crane", "fair", "1.6")
        $0.operate("ben", "crane", "fair", "16")
      },
      possible: {
        $0.work("ana", "a", "16")
        $0.use("crane", "fair", "1.6")
        $0.operate("ben", "crane", "fair", "16")
      }),
    DayCase(
      "a weekly limit of two people in a month",
      scenario(
        [StaffMember(id: "ana"), StaffMember(id: "ben")],
        [staffDemand("a", to: "2026-01-11", pace: 40), staffDemand("b", to: "2026-01-11")], to: "2026-01-31",
        period: .month),
      impossible: {
        $0.work("ana", "a", "20.5")
        $0.work("ben", "a", "20")
      },
      possible: {
        $0.work("ana", "a", "20")
        $0.work("ben", "a", "20")
      }),
    DayCase(
      "two people with one set of tools and few common days",
      scenario(
        [
          StaffMember(id: "ana", absences: [.init(DayRange(day("2026-01-07"), day("2026-01-09")))]),
          StaffMember(id: "ben", absences: [.init(DayRange(day("2026-01-07"), day("2026-01-09")))]),
          StaffMember(id: "cy"),
        ],
        [staffDemand("a", uses: [.init(asset: "tools", unitsPerPerson: 1)])], assets: [Asset(id: "tools")]),
      impossible: {
        $0.work("ana", "a", "10")
        $0.work("ben", "a", "8")
        $0.use("tools", "a", "5")
      },
      possible: {
        $0.work("ana", "a", "8")
        $0.work("ben", "a", "8")
        $0.work("cy", "a", "24")
        $0.use("tools", "a", "5")
      }),
    DayCase(
      "overtime is a second shift on the same units",
      scenario(
        [StaffMember(id: "ana", overtime: extra), StaffMember(id: "ben", overtime: extra)],
        [staffDemand("a", to: "2026-01-05", uses: [.init(asset: "tools", unitsPerPerson: 1)])],
        assets: [Asset(id: "tools")]),
      kind: .equipment,
      impossible: {
        $0.work("ana", "a", "6", overtime: "2")
        $0.work("ben", "a", "5", overtime: "1")
        $0.use("tools", "a", "1")
      },
      possible: {
        $0.work("ana", "a", "5", overtime: "1")
        $0.work("ben", "a", "5", overtime: "1")
        $0.use("tools", "a", "1")
      }),
    DayCase(
      "more units than the asset has on the days of work",
      scenario(
        [StaffMember(id: "ana", hoursPerDay: 4)],
        [staffDemand("a", to: "2026-01-06", uses: [.init(asset: "tools", unitsPerPerson: 1)])],
        assets: [Asset(id: "tools")]),
      impossible: {
        $0.work("ana", "a", "8")
        $0.use("tools", "a", "2.5")
      },
      possible: {
        $0.work("ana", "a", "8")
        $0.use("tools", "a", "2")
      }),
    DayCase(
      "a rota: free on the only days of the window but one",
      scenario(
        [StaffMember(id: "ana")], [staffDemand("a", to: "2026-01-07"), staffDemand("b")],
        calendar: WorkCalendar(.pattern(from: day("2026-01-05"), days: [12, 0, 0, 12]))),
      kind: .availability,
      impossible: { $0.work("ana", "a", "12.5") },
      possible: {
        $0.work("ana", "a", "12")
        $0.work("ana", "b", "12")
      }),
    DayCase(
      "hours by weekday: a short Friday",
      scenario(
        [StaffMember(id: "ana")],
        [staffDemand("a", from: "2026-01-08", to: "2026-01-09"), staffDemand("b", from: "2026-01-09")],
        calendar: WorkCalendar(.week([9, 9, 9, 9, 4, 0, 0]))),
      impossible: {
        $0.work("ana", "a", "11")
        $0.work("ana", "b", "3")
      },
      possible: {
        $0.work("ana", "a", "10")
        $0.work("ana", "b", "3")
      }),
    DayCase(
      "shorter hours from Wednesday",
      scenario(
        [
          StaffMember(
            id: "ana", hoursPerDay: Dated(8, changes: [.init(4, from: day("2026-01-07"))]))
        ], [staffDemand("a", from: "2026-01-07"), staffDemand("b", from: "2026-01-08")]),
      impossible: {
        $0.work("ana", "a", "6")
        $0.work("ana", "b", "7")
      },
      possible: {
        $0.work("ana", "a", "5")
        $0.work("ana", "b", "7")
      }),
    DayCase(
      "weeks that begin on Sunday",
      scenario(
        [StaffMember(id: "ana", overtime: .init(hoursPerWeek: 5, hoursPerDay: 5, days: .all))], [staffDemand("a")],
        weekStart: .sunday),
      kind: .overtime,
      impossible: {
        $0.work("ana", "a", "46", overtime: "6")
      },
      possible: {
        $0.work("ana", "a", "45", overtime: "5")
        $0.work("ana", "a", "5", in: 1, overtime: "5")
      }),
  ]
}

@Suite struct DaysTests {
  @Test(arguments: DayCase.all + DayCase.crews) func sumsThatNoDaysAddUpToAreRefused(_ test: DayCase) {
    let checker = PlanChecker(test.scenario)
    let kinds = checker.verify(test.impossible, prices: nil).violations.map(\.kind)
    #expect(kinds.contains(test.kind), "\(kinds)")
    #expect(kinds.allSatisfy { [test.kind, .capacity, .days].contains($0) }, "\(kinds)")
  }

  @Test(arguments: DayCase.all + DayCase.crews) func sumsOfDaysPass(_ test: DayCase) {
    let verdict = PlanChecker(test.scenario).verify(test.possible, prices: nil)
    #expect(verdict.violations.map(\.detail) == [])
  }

  @Test func theSentenceNamesWorkDaysAndHours() {
    let verdict = PlanChecker(DayCase.all[0].scenario).verify(DayCase.all[0].impossible, prices: nil)
    #expect(
      verdict.violations.map(\.detail) == [
        "ana has 20 h of regular time on a, b that can only be worked on 2026-01-05 to 01-06, but only 16 h then"
      ])
    #expect(verdict.violations.first?.excess?.amount == amount("4"))
  }
}
