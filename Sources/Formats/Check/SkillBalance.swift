// SPDX-License-Identifier: GPL-3.0-or-later

package import Numbers

/// Hours that demands want of people with a skill, against the hours that these people have.
package struct SkillBalance: Sendable, Hashable {
  package var skill: String
  /// The lowest level that a demand asks for; who has less does not count.
  package var level: Int
  package var months: [Month]

  package init(skill: String, level: Int, months: [Month]) {
    self.skill = skill
    self.level = level
    self.months = months
  }

  /// A calendar month, or the part of one that is in the horizon.
  package struct Month: Sendable, Hashable {
    package var days: DayRange
    /// Hours wanted, spread over the windows of their demands by the hours of the top calendar.
    package var wanted: Millionths
    /// Regular hours of the people who have the skill, without absence and support.
    package var there: Millionths

    package init(days: DayRange, wanted: Millionths, there: Millionths) {
      self.days = days
      self.wanted = wanted
      self.there = there
    }

    /// Whether more is wanted than is there.
    package var isShort: Bool { wanted > there }
  }
}
