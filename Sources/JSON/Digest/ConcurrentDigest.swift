// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  internal import Glibc
#endif

/// The SHA-256 digest of bytes, computed on a thread of its own while they are read, where they are many.
///
/// The bytes have to stay where they are until ``finish()``, which has to be called.
package struct ConcurrentDigest: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var digest: SHA256Digest?

  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    start()
  }

  /// The digest in 64 lower-case hexadecimal digits.
  package mutating func hexadecimal() -> String {
    finish()
    let digest = self.digest ?? sha256(bytes)
    self.digest = digest
    return digest.hexadecimal
  }

  #if canImport(Glibc)
    /// Fewer bytes are hashed faster than a thread starts.
    private static let leastBytes = 1 << 18

    /// What the thread reads and writes; nobody else looks at the result before the thread has ended.
    private struct Job {
      var bytes: UnsafeBufferPointer<UInt8>
      var result = SHA256Digest()
    }

    private var thread = pthread_t()
    /// nil while there is no thread.
    private var job: UnsafeMutablePointer<Job>?

    private mutating func start() {
      guard bytes.count >= Self.leastBytes else { return }
      let job = UnsafeMutablePointer<Job>.allocate(capacity: 1)
      job.initialize(to: Job(bytes: bytes))
      // The thread takes no signals: those are for the threads that the program has chosen for them.
      var all = sigset_t()
      var before = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, &before)
      let code = pthread_create(
        &thread, nil,
        { argument in
          if let job = argument?.assumingMemoryBound(to: Job.self) { job.pointee.result = sha256(job.pointee.bytes) }
          return nil
        }, job)
      pthread_sigmask(SIG_SETMASK, &before, nil)
      if code == 0 { self.job = job } else { job.deallocate() }
    }

    /// Waits for the thread.
    package mutating func finish() {
      guard let job else { return }
      pthread_join(thread, nil)
      digest = job.pointee.result
      job.deallocate()
      self.job = nil
    }
  #else
    private func start() {}

    /// Nothing goes on where there is no thread.
    package func finish() {}
  #endif
}
