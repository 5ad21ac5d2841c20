// SPDX-License-Identifier: GPL-3.0-or-later

/// The basis as a product of triangular factors, with the changes since.
///
/// The basic column that a row was a pivot for stands at that row: `basic[row]`, so that rows number the elements of all
/// vectors. Changes are kept in product form: bases of staffing programs are nearly triangular and their columns have few
/// entries, so that the columns of the product form have few too.
struct BasisFactors: ~Copyable {
  let size: Int
  var lower: TriangularFactor
  var lowerByRow: TriangularFactor
  var upper: TriangularFactor
  var upperByRow: TriangularFactor
  /// The diagonal of the upper factor, by row.
  let pivot: Slab<Double>
  /// The rows in the order of elimination.
  let order: Slab<Int32>
  /// The rows whose columns of the lower factor have entries, and whose rows have, in the order of elimination.
  var lowerNodes: [Int32] = []
  var lowerByRowNodes: [Int32] = []
  private let workspace: SearchWorkspace
  /// The nonzeros that solutions have had lately, by factor.
  private var expected = (lower: 0.0, lowerByRow: 0.0, upper: 0.0, upperByRow: 0.0)

  // The columns of the product form, one after the other.
  private var changeStart: [Int] = [0]
  private var changeRow: [Int] = []
  private var changePivot: [Double] = []
  private var changeIndex: Slab<Int32>
  private var changeValue: Slab<Double>
  private(set) var changeEntries = 0

  /// Basis changes since the factorisation.
  var changes: Int { changeRow.count }
  /// Whether there are so many changes that new factors pay.
  var isWorn: Bool { changes >= Tuning.Simplex.mostChanges }

  init(size: Int) {
    self.size = size
    lower = TriangularFactor(size: size)
    lowerByRow = TriangularFactor(size: size)
    upper = TriangularFactor(size: size)
    upperByRow = TriangularFactor(size: size)
    pivot = Slab(size, repeating: 1)
    order = Slab((0..<Int32(size)).map { $0 })
    workspace = SearchWorkspace(size: size)
    changeIndex = Slab(1024, repeating: 0)
    changeValue = Slab(1024, repeating: 0)
  }

  /// Forgets the changes, after a new factorisation.
  mutating func forgetChanges() {
    changeStart.removeAll(keepingCapacity: true)
    changeStart.append(0)
    changeRow.removeAll(keepingCapacity: true)
    changePivot.removeAll(keepingCapacity: true)
    changeEntries = 0
  }

  /// Solves B x = b.
  mutating func solve(_ vector: inout SparseVector) {
    solveLower(&vector)
    upper.solve(
      &vector, dividingBy: pivot, order: order, isReversed: true, workspace: workspace, expected: &expected.upper)
    for change in 0..<changeRow.count {
      let row = changeRow[change]
      var amount = vector.value[row]
      if amount == 0 { continue }
      amount /= changePivot[change]
      vector.value[row] = amount
      let entries = changeStart[change]..<changeStart[change + 1]
      if vector.isDense {
        for entry in entries { vector.value[Int(changeIndex[entry])] -= changeValue[entry] * amount }
      } else {
        for entry in entries { vector.add(-changeValue[entry] * amount, at: Int(changeIndex[entry])) }
      }
    }
  }

  /// Solves with the lower factor alone.
  mutating func solveLower(_ vector: inout SparseVector) {
    lower.solve(&vector, nodes: lowerNodes, isReversed: false, workspace: workspace, expected: &expected.lower)
  }

  /// Solves B^T y = c.
  mutating func solveTransposed(_ vector: inout SparseVector) {
    var change = changeRow.count - 1
    while change >= 0 {
      let row = changeRow[change]
      var sum = vector.value[row]
      for entry in changeStart[change]..<changeStart[change + 1] {
        sum -= changeValue[entry] * vector.value[Int(changeIndex[entry])]
      }
      if sum != 0 || vector.value[row] != 0 {
        vector.value[row] = sum / changePivot[change]
        vector.list(row)
      }
      change -= 1
    }
    upperByRow.solve(
      &vector, dividingBy: pivot, order: order, isReversed: false, workspace: workspace, expected: &expected.upperByRow)
    lowerByRow.solve(
      &vector, nodes: lowerByRowNodes, isReversed: true, workspace: workspace, expected: &expected.lowerByRow)
  }

  /// Replaces the basic column at a row.
  ///
  /// - Parameter column: B^-1 times the column that enters.
  mutating func replace(at row: Int, by column: borrowing SparseVector) {
    if changeEntries + column.count > changeIndex.count {
      let size = max(changeIndex.count * 2, changeEntries + column.count)
      changeIndex = changeIndex.grown(to: size, filling: 0)
      changeValue = changeValue.grown(to: size, filling: 0)
    }
    for position in 0..<column.count {
      let place = Int(column.index[position])
      guard place != row, column.value[place] != 0 else { continue }
      changeIndex[changeEntries] = Int32(truncatingIfNeeded: place)
      changeValue[changeEntries] = column.value[place]
      changeEntries += 1
    }
    changeRow.append(row)
    changePivot.append(column.value[row])
    changeStart.append(changeEntries)
  }
}
