// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// An entry of a project's `demands`: work to be done by staff, or units of an asset.
public struct Demand: Sendable, Hashable {
  /// The id, unique in the whole scenario.
  public var id: String
  /// The name for people; the id by default.
  public var name: String
  /// The window; the project's where nil.
  public var from: Day?
  /// The last day of the window; nil takes the project's.
  public var to: Day?
  /// The project's where nil.
  public var priority: ExactDecimal?
  /// Money lost for each unmet effective hour or unit-day; nil where it follows from the priority and the policy.
  public var unmetCost: ExactDecimal?
  /// What is needed: hours of people, or units of an asset.
  public var kind: Kind

  /// What is wanted.
  public enum Kind: Sendable, Hashable {
    case staff(StaffDemand)
    case asset(AssetDemand)
  }

  /// Makes a demand; what is nil is the project's.
  public init(
    id: String, name: String? = nil, from: Day? = nil, to: Day? = nil, priority: ExactDecimal? = nil,
    unmetCost: ExactDecimal? = nil, kind: Kind
  ) {
    self.id = id
    self.name = name ?? id
    self.from = from
    self.to = to
    self.priority = priority
    self.unmetCost = unmetCost
    self.kind = kind
  }

  /// The staff demand, or nil for one of assets.
  public var staff: StaffDemand? {
    if case .staff(let demand) = kind { demand } else { nil }
  }

  /// Whether it is one of staff. Asking this, and ``isFlexible``, copies nothing of the demand.
  public var isForStaff: Bool {
    switch kind {
    case .staff: true
    case .asset: false
    }
  }

  /// Whether it is one of staff whose effort is counted for the whole window.
  public var isFlexible: Bool {
    switch kind {
    case .staff(let demand): demand.pace == .flexible
    case .asset: false
    }
  }

  /// The asset demand, or nil for one of staff.
  public var asset: AssetDemand? {
    if case .asset(let demand) = kind { demand } else { nil }
  }
}
