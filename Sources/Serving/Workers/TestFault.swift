// SPDX-License-Identifier: GPL-3.0-or-later

#if DEBUG
  import Glibc
  import Processes

  /// Faults that the tests ask for, in builds that are made for tests alone.
  ///
  /// A member `"x-test-fault": "KIND"` in a scenario strikes each worker that is to solve it; `"KIND-once"` only as long
  /// as it is solved as usual, not by the native engine alone.
  enum TestFault {
    /// Does what a line or file asks for; mostly it does not return.
    static func strike(_ bytes: [UInt8], _ attempt: WorkerAttempt) {
      guard let kind = kind(in: bytes) else { return }
      if kind.hasSuffix("-once") {
        guard attempt == .normal else { return }
      }
      switch kind.split(separator: "-").first {
      case "abort": abort()
      case "segv":
        signal(SIGSEGV, SIG_DFL)
        raise(SIGSEGV)
      case "kill": kill(getpid(), SIGKILL)
      case "memory":
        while let memory = malloc(1 << 24) { memset(memory, 1, 1 << 24) }
        abort()
      case "loop":
        var number: UInt64 = 1
        while number != 0 { number = number &* 6_364_136_223_846_793_005 | 1 }
      case "silence": while true { pause() }
      case "garbage":
        WorkerServer.writeRaw(Array("Segmentation fault? {\"id\": no".utf8))
        while true { pause() }
      case "half":
        // The head of an answer of 4,096 bytes, without the answer.
        let head: [UInt8] = [0x57, 0x53, 0x55, 0x4D, 4, 0, 0, 0]
        let number = [UInt8](repeating: 0, count: 8)
        let size: [UInt8] = [0, 16, 0, 0, 0, 0, 0, 0]
        WorkerServer.writeRaw(head + number + size + number + Array(#"{"id": 1, "plan": {"#.utf8))
        exit(0)
      default: break
      }
    }

    private static func kind(in bytes: [UInt8]) -> String? {
      let mark = Array(#""x-test-fault":"#.utf8)
      return bytes.withUnsafeBytes { memory -> String? in
        guard let base = memory.baseAddress else { return nil }
        var start = 0
        while let found = memchr(base + start, Int32(UInt8(ascii: "x")), memory.count - start) {
          let place = UnsafeRawPointer(found) - base
          start = place + 1
          guard place > 0, memory[(place - 1)...].starts(with: mark) else { continue }
          let rest = memory[(place - 1 + mark.count)...].prefix(64)
          let parts = rest.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
          return parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
        }
        return nil
      }
    }
  }
#endif
