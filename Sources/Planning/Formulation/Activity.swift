// SPDX-License-Identifier: GPL-3.0-or-later

/// What one unit of a column is. Each family of rows knows which entries it has in its rows.
enum Activity {
  /// x: an hour of work on a demand.
  case work(WorkHour)
  /// y: an hour of overtime.
  case overtime(staff: Int, period: Int)
  /// z: a unit-day of an asset for an asset demand, with its cost.
  case use(asset: Int, demand: Int, period: Int, cost: Double)
  /// q: an hour of a person who operates an asset; nil is somebody new.
  case operating(staff: Int?, asset: Int, period: Int)
  /// u: an hour or unit-day of a demand that is unmet; the period matters where the demand is counted by period.
  case unmet(demand: Int, period: Int)
  /// s: a promised hour that is not kept.
  case shortfall(promise: Int)
}

/// An hour of work of a person on a demand in a period.
struct WorkHour {
  /// nil is somebody new.
  let staff: Int?
  let demand: Int
  let period: Int
  /// Effective hours in the hour.
  let productivity: Double
  /// Money for the hour and the equipment.
  let cost: Double
  /// The promise that it helps to keep.
  var promise: Int?
}
