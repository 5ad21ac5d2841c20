// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Planning
import Processes

@testable import Serving

/// A folder that is removed when the last reference to it goes.
final class TestFolder {
  let path = NSTemporaryDirectory() + "muster-serving-" + UUID().uuidString
  init() throws { try Folder.make(path) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let path = path + "/" + name
    try Folder.make(InputFile(path).folder)
    try OutputFile(path).write(Array(text.utf8))
    return path
  }
}

enum Fixture {
  /// 100 hours of 60, by Ana; on one line.
  static let scenario =
    #"{"format": "muster/scenario@1", "calendar": {"start": "2027-01-04", "end": "2027-01-31"}, "#
    + #""staff": [{"id": "ana", "skills": {"Linux": 3}, "costPerHour": 60}], "#
    + #""projects": [{"id": "web", "demands": [{"id": "web-1", "hours": 100, "skills": {"Linux": 2}}]}]}"#

  static let options = PlanningOptions(engine: .native, threads: 1)

  /// Workers that cannot be started: every request is answered with what became of them.
  static let noWorkers = WorkerResources(jobs: 2, memory: 1 << 30, command: ["/nonexistent/worker"])
}
