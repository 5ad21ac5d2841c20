// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Scenario {
  /// An entry of `preferences`: what it is worth that certain people do certain work, or do not.
  public struct Preference: Sendable, Hashable {
    public var selection: WorkSelection
    /// Money that an effective hour counts as; below 0 where it is liked.
    public var costPerHour: ExactDecimal

    public init(_ selection: WorkSelection = WorkSelection(), costPerHour: ExactDecimal) {
      self.selection = selection
      self.costPerHour = costPerHour
    }
  }
}
