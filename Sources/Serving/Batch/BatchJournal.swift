// SPDX-License-Identifier: GPL-3.0-or-later

internal import Formats
internal import Processes

/// What a batch has done, a line for each scenario, in the order in which they were done: the ground to go on from.
///
/// Each line is on the disk before the next scenario counts as done. While it is open, one batch alone works on a folder.
struct BatchJournal {
  private let log: LockedLog

  static func path(in folder: String) -> String { folder + "/journal.ndjson" }

  /// Opens the journal of a folder, which is made if it is not there.
  ///
  /// - Throws: ``FileFailure`` of the kind `locked` where another batch is at work.
  init(folder: String) throws(FileFailure) {
    do throws(FileFailure) {
      log = try LockedLog(Self.path(in: folder))
    } catch {
      guard error.kind == .locked else { throw error }
      throw FileFailure(
        .locked, "Another batch is at work in \(folder).",
        hint: "Wait for it, or name another folder with -o.")
    }
  }

  func close() { log.close() }

  /// Forgets everything.
  func clear() throws(FileFailure) { try log.clear() }

  /// Makes sure that the next record begins a line of its own, also after one that was cut short.
  func mend() throws(FileFailure) { try log.mend() }

  /// Adds a record; when this returns it is on the disk.
  func append(_ record: BatchRecord) throws(FileFailure) { try log.append(record.line) }

  /// The last record of each scenario, and how many whole lines make no sense.
  static func records(in folder: String) -> (records: [String: BatchRecord], senseless: Int) {
    guard let bytes = try? InputFile(path(in: folder)).read() else { return ([:], 0) }
    var records: [String: BatchRecord] = [:]
    var senseless = 0
    var lines = bytes.split(separator: 0x0A)
    // The last line may have been cut short when the process was killed.
    let torn = bytes.last == 0x0A ? nil : lines.popLast()
    for line in lines {
      if let record = BatchRecord(line: Array(line)) { records[record.name] = record } else { senseless += 1 }
    }
    if let torn, let record = BatchRecord(line: Array(torn)) { records[record.name] = record }
    return (records, senseless)
  }
}
