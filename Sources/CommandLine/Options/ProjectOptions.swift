// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Exchange

extension MSPDIReadingOptions.Projects: ExpressibleByArgument {}
extension MSPDIReadingOptions.Unassigned: ExpressibleByArgument {}
extension MSPDIReadingOptions.Window: ExpressibleByArgument {}

extension MSPDIReadingOptions.Staffing: ExpressibleByArgument {
  package init?(argument: String) {
    switch argument {
    case "assigned": self = .assigned
    case "group": self = .group
    default:
      guard argument.hasPrefix("field:"), argument.count > 6 else { return nil }
      self = .field(String(argument.dropFirst(6)))
    }
  }

  package var defaultValueDescription: String { "assigned" }
}

/// How XML documents of MS Project are read.
struct ProjectOptions: ParsableArguments {
  @Option(
    help:
      "outline: a summary task of level 1 is a project; file: the file is. By default outline for one file, file for several."
  )
  var projects: MSPDIReadingOptions.Projects?

  @Option(
    help: ArgumentHelp(
      "Who may do a task: assigned; group, anybody of the same group; field:NAME, anybody with the skills in a custom field.",
      valueName: "who"))
  var staffing = MSPDIReadingOptions.Staffing.assigned

  @Option(help: "Who may do work to which nobody is assigned; nobody shows it as unmet.")
  var unassigned = MSPDIReadingOptions.Unassigned.nobody

  @Option(help: "When work may be done: from its start to its finish in the schedule, or to its deadline.")
  var window = MSPDIReadingOptions.Window.schedule

  @Flag(
    help:
      "The assignments of today become the plan in force, from which changes are counted: those of the document, or a sheet with people, demands and a column for each period."
  )
  var baseline = false

  @Flag(help: "Links from finish to start become 'after'.") var links = false

  /// - Parameter tables: the options that hold for all sources.
  func reading(_ tables: TableOptions) -> MSPDIReadingOptions {
    var options = MSPDIReadingOptions()
    options.projects = projects
    options.staffing = staffing
    options.unassigned = unassigned
    options.window = window
    options.hasBaseline = baseline
    options.hasLinks = links
    options.isStrict = tables.strict
    options.settings = tables.reading.settings
    return options
  }
}
