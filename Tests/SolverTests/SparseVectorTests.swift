// SPDX-License-Identifier: GPL-3.0-or-later

@testable import NativeSolver
import Testing

@Suite("Sparse and dense vectors") struct SparseVectorTests {
  /// Elements with a few that are as good as 0; the number is no multiple of four, which are added up together.
  static let elements: [(place: Int, value: Double)] = [(0, 3), (2, -1e-15), (5, -4), (6, 1e-16), (9, 12), (10, 0.5)]

  func vector(isDense: Bool) -> SparseVector {
    var vector = SparseVector(11)
    if isDense { vector.makeDense() }
    for element in Self.elements { vector.add(element.value, at: element.place) }
    return vector
  }

  func values(_ vector: borrowing SparseVector) -> [Double] { (0..<vector.size).map { vector.value[$0] } }

  @Test(arguments: [false, true])
  func dropsWhatIsAsGoodAsNothing(isDense: Bool) {
    var vector = vector(isDense: isDense)
    let (squaredLength, fill) = vector.drop(below: 1e-14)
    #expect(values(vector) == [3, 0, 0, 0, 0, -4, 0, 0, 0, 12, 0.5])
    #expect(squaredLength == 169.25)
    #expect(fill == 4)
    #expect(vector.squaredLength == 169.25)
  }

  @Test(arguments: [false, true])
  func isTakenOverAndClearedWhole(isDense: Bool) {
    let source = vector(isDense: isDense)
    var copy = SparseVector(11)
    copy.take(source)
    #expect(copy.isDense == isDense)
    #expect(values(copy) == values(source))
    copy.clear()
    #expect(!copy.isDense && copy.count == 0)
    #expect(values(copy).allSatisfy { $0 == 0 })
    // What was dense lists its places again.
    copy.add(2, at: 7)
    #expect(copy.count == 1 && copy.index[0] == 7)
  }

  @Test func givesUpItsListAtOnce() {
    var vector = vector(isDense: false)
    vector.makeDense()
    var places = 0
    vector.forEachPlace { _ in places += 1 }
    #expect(places == 11)
    #expect(vector.squaredLength == self.vector(isDense: false).squaredLength)
  }
}
