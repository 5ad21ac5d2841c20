// SPDX-License-Identifier: GPL-3.0-or-later

/// The figures that the native methods are tuned by, each with what speaks for it (`docs/decisions/0005-own-simplex.md`
/// has the measurements). What floating point asks for (tolerances of feasibility and optimality, smallest pivots) is with
/// the methods themselves.
enum Tuning {
  /// The price ascent.
  enum Ascent {
    /// Parts with fewer entries are not worth waking a second thread for.
    static var leastSharedWork: Int { 10_000 }
    /// About how many entries a chunk has: many enough that taking it costs nothing beside, few enough that threads end
    /// a class at about the same time.
    static var chunkWork: Int { 1_500 }
    /// The looks at other threads' work after which the processor is given away: that thread may not have one.
    static var patience: Int { 2_000 }
    /// The share of a step's time that threads may wait for one that has no processor, until the next ones are done by one
    /// thread: beside two busy processes on two cores an ascent of 1 s took 10 to 30 s.
    static var mostWaiting: Double { 0.5 }
    static var stepsAlone: Int { 20 }
    /// Programs up to this many columns are swept whole.
    static var smallProgram: Int { 2_000 }
    /// Columns whose reduced costs are below this share of a typical cost may soon be worth it, and are swept. (Not
    /// measured again.)
    static var nearness: Double { 0.2 }
    /// After how many steps their length is looked at.
    static var stepsPerCheck: Int { 2 }
    /// After how many steps all columns are priced again; prices that settle do not move far.
    static func stepsPerPricing(isSettling: Bool) -> Int { isSettling ? 6 : 2 }
    /// How far the centre moves while settling, as a share of the way to the minimiser: beyond it saves steps there. Before,
    /// it helps some programs and makes others much worse.
    static var settlingRelaxation: Double { 1.5 }
  }

  /// The simplex methods.
  enum Simplex {
    /// The pivots between two looks at the limits.
    static var pivotsPerLook: Int { 16 }
    /// The changes after which the factors are computed anew: in product form the columns of changes have some 900
    /// entries at L, and solving with them is a sixth of the time.
    static var mostChanges: Int { 100 }
    /// From a point near the optimum, a column stands at its bound where its room, in the program's units, is below this
    /// many times its reduced cost, in typical costs: at L 14,900 columns are left to be pushed to a bound, without this
    /// 55,300. Ten times more or fewer make no difference.
    static var roomPerCost: Double { 1 }
    /// Where a vertex has too few columns between its bounds, those are basic too whose reduced costs are below this share of
    /// a typical cost, the least first: 94 pivots were left at L (seed 31), without them 343.
    static var fillingShare: Double { 0.1 }
    /// Columns whose reduced costs are below this share of a typical cost are priced from the start.
    static var activeShare: Double { 0.02 }
    /// How many columns are listed at most, of so many: the best 1,000 of a full pricing at L, and in a small program all
    /// are priced nearly as fast as a long list.
    static func listLength(of columns: Int) -> Int { max(50, min(1_000, columns / 16)) }
    /// How often the best of the list is taken before all are priced again.
    static var mostLooks: Int { 200 }
    /// The list is given up where its best has fallen to this share of what was not listed.
    static var staleness: Double { 0.5 }
    /// A column is passed over where its score is below this share of what the next one's is said to be.
    static var patience: Double { 0.25 }
    /// Pivots in a row that move nothing, after which bounds are widened, and how often that is done.
    static var mostStalledPivots: Int { 300 }
    static var mostPerturbations: Int { 5 }
    /// Inaccurate steps in a row after which no basis is accurate.
    static var mostInaccuracies: Int { 20 }
    /// Steps in a row without a pivot, beside as many as there are columns and rows, that are no progress any more; how many
    /// times that number of pivots may move nothing, and how many times it steps there may be at all. Far above what any
    /// program needed (184,600 pivots with 150,000 columns): these only keep circles from going on without a limit.
    static var leastIdleSteps: Int { 10_000 }
    static var stallsPerIdleStep: Int { 10 }
    static var stepsPerIdleStep: Int { 1_000 }
    /// The factors with which a basis was chosen have more entries than they need, which does not matter with so few rows.
    static var smallBasis: Int { 1_000 }
  }

  /// The dual simplex method, after a change.
  enum Dual {
    /// Columns whose reduced costs are below this share of a typical cost are near to being worth it, and take part from
    /// the start: left out, they would be for the primal method, with many more pivots.
    static var nearness: Double { 0.3 }
    /// By about how much costs are made worse, so that few tie.
    static var perturbationOfCosts: Double { 1e-6 }
    /// The share of nonzeros from which a list of them does not pay: half of a row of the inverse at M is not 0.
    static var denseFill: Double { 0.2 }
    /// How many rows get their weights at a time.
    static var mostWeighed: Int { 200 }
    /// Where more columns improve, the prices are not those of a program like this one.
    static var mostFlipped: Int { 200 }
    /// How many pivots there are between two looks at the columns that take no part: with one more person 650 pivots were
    /// left to the primal method, without such looks 1,370 of 1,830.
    static var pivotsPerLook: Int { 30 }
    /// How many inactive columns are taken in at once for a row that nothing else helps. (Not measured again.)
    static var mostActivated: Int { 1_000 }
  }

  /// The interior point method, and which columns it is given.
  enum Interior {
    /// The products of entries of one column that are kept places for, and the multiplications of a factorisation, up to
    /// which the method is tried. On two threads a step with 1e8 of them takes 0.04 s (L), with 8e8 0.16 s (XL), with 1e10 1 s (XXL).
    static var mostPairs: Int { 50_000_000 }
    static var mostWork: Double { 3e10 }
    /// The corrections of a step: with 3 M took 29 steps and L 53, with none 44 and more than 80, with 8 25 and 47, which took
    /// longer.
    static var mostCorrections: Int { 3 }
    /// The length of a step that needs no correction, and what a correction has to add to the lengths to be followed by
    /// another.
    static var longStep: Double { 0.95 }
    static var leastGain: Double { 0.02 }
    /// How many shares of a correction are tried.
    static var sharesTried: Int { 6 }
    /// The steps without progress after which it ends. (This and what follows was not measured by itself, where nothing is said.)
    static var mostIdleSteps: Int { 15 }
    /// The gap from which a point is kept on the way.
    static var wideGap: Double { 1e-2 }
    /// The gap at which prices tell what columns are missing.
    static var tellingGap: Double { 1e-2 }
    /// How many times the average product of a room and a reduced cost, at the point and the prices that are known, the
    /// products are at the start: with 100 L took 41 steps, XL 66, L with windows on any day 39 and hard L 76; with 300 37, 63,
    /// 46 and 64; with 1,000 L 41, the last two 49 and 67; and from a start without knowledge, and a telling gap of 1e-3, 69, 99, 75
    /// and 97.
    static var startingProducts: Double { 300 }
    /// Columns whose reduced costs are below this share of a typical cost take part from the start.
    static func margin(_ nearness: InteriorSifting.Nearness) -> Double { nearness == .rough ? 0.1 : 0.01 }
    /// Where more columns than so many for each row may be worth it, the prices tell too little: with one skill for all work
    /// (43 for each row) it took 15 s, twice as long as the simplex method alone; L has 1.5, XL 1.9.
    static var mostColumnsPerRow: Int { 4 }
    /// One missing column for so many rows is left to the method that comes after: some 400 that were left at L (seed
    /// 31, one for 90 rows) cost it 6,500 pivots after the crossover; with one for 2,000 it has 100.
    static var rowsPerMissing: Int { 2_000 }
    static var mostRounds: Int { 4 }
  }
}
