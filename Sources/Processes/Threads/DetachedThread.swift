// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc

/// A stack for threads that wait, most of the time, and do little.
package let smallStack = 1 << 20

/// What a thread is handed.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a detached thread.
///
/// - Parameter stackBytes: the size of its stack; by default one that deep recursion in a C library does not exhaust.
/// - Returns: false where the system has no thread to give.
@discardableResult
package func startThread(stackBytes: Int = 64 << 20, _ run: @escaping @Sendable () -> Void) -> Bool {
  var attributes = pthread_attr_t()
  guard pthread_attr_init(&attributes) == 0 else { return false }
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, stackBytes)
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  let body = Unmanaged.passRetained(ThreadBody(run))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, &attributes,
    { pointer in
      if let pointer { Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run() }
      return nil
    }, body.toOpaque())
  if status != 0 { body.release() }
  return status == 0
}
