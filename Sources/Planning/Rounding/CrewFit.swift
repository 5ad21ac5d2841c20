// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation

/// Makes the hours of a crew those of people who are all there, exactly: as many hours for each of its people, and nobody
/// for longer than the whole crew. What stands over is taken back.
struct CrewFit {
  /// Hours of a person in a place, in millionths.
  struct Piece {
    let place: Int
    let staff: Int
    var hours: Int64
  }

  /// In the order in which they are kept.
  private(set) var pieces: [Piece]
  /// The hours for which all are there.
  private(set) var met: Int64
  private let counts: [Int]

  /// - Parameters:
  ///   - pieces: in the order in which they are kept.
  ///   - counts: how many take each place at the same time.
  ///   - most: the most hours for which all are to be there.
  init(_ pieces: [Piece], counts: [Int], most: Int64 = .max, headcount: (_ staff: Int) -> Int) {
    self.pieces = pieces
    self.counts = counts
    met = most
    met = min(most, least)
    let people = Set(pieces.map(\.staff)).sorted()
    while met > 0 {
      for person in people { hold(person, Int64(headcount(person)) * met) }
      let left = least
      guard left < met else { break }
      met = left
    }
    for place in counts.indices {
      var excess = hours(in: place) - Int64(counts[place]) * met
      for index in self.pieces.indices.reversed() where self.pieces[index].place == place {
        takeBack(&excess, index)
      }
    }
  }

  private func hours(in place: Int) -> Int64 {
    pieces.reduce(0) { $1.place == place ? $0 + $1.hours : $0 }
  }

  private var least: Int64 { counts.indices.map { hours(in: $0) / Int64(counts[$0]) }.min() ?? 0 }

  private mutating func takeBack(_ excess: inout Int64, _ index: Int) {
    let amount = min(max(0, excess), pieces[index].hours)
    pieces[index].hours -= amount
    excess -= amount
  }

  /// Takes back what a person has more than allowed, first where others are enough.
  private mutating func hold(_ person: Int, _ most: Int64) {
    var excess = pieces.reduce(-most) { $1.staff == person ? $0 + $1.hours : $0 }
    for index in pieces.indices.reversed() where excess > 0 && pieces[index].staff == person {
      let place = pieces[index].place
      var spare = min(excess, hours(in: place) - Int64(counts[place]) * met)
      let before = spare
      takeBack(&spare, index)
      if before > 0 { excess -= before - spare }
    }
    for index in pieces.indices.reversed() where pieces[index].staff == person { takeBack(&excess, index) }
  }
}
