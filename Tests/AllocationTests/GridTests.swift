// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Testing

@Suite struct GridTests {
  @Test func valuesLieRowByRow() {
    var grid = Grid<Int>(rows: 2, periods: 3) { 10 * $0 + $1 }
    #expect(grid.values == [0, 1, 2, 10, 11, 12])
    #expect(grid[1, 2] == 12 && grid[place: grid.place(1, 2)] == 12)
    grid[0, 1] += 5
    grid[place: 5] = -1
    #expect(grid.values == [0, 6, 2, 10, 11, -1])
    #expect(Array(grid[row: 1]) == [10, 11, -1])
  }

  @Test func mapKeepsTheShape() {
    let grid = Grid(rows: 3, periods: 2, filledWith: 4)
    let halves = grid.map { Double($0) / 8 }
    #expect(halves == Grid(rows: 3, periods: 2, filledWith: 0.5))
    #expect(halves.hasShape(of: grid))
    #expect(!halves.hasShape(of: Grid(rows: 2, periods: 3, filledWith: 0)))
    #expect(Grid(rows: 0, periods: 3, filledWith: 0).map { $0 }.values.isEmpty)
  }
}
