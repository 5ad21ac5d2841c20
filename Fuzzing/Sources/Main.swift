// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  import Glibc
#endif

/// The target of this process, named by `MUSTER_FUZZ_TARGET`: one program for all of them is built once.
private let target: FuzzTarget = {
  guard let name = getenv("MUSTER_FUZZ_TARGET").map({ String(cString: $0) }), let target = FuzzTarget.named(name) else {
    fatalError("set MUSTER_FUZZ_TARGET to one of \(FuzzTarget.all.map(\.name).joined(separator: " "))")
  }
  return target
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
