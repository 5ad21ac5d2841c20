// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in a crew, which people of the same kind take.
public struct CrewPlace: Sendable, Hashable {
  /// How many are there at the same time; at least 1.
  public var count: Int
  /// What a person needs to take the place.
  public var requirements: Requirements

  /// Makes a place for so many people.
  public init(count: Int = 1, _ requirements: Requirements = Requirements()) {
    self.count = count
    self.requirements = requirements
  }
}
