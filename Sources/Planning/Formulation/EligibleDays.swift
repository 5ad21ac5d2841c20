// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
package import Numbers

/// On which days a person may work on a demand: what the formulation and the explanations both ask. The checker has its
/// own.
package enum EligibleDays {
  /// The days of a window on which a person meets all that a demand asks for, but for `only` and `exclude`, with the
  /// productivity.
  ///
  /// The person is given by its place in a list, because a `StaffMember` is much to be copied.
  ///
  /// - Returns: nil where the person lacks something on every day; a stretch without days where what the person has is
  ///   not valid inside the window.
  package static func find(
    for index: Int, of staff: [StaffMember], on demand: Requirements, window: DayRange
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
      guard let place = staff[index].skills.firstIndex(where: { $0.name == requirement.name }),
        staff[index].skills[place].level >= requirement.level
      else { return nil }
      let skill = staff[index].skills[place]
      days = days.intersection(DayRange(skill.from ?? days.first, skill.until ?? days.last))
      productivity = productivity.map { min($0, skill.productivity) } ?? skill.productivity
    }
    for name in demand.certifications {
      guard let certificate = staff[index].certifications.first(where: { $0.name == name }) else { return nil }
      days = days.intersection(DayRange(certificate.from ?? days.first, certificate.until ?? days.last))
    }
    return (days, productivity ?? 1)
  }
}
