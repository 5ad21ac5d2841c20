// SPDX-License-Identifier: GPL-3.0-or-later

/// The figures that a search is tuned by, each with what speaks for it. (`docs/benchmarking.md` says how to measure,
/// `docs/decisions` what was found.) None of them changes what is proven; all change how long it takes, and which of
/// several plans of about the same value comes out.
enum Tuning {
  // MARK: Formulation

  /// The share of people's periods with work on a part of the days up to which all these are cut at once. Cuts that turn
  /// out to be needed later cost another formulation and another start of the simplex method, a tenth of the time at M.
  static let rareParts = 0.01

  // MARK: Order of engines

  /// Programs up to this many columns are solved by the simplex method faster than good prices for them can be had: at
  /// enterprise S, 1,998 columns, the whole method takes 0.01 s. (Above it not measured again.)
  static let smallProgram = 3_000
  /// The gap from which the simplex method proves the optimum faster than the ascent comes nearer to it: 0.1 % took the
  /// ascent 23.5 s at L, the optimum 15.2 s.
  static let provingGap = 2e-4
  /// The gap from which plans made of prices can be expected to reach it: 1 % took 2.5 s of the 15.2 s at L.
  static let wideGap = 2e-3
  /// The sweeps after which the ascent alone gives up. (Not measured again.)
  static let mostSweeps = 20_000
  /// The share of the gap asked for that a point of the simplex method may leave; the rest is for rounding.
  static let targetShare = 0.9

  /// The sweeps after which the ascent hands over, whatever its gap. Larger programs are worth a longer ascent, because a
  /// pivot there costs more. (Not measured again.)
  static func handOverSweeps(columns: Int, gap: Double) -> Int {
    if gap >= wideGap { return 2_000 }
    return columns < 2_000 ? 40 : columns < 10_000 ? 160 : 640
  }

  // MARK: Confirmation

  /// The pivots that another engine may need to agree with an optimum, and the columns beyond which it is not asked.
  static let confirmingPivots = 200
  /// (L, 333,766 columns, was not measured; M, 60,826, takes a tenth of the whole solve.)
  static let confirmedColumns = 150_000
  /// The seconds after which it is taken to hang.
  static let confirmingSeconds = 30.0
  /// The relative difference up to which two optima are the same.
  static let sameOptimum = 1e-8

  // MARK: Ascent

  /// The sweeps between two moves of the centre. (Not measured again.)
  static let sweepsPerStep = 4
  /// The moves between two looks at limits, gap and bound.
  static let stepsPerRound = 10
  /// The sweeps before the next plan: a plan costs as much as some dozen of them.
  static func sweepsToNextPlan(after sweeps: Int) -> Int { max(40, sweeps / 3) }
  /// The rounds without a better gap after which more do not help; a better one is below this share of the last.
  static let mostQuietRounds = 30
  static let betterGap = 0.98
  /// Before another method goes on: the fewest sweeps, and the relative rise of the bound in a round that is not worth its
  /// time any more, at least this share of the gap asked for. (Not measured again.)
  static let fewestSweeps = 120
  static let quietRise = 1e-3
  static let quietShareOfGap = 0.3
  /// The steps of settling after which a plan is made.
  static let settlingRound = 8
  /// The same where no plan is made, so that limits are kept.
  static let longSettlingRound = 24

  /// The steps in which the point settles before another method goes on.
  ///
  /// A point that satisfies the rows better saves the simplex method pivots. Their number and the time of each grow with
  /// the rows, but the time of a step only with the entries: large programs may settle longer.
  static func settlingSteps(rows: Int) -> Int { max(20, min(400, rows / 130)) }

  // MARK: Limits of time

  /// Seconds that it takes to make amounts of a point, to check and to write them, for a column of the program: 2 s and more
  /// where 3 million columns were measured.
  static let secondsAfterSearch = 7e-7
  /// What of that may come after a limit of time; the rest is kept back of the limit.
  static let secondsAfterLimit = 1.0
  /// At most so much of a limit of time is kept back.
  static let mostKeptBack = 0.5
  /// The columns from which not even a few sweeps are done once there is no time left: they take 2 s with 3 million.
  static let longSweepColumns = 1_500_000

  // MARK: Interior point method

  /// The columns from which the interior point method is tried between ascent and simplex method: M (80,000 columns) takes
  /// 0.94 s of CPU time with it and 1.32 without, 0.85 for 1.01 with another seed, 1.24 for 1.31 in an office, and 1.05 for 0.94
  /// where one demand links all weeks. (Fewer columns were not measured.)
  static let fewestInteriorColumns = 30_000
  /// The sweeps before it: it needs to know what columns may be worth it.
  static let sweepsBeforeInterior = 400
  /// The columns from which its steps are so slow that a good plan is made before.
  static let slowInteriorColumns = 2_000_000
  /// The gap to which it goes, and as a share of the one asked for. The last steps gain the most: from 1e-6 to 1e-8 L took 4
  /// more, and what the crossover makes of the point is feasible then.
  static let interiorGap = 1e-8
  static let interiorShare = 0.1
  /// One row in so many, after which a program in which days were told apart is another one rather than the same.
  static let rowsPerNewRow = 100
  /// The gap asked for from which a plan is made of its point. Below, the simplex method has to go on anyway.
  static let interiorPlanGap = 1e-4

  // MARK: Decisions

  /// The search for decisions in whole numbers. (None of these was measured by itself; they are counts that ended soon at XS
  /// and S.)
  enum Decisions {
    /// The steps after which a dive gives up; each solves a linear program.
    static let mostDiveSteps = 400
    /// How often it goes back to what was fixed before.
    static let mostDiveReturns = 20
    /// A dive fixes one in so many fractions of a kind at a time.
    static let diveShare = 5
    /// How near a whole number a figure is to count as one.
    static let wholeness = 1e-6
    /// Up to so many columns, and whole ones, branch and cut is given the whole program.
    static let wholeProgramColumns = 4_000
    static let wholeProgramSwitches = 900
    /// The pivots of branch and cut on the whole program, and of branch and bound on a neighbourhood. (On the assignment
    /// problems c10100, c20200, d10100 and d20100 1,500 and 8,000 pivots, and 150 and 400 free columns, left more after 8
    /// seconds: `make bench-gap`.)
    static let wholePivots = 120_000
    static let partPivots = 3_000
    /// How much of the time that is left, where it is limited, branch and cut may take on the whole program.
    static let wholeShare = 0.6
    /// How often an engine may be late, one time after the other, before it is not asked again.
    static let mostLateAnswers = 4
    /// The seconds after which an engine that has not come to its pivots is stopped.
    static let saneSeconds = 120.0
    /// The neighbourhoods that are tried, and those without gain after which more are not: at first, and where there is time
    /// left in the end.
    static let mostRounds = 400
    static let mostQuietRounds = 200
    static let mostLateQuietRounds = 1_000
    /// How many of those who could do a piece of work are looked at, beside those who do it: one of these.
    static let ranks = [2, 3, 4, 6, 10, Int.max]
    /// The whole columns that a neighbourhood leaves free at most, and at first.
    static let mostFree = 250
    static let firstFree = 80
    /// The columns up to which a program is looked at as a whole, those up to which its relaxation is solved with all rows,
    /// and with rows on demand.
    static let smallColumns = 12_000
    static let smallRootColumns = 20_000
    static let rootColumns = 120_000
    /// How much of the time that is left, where it is limited, the relaxation of a large program may take.
    static let rootShare = 0.6
    /// The columns of work that a part of a large program has at first, at least and at most, and how many of one project
    /// or person may be such as are not in use.
    static let firstPartColumns = 3_000
    static let fewestPartColumns = 200
    static let mostPartColumns = 12_000
    static let mostNewColumns = 600
    /// The parts that are looked at where no limit of time is given, and those without gain after which no more are.
    static let mostParts = 120
    static let mostQuietParts = 40
    /// The parts with gain after which a plan is made.
    static let gainsPerPlan = 10
    /// Before a limit of time: what a part needs at least, in seconds.
    static let fewestPartSeconds = 0.5
    /// The passes over the rows of a part before it is solved.
    static let presolvePasses = 4
    /// How long the ascent goes on for a point that decisions are read off.
    static func guideSweeps(entries: Int) -> Int { max(60, min(200, 100_000_000 / max(1, entries))) }
    static func guideSettling(entries: Int) -> Int { min(24, guideSweeps(entries: entries) / 8) }
    /// How much dearer what is unmet of a project is that is done as a whole or not at all, while it is tried.
    static let urgeOfWholes = 10.0
    /// How far a project that is done as a whole or not at all, or what others wait for, has to be done in the relaxation to
    /// be tried.
    static let leastPart = 0.1
    /// How often projects that cannot be done as a whole are left out and the others planned again.
    static let wholeRounds = 4
    /// As a part of all such projects, or of all demands, so many are few.
    static let fewLeft = 0.02
    /// How far from the best a plan is good enough that only shows what is to be given up.
    static let firstGap = 1e-3
    /// How often days are told apart where plans do not fit them, and the search begins again.
    static let mostRefinements = 6
    /// The cases that a bound is made of at most, without and with a limit of time.
    static let mostCases = 400
    static let mostTimedCases = 5_000
    static let firstCases = 60
    /// How many whole columns a case is split at for a try, where it is not known what that brings.
    static let mostTries = 4
    /// Up to so many scenarios that decisions can make each is a case.
    static let mostScenarios = 128
  }
}
