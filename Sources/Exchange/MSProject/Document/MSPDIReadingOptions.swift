// SPDX-License-Identifier: GPL-3.0-or-later

/// How MS Project documents are read.
package struct MSPDIReadingOptions: Sendable {
  /// What a project of the scenario is.
  package enum Projects: String, Sendable, CaseIterable {
    /// A summary task of outline level 1; what stands outside of them belongs to a project named after the file.
    case outline
    /// The whole file.
    case file
  }

  /// Who may do a task.
  package enum Staffing: Sendable, Hashable {
    /// Who is assigned.
    case assigned
    /// Anybody of the group of who is assigned.
    case group
    /// Anybody with the skills that a custom field of the task lists.
    case field(String)
  }

  /// What becomes of work to which nobody is assigned.
  package enum Unassigned: String, Sendable, CaseIterable {
    /// It needs the skill `unassigned`, which nobody has, so that it shows as unmet.
    case nobody
    /// Anybody may do it.
    case anybody
    /// It is left out.
    case skip
  }

  /// When work may be done.
  package enum Window: String, Sendable, CaseIterable {
    /// Between its start and its finish in the schedule.
    case schedule
    /// From its start to the deadline of its task.
    case deadline
  }

  /// nil: by the outline for one file, by the file for several.
  package var projects: Projects?
  package var staffing = Staffing.assigned
  package var unassigned = Unassigned.nobody
  package var window = Window.schedule
  /// Whether the work of each day becomes the plan in force.
  package var hasBaseline = false
  /// Whether links from finish to start become `after`.
  package var hasLinks = false
  /// Whether what is dropped or approximated is an error.
  package var isStrict = false
  /// The first and last day planned, and the length of periods, by the keys `start`, `end` and `period`.
  package var settings: [String: String] = [:]

  package init() {}
}
