// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Scenario {
  /// An entry of `preferences`: what it is worth that certain people do certain work, or do not.
  public struct Preference: Sendable, Hashable {
    /// Whose hours count, and on what.
    public var selection: WorkSelection
    /// Money that an effective hour counts as; below 0 where it is liked.
    public var costPerHour: ExactDecimal

    /// Makes a preference; without a selection it is for all hours.
    public init(_ selection: WorkSelection = WorkSelection(), costPerHour: ExactDecimal) {
      self.selection = selection
      self.costPerHour = costPerHour
    }
  }
}
