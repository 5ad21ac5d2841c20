// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// Units of an asset wanted on every day of the window that counts.
public struct AssetDemand: Sendable, Hashable {
  /// Units on every day that counts.
  public var units: ExactDecimal
  /// Which assets will do.
  public var choice: Choice
  /// Which days count; nil where that follows from the assets that will do.
  public var days: CountedDays?

  /// Which days of a window count.
  public enum CountedDays: String, Sendable, Hashable, CaseIterable {
    case all
    /// Those on which the top calendar has hours.
    case work
  }

  /// Which asset will do.
  public enum Choice: Sendable, Hashable {
    /// The asset with this id.
    case asset(String)
    /// Any asset that has all these tags.
    case tags([String])
  }

  /// Makes a demand for units of an asset.
  public init(units: ExactDecimal, choice: Choice, days: CountedDays? = nil) {
    self.units = units
    self.choice = choice
    self.days = days
  }

  /// Whether an asset will do.
  public func matches(_ asset: Asset) -> Bool {
    switch choice {
    case .asset(let id): asset.id == id
    case .tags(let tags): tags.allSatisfy(asset.tags.contains)
    }
  }
}
