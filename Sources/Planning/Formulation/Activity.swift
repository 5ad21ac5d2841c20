// SPDX-License-Identifier: GPL-3.0-or-later

internal import LinearModels

/// What one unit of a column is. Each family of rows knows which entries it has in its rows.
enum Activity {
  /// x - w or w: an hour of work on a demand, in regular time or overtime; x where for what overtime is makes no difference.
  case work(WorkHour)
  /// y: an hour of overtime in a slot, whatever it is for.
  case overtime(slot: Int)
  /// z: a unit-day of an asset for an asset demand, or v: for the people on a staff demand; with its cost.
  case use(AssetUse)
  /// q: an hour of a person who operates an asset for a demand.
  case operating(OperatingHour)
  /// m: an hour for which all of a crew are there, in an asset slot.
  case meeting(demand: Int, assetSlot: Int, period: Int)
  /// u: an hour or unit-day of a demand that is unmet, by the place of its row among those of the demand.
  case unmet(demand: Int, position: Int)
  /// s: a promised hour that is not kept.
  case shortfall(promise: Int)
  /// An hour more, or less, than in the baseline.
  case change(row: Int, isMore: Bool)
}

/// An hour of work of a person on a demand.
struct WorkHour {
  /// When it is; nil is an hour of somebody new.
  let slot: Int?
  let demand: Int
  /// The place of a crew, and the person who takes it where its hours are counted by themselves.
  var place: Int? = nil
  var person: Int? = nil
  let period: Int
  let week: Int
  /// A day that it is on, by its distance to the first one of the horizon: limits are the same on all days of a slot.
  let day: Int
  /// Where its equipment and its crew are counted.
  let assetSlot: Int
  let isOvertime: Bool
  /// Effective hours in the hour.
  let productivity: Double
  /// Money for the hour, with what overtime costs beyond that.
  let cost: Double
  /// The part of a person's day that it is: so much of a unit it occupies.
  let dayShare: Double
  /// The promise that it helps to keep.
  var promise: Int?
  /// The rows that count the hours of the person on the demand in the period.
  var limit: OptionalIndex = nil
  var change: OptionalIndex = nil
}

/// A unit-day of an asset for a demand.
struct AssetUse {
  let asset: Int
  let demand: Int
  /// The asset slot.
  let slot: Int
  let cost: Double
  /// The number of the use of a staff demand; nil for an asset demand.
  let equipment: Int?
  /// The pair of asset and demand where the asset has operators.
  let pair: Int?
  /// The row that counts the unit-days of the asset for the demand in the period.
  var limit: OptionalIndex = nil
}

/// An hour of a person who operates an asset for a demand.
struct OperatingHour {
  /// When it is; nil is an hour of somebody new.
  let slot: Int?
  /// The number of the pair of asset and demand.
  let pair: Int
  let demand: Int
  let week: Int
  let day: Int
  let assetSlot: Int
  let isOvertime: Bool
  /// Money for the hour, with what overtime costs beyond that.
  let cost: Double
  /// The row that counts the hours of the person for the pair in the period.
  var limit: OptionalIndex = nil
}
