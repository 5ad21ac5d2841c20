// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation

/// On which days a person may work on a demand: what the formulation and the explanations both ask. The checker has its
/// own.
package enum EligibleDays {
  /// The days of a window on which a person meets all that a demand asks for, but for `only` and `exclude`, with the
  /// productivity.
  ///
  /// - Parameters:
  ///   - index: the person's place in the staff, because a person is much to be copied.
  /// - Returns: nil where the person lacks something on every day; a stretch without days where what the person has is
  ///   not valid inside the window.
  package static func find(
    for index: Int, of staff: [StaffMember], on demand: StaffDemand, window: DayRange
  ) -> (days: DayRange, productivity: ExactDecimal)? {
    guard staff[index].clearance >= demand.clearance else { return nil }
    if let locations = demand.locations {
      guard let location = staff[index].location, locations.contains(location) else { return nil }
    }
    if let departments = demand.departments {
      guard let department = staff[index].department, departments.contains(department) else { return nil }
    }
    var days = window
    var productivity: ExactDecimal?
    for requirement in demand.skills {
      let skills = staff[index].skills
      guard let place = skills.indices.first(where: { skills[$0].name == requirement.name }),
        skills[place].level >= requirement.level
      else { return nil }
      days = days.intersection(DayRange(skills[place].from ?? days.first, skills[place].until ?? days.last))
      productivity = productivity.map { min($0, skills[place].productivity) } ?? skills[place].productivity
    }
    for name in demand.certifications {
      guard let certificate = staff[index].certifications.first(where: { $0.name == name }) else { return nil }
      days = days.intersection(DayRange(certificate.from ?? days.first, certificate.until ?? days.last))
    }
    return (days, productivity ?? 1)
  }
}
