// SPDX-License-Identifier: GPL-3.0-or-later

internal import Allocation
internal import Exchange
package import Formats
internal import Numbers
package import Processes

extension Batch {
  /// The files of a summary, for programs and for spreadsheets.
  static let summaryJSON = "summary.json"
  static let summaryCSV = "summary.csv"
}

extension BatchSummary {
  /// What became of the scenarios of a batch.
  ///
  /// - Parameter record: nil where a scenario was not solved.
  package init(_ items: [BatchItem], record: (BatchItem) -> BatchRecord?) {
    self.init(items.map { Entry(scenario: $0.name, file: $0.output, record: record($0)) })
  }

  /// Writes it for programs and for spreadsheets.
  package func write(to folder: String) throws(FileFailure) {
    try OutputFile(folder + "/" + Batch.summaryJSON).write(BatchSummaryFormat.document.document(self, pretty: true))
    try OutputFile(folder + "/" + Batch.summaryCSV).write(csv)
  }

  private var csv: [UInt8] {
    var writer = CSVWriter(header: [
      "scenario", "outcome", "status", "stop", "engine", "currency", "value", "bound", "gap", "cost", "hoursWanted",
      "hoursUnmet", "unitDaysWanted", "unitDaysUnmet", "overtimeHours", "error", "detail", "failOn",
    ])
    for entry in entries {
      var fields: [CSVWriter.Field] = [.text(entry.scenario)]
      switch entry.record?.outcome {
      case nil: fields += [.text("notRun")] + Array(repeating: .figure(""), count: 15)
      case .plan(let figures, _):
        fields.append(.text("plan"))
        fields += [figures.status.rawValue, figures.stop.rawValue, figures.engine, figures.currency ?? ""].map {
          .text($0)
        }
        let objective = figures.objective
        fields += [objective.value.description, objective.bound?.description ?? ""].map { .figure($0) }
        fields.append(.figure(figures.gapText ?? ""))
        fields += [
          figures.cost, figures.hours.wanted, figures.hours.unmet, figures.unitDays.wanted, figures.unitDays.unmet,
          figures.overtimeHours,
        ].map { .figure($0.description) }
        fields += [.figure(""), .figure("")]
      case .failure(let problem):
        fields += [.text("failed")] + Array(repeating: .figure(""), count: 13)
        fields += [.text(problem.type), .text(problem.detail)]
      }
      fields.append(.text(entry.findings.joined(separator: "; ")))
      writer.append(fields)
    }
    return writer.bytes
  }
}
