// SPDX-License-Identifier: GPL-3.0-or-later

import JSON
import Serving

/// The exit codes with what they mean to users. The help, the manual page and the tables of the documents are made from
/// ``rows``: see `scripts/make-manual`.
struct ExitStatusTable {
  struct Row {
    var status: ExitStatus
    /// A word or two, for the help.
    var name: String
    /// What it means, in Markdown.
    var meaning: String
    /// When it happens, in Markdown.
    var example: String
    /// The commands that alone can end with it, each with what it takes.
    var commands: [(name: String, condition: String?)] = []
  }

  static let rows: [Row] = [
    Row(
      status: .done, name: "done",
      meaning: "done: every plan was verified, also when a limit or an interruption stopped the search",
      example:
        "`muster solve scenario.json --time-limit 2 -o plan.json`: the best verified plan after two seconds; its "
        + "`status` is `feasible`, its `stop` is `time`"),
    Row(
      status: .differs, name: "invalid plan or a condition that holds",
      meaning:
        "the answer is \"no\": `check` found the plan invalid, `compare --exit-code` found plans that differ, or a "
        + "condition of `--fail-on` holds",
      example: "`muster check scenario.json plan.json`, where somebody works more hours than there are; "
        + "`muster solve scenario.json --fail-on 'unmet>0'`: the plan is written, and something is unmet; "
        + "`muster batch scenarios -o plans --fail-on 'unmet>0'`: all scenarios have plans, and some leave something unmet",
      commands: [
        ("solve", "with `--fail-on`"), ("batch", "with `--fail-on`"), ("check", nil),
        ("compare", "with `--exit-code` or `--fail-on`"), ("whatif", "with `--fail-on`"),
      ]),
    Row(
      status: .noVerifiedPlan, name: "no verified plan", meaning: "no verified plan within the limits",
      example: "no plan passed the checker; please report it, with the scenario. Or "
        + "`muster solve scenario.json --keep plan.json --max-changes 2`, where the scenario has changed so that more than "
        + "two assignments have to",
      commands: [
        ("solve", nil), ("check", "with a plan, without `--no-optimum`"), ("compare", "with scenarios or `--frontier`"),
        ("explain", nil), ("whatif", nil),
      ]),
    Row(
      status: .someFailed, name: "some of a batch failed",
      meaning: "a batch is finished, and some of its scenarios have no plan",
      example:
        "`muster batch scenarios -o plans`, where one file is not JSON; `plans/summary.json` says which and why. It "
        + "comes before 1: what a condition would say of a plan that is not there, nobody knows. Conditions that hold for "
        + "the other plans are named all the same",
      commands: [("batch", nil)]),
    Row(
      status: .usage, name: "usage", meaning: "usage: the command line is wrong",
      example: "`muster solve --engine fast`: there is no such engine"),
    Row(
      status: .invalidData, name: "invalid data", meaning: "invalid data: the input was read and is wrong",
      example: "`muster solve scenario.json`, where a demand names a person that is not there; "
        + "`solve --keep plan.json --from DATE`, where what was done before is not possible in the scenario"),
    Row(
      status: .noInput, name: "no input", meaning: "no input: a file is missing, is a directory, or may not be read",
      example: "`muster solve scenaro.json`: no such file"),
    Row(
      status: .unavailable, name: "unavailable",
      meaning: "unavailable: a library that the format needs, or memory, is not there",
      example: "`muster solve staffing.xlsx` without `libexpat1`; the message says which package to install"),
    Row(
      status: .internalError, name: "internal error", meaning: "internal error: a fault in Muster",
      example: "please report it, with the message"),
    Row(
      status: .cannotCreateOutput, name: "cannot create output", meaning: "the output cannot be created",
      example: "`muster solve scenario.json -o missing/plan.json`: there is no folder `missing`"),
    Row(
      status: .inputOutput, name: "I/O error", meaning: "an input or output error while reading or writing",
      example: "the disk is full when the plan is written"),
    Row(
      status: .locked, name: "locked", meaning: "locked, try again later",
      example: "`muster batch scenarios -o plans`, while another batch is at work in `plans`",
      commands: [("batch", nil)]),
    Row(
      status: .interrupted, name: "interrupted", meaning: "interrupted (`SIGINT`)",
      example: "Ctrl-C. The first one during a search of `solve` "
        + "ends the search: the best verified plan is written, its `stop` is `interrupted`, and the code is 0. `explain`, "
        + "`compare --frontier`, `stream` and `batch` write what they have first; the second Ctrl-C ends at once, and so does "
        + "the first one of any other command"),
    Row(
      status: .brokenPipe, name: "broken pipe", meaning: "broken pipe (`SIGPIPE`)",
      example: "`muster solve scenario.json \\| head -1`, where `head` ends first"),
    Row(
      status: .terminated, name: "terminated", meaning: "terminated (`SIGTERM`)",
      example: "`kill`, or a job scheduler at its limit"),
  ]

  /// Such as `0 done, 4 no verified plan`.
  static var text: String { rows.map { "\($0.status.rawValue) \($0.name)" }.joined(separator: ", ") }

  /// The rows for the scripts that write documents.
  static var json: [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.member("code", Int(row.status.rawValue))
      writer.member("name", row.name)
      writer.member("meaning", row.meaning)
      writer.member("example", row.example)
      writer.key("commands")
      writer.beginArray()
      for command in row.commands {
        writer.beginObject()
        writer.member("name", command.name)
        if let condition = command.condition { writer.member("condition", condition) }
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    return writer.finish()
  }
}
