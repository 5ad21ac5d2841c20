// SPDX-License-Identifier: GPL-3.0-or-later

internal import Glibc
internal import Synchronization

/// What the thread of a pool does: hands tasks out, takes answers in, keeps watch.
struct PoolLoop {
  private let pool: WorkerPool
  private var slots: [Slot]
  private var pending = TaskQueue()
  private var states: [String: WorkerPool.State] = [:]
  private var version = 0
  private var isClosed = false
  private var isAbandoned = false
  private var isInterrupted = false
  private var block = [UInt8](repeating: 0, count: 1 << 18)
  /// Seconds that a task takes, smoothed.
  private var usualSeconds = 0.01
  private var lastLook = SuspendingClock.now

  init(_ pool: WorkerPool) {
    self.pool = pool
    slots = Array(repeating: Slot(), count: max(1, pool.configuration.workers))
  }

  /// A place for a worker.
  private struct Slot {
    var process: WorkerProcess?
    /// What it was sent and has not answered, in this order.
    var tasks: [PoolTask] = []
    var input = FrameBuffer()
    var output: [UInt8] = []
    var sent = 0
    /// The state that it was told.
    var version = 0
    /// Whether it is beside the others, for a second attempt at something that is overdue.
    var isSpare = false
    /// How much it had computed some time after it began with its task.
    var sample: (computing: Double, at: SuspendingClock.Instant)?

    var waitingBytes: Int { output.count - sent }
  }

  // Seconds.
  /// How often limits are looked at.
  private static let tick = 0.05
  /// How much longer than its limit a task may take before it is tried cautiously beside: the planner's own grace, and
  /// the way of the answer.
  private static let patience = 1.1
  /// When neither attempt is waited for any longer, so that all is over two seconds after the limit.
  private static let grace = 1.85
  private static let reportSeconds = 5.0
  /// What is left to a second attempt when the limit has passed.
  private static let leastSeconds = 0.25
  /// How much work may wait at a worker.
  private static let queuedSeconds = 0.02

  mutating func run() {
    while true {
      takeTasks()
      if isAbandoned { break }
      handOut()
      if isClosed, pending.isEmpty, slots.allSatisfy(\.tasks.isEmpty) { break }
      wait()
      keepWatch()
    }
    for index in slots.indices {
      _ = slots[index].process?.end(patience: 0)
      slots[index] = Slot()
    }
  }

  private mutating func takeTasks() {
    let tasks = pool.inbox.withLock { inbox in
      (isClosed, isAbandoned) = (inbox.isClosed, inbox.isAbandoned)
      if inbox.isInterrupted, !isInterrupted {
        isInterrupted = true
        for slot in slots { slot.process?.interrupt() }
      }
      if version != inbox.version { (states, version) = (inbox.states, inbox.version) }
      defer { inbox.tasks = [] }
      return inbox.tasks
    }
    for task in tasks { pending.append(task) }
  }

  // MARK: Handing out

  private mutating func handOut() {
    let depth = max(1, min(pool.configuration.depth, Int(Self.queuedSeconds / max(usualSeconds, 1e-6))))
    while !pending.isEmpty {
      var best: Int?
      for index in slots.indices
      where !slots[index].isSpare && slots[index].tasks.count < depth && slots[index].waitingBytes < 1 << 20 {
        // Where two have as little to do, one that runs is spared a start.
        let isBetter =
          best.map { best in
            let (one, other) = (slots[index], slots[best])
            return one.tasks.count == other.tasks.count
              ? one.process != nil && other.process == nil : one.tasks.count < other.tasks.count
          } ?? true
        if isBetter { best = index }
      }
      guard let best, let task = pending.removeFirst() else { return }
      send(task, to: best)
    }
  }

  private mutating func send(_ task: PoolTask, to index: Int) {
    var task = task
    let now = SuspendingClock.now
    if slots[index].process == nil {
      do throws(WorkerFault) {
        slots[index] = Slot(isSpare: slots[index].isSpare)
        slots[index].process = try WorkerProcess(command: pool.configuration.command)
        if isInterrupted { slots[index].process?.interrupt() }
      } catch {
        task.begin = task.begin ?? now
        if self.index(at: task.number) == nil { retry(task, after: error) }
        return
      }
      WorkerFrame(
        kind: .configure, number: UInt64(max(0, pool.configuration.memory)), body: pool.configuration.greeting
      ).append(to: &slots[index].output)
    }
    if slots[index].version != version {
      let known = slots[index].version
      let news = states.filter { $0.value.version > known && (known > 0 || $0.value.bytes != nil) }
      for (name, state) in news.sorted(by: { $0.value.version < $1.value.version }) {
        WorkerFrame(
          kind: .state, flags: state.bytes == nil ? 0 : 1, body: Array(name.utf8), attachment: state.bytes ?? []
        ).append(to: &slots[index].output)
      }
      slots[index].version = version
    }
    let head = TaskHead(
      attempt: task.attempt, seconds: task.fault == nil ? nil : secondsLeft(of: task, now), fault: task.fault)
    WorkerFrame(kind: .task, number: UInt64(task.number), body: head.bytes, attachment: task.payload)
      .append(to: &slots[index].output)
    slots[index].tasks.append(task)
    if slots[index].tasks.count == 1 { beginHead(of: index, now) }
    flush(index)
  }

  /// The first task of a worker is at work from now on.
  private mutating func beginHead(of index: Int, _ now: SuspendingClock.Instant) {
    guard !slots[index].tasks.isEmpty else { return }
    if slots[index].tasks[0].begin == nil { slots[index].tasks[0].begin = now }
    slots[index].tasks[0].attemptBegin = now
    slots[index].sample = nil
  }

  private func limit(of task: PoolTask) -> Double? { task.seconds ?? pool.configuration.seconds }

  private func secondsLeft(of task: PoolTask, _ now: SuspendingClock.Instant) -> Double? {
    limit(of: task).map { max(Self.leastSeconds, $0 - seconds(from: task.begin, to: now)) }
  }

  private func seconds(from begin: SuspendingClock.Instant?, to end: SuspendingClock.Instant) -> Double {
    guard let begin else { return 0 }
    return (end - begin) / .seconds(1)
  }

  private mutating func flush(_ index: Int) {
    guard let process = slots[index].process else { return }
    while slots[index].waitingBytes > 0 {
      let (output, sent) = (slots[index].output, slots[index].sent)
      let count = output.withUnsafeBytes { bytes in
        Glibc.send(
          process.socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      // A worker that reads no more is found where its answers end.
      if count <= 0 { break }
      slots[index].sent += count
    }
    if slots[index].waitingBytes == 0 {
      slots[index].output.removeAll(keepingCapacity: slots[index].output.capacity <= 1 << 20)
      slots[index].sent = 0
    }
  }

  // MARK: Taking in

  private mutating func wait() {
    var entries = [pollfd(fd: pool.bell.descriptor, events: Int16(POLLIN), revents: 0)]
    var owners: [Int] = []
    for (index, slot) in slots.enumerated() {
      guard let process = slot.process else { continue }
      entries.append(
        pollfd(
          fd: process.socket, events: Int16(POLLIN) | (slot.waitingBytes > 0 ? Int16(POLLOUT) : 0), revents: 0))
      owners.append(index)
    }
    let isBusy = slots.contains { !$0.tasks.isEmpty }
    let ready = poll(&entries, nfds_t(entries.count), isBusy ? Int32(Self.tick * 1000) : -1)
    guard ready > 0 else { return }
    if entries[0].revents != 0 { pool.bell.answer() }
    for (entry, index) in zip(entries.dropFirst(), owners) {
      if entry.revents & Int16(POLLOUT) != 0 { flush(index) }
      if entry.revents & (Int16(POLLIN) | Int16(POLLHUP) | Int16(POLLERR)) != 0 { receive(index) }
    }
  }

  private mutating func receive(_ index: Int) {
    guard let process = slots[index].process else { return }
    let count = recv(process.socket, &block, block.count, Int32(MSG_DONTWAIT))
    if count == -1, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else {
      lose(index, nil)
      return
    }
    slots[index].input.append(block[..<count])
    do throws(WorkerFault) {
      while let frame = try slots[index].input.next() {
        try take(frame, from: index)
        guard slots[index].process != nil else { return }
      }
    } catch {
      lose(index, error)
    }
  }

  private mutating func take(_ frame: WorkerFrame, from index: Int) throws(WorkerFault) {
    guard let task = slots[index].tasks.first, frame.number == UInt64(task.number) else {
      throw WorkerFault(.nonsense, "answered nonsense")
    }
    switch frame.kind {
    case .limit:
      guard let pattern = WorkerFrame.number(UInt64.self, in: frame.body, at: 0),
        let more = WorkerFrame.number(UInt64.self, in: frame.body, at: 8),
        case let (seconds, allowance) = (Double(bitPattern: pattern), Double(bitPattern: more)), seconds > 0,
        allowance >= 0
      else { throw WorkerFault(.nonsense, "answered nonsense") }
      slots[index].tasks[0].seconds = seconds
      slots[index].tasks[0].allowance = allowance
    case .answer:
      guard Self.isLine(frame.body) else { throw WorkerFault(.nonsense, "answered nonsense") }
      let now = SuspendingClock.now
      usualSeconds += 0.1 * (seconds(from: task.attemptBegin, to: now) - usualSeconds)
      slots[index].tasks.removeFirst()
      beginHead(of: index, now)
      let isLast = frame.flags & 2 != 0
      pool.deliver(
        task.number,
        .answer(
          WorkerAnswer(
            frame.body, attachment: frame.attachment, isError: frame.flags & 1 != 0, isLast: isLast)))
      if isLast || slots[index].isSpare { retire(index) }
      // The other attempt, if there is one, has no use any more.
      if let other = self.index(at: task.number) {
        slots[other].tasks.removeFirst()
        retire(other)
      }
    case .configure, .state, .task: throw WorkerFault(.nonsense, "answered nonsense")
    }
  }

  /// Whether bytes are an object of JSON, as far as that can be seen at a glance, on one line.
  private static func isLine(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 3, bytes.first == UInt8(ascii: "{"), bytes.suffix(2).elementsEqual([0x7D, 0x0A]) else {
      return false
    }
    return bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { memchr($0, 0x0A, buffer.count - 1) == nil } ?? false
    }
  }

  // MARK: Losses

  /// Where a task is being worked on.
  private func index(at number: Int) -> Int? { slots.firstIndex { $0.tasks.first?.number == number } }

  /// Ends a worker without blame; what it had to do is for others.
  private mutating func retire(_ index: Int) {
    let tasks = slots[index].tasks
    _ = slots[index].process?.end(patience: 0)
    slots[index] = Slot(isSpare: slots[index].isSpare)
    pending.prepend(tasks)
  }

  /// Ends a worker that is of no more use; `fault` is nil where it closed its side.
  private mutating func lose(_ index: Int, _ fault: WorkerFault?) {
    guard let process = slots[index].process else { return }
    let isCut = slots[index].input.isInFrame
    let tasks = slots[index].tasks
    let (status, memory) = process.end(patience: fault == nil ? 0.25 : 0)
    slots[index] = Slot(isSpare: slots[index].isSpare)
    guard let first = tasks.first else { return }
    pending.prepend(Array(tasks.dropFirst()))
    // As long as another attempt goes on, nothing is lost.
    if self.index(at: first.number) != nil { return }
    retry(first, after: fault ?? self.fault(status: status, memory: memory, isCut: isCut))
  }

  private func fault(status: WaitStatus?, memory: Int, isCut: Bool) -> WorkerFault {
    if memory > pool.configuration.memory { return outOfMemory }
    guard let status else { return WorkerFault(.crash, "closed its output") }
    if status.signal == SIGKILL { return Self.killed }
    if status.signal != nil { return WorkerFault(.crash, status.words) }
    if isCut { return WorkerFault(.nonsense, "ended in the middle of its answer") }
    return WorkerFault(.crash, status.words + " and without an answer")
  }

  private static let killed = WorkerFault(.crash, "was ended by signal 9 (Killed)")

  private var outOfMemory: WorkerFault {
    WorkerFault(.memory, "took more than \(pool.configuration.memory >> 20) MiB of memory")
  }

  /// Decides what is tried next.
  private mutating func retry(_ task: PoolTask, after fault: WorkerFault) {
    var task = task
    if task.attempt == .normal || task.fault == nil { task.fault = fault }
    switch task.attempt {
    case .normal:
      task.tries += 1
      let mostTries =
        switch fault.kind {
        case .late, .silent, .memory: 1
        // From outside; what else dies of it is unlikely to do so again.
        case .crash where fault == Self.killed: 4
        case .crash, .nonsense: 2
        case .start: 3
        }
      let overdue = limit(of: task).map { seconds(from: task.begin, to: .now) - $0 - task.allowance } ?? -1
      if task.tries >= mostTries || overdue >= 0 { task.attempt = .cautious }
      if overdue >= Self.patience { task.attempt = .report }
    case .cautious: task.attempt = .report
    case .report:
      pool.deliver(task.number, .lost(task.fault ?? fault))
      return
    }
    pending.prepend([task])
  }

  // MARK: Watch

  private mutating func keepWatch() {
    let now = SuspendingClock.now
    let passed = seconds(from: lastLook, to: now)
    guard passed >= Self.tick else { return }
    lastLook = now
    // Where this process was stopped, so were the workers.
    let stopped = passed > 2 ? Duration.seconds(passed - Self.tick) : nil
    for index in slots.indices {
      guard let process = slots[index].process else { continue }
      if let memory = process.memory {
        let isBusy = !slots[index].tasks.isEmpty
        if isBusy, memory > pool.configuration.memory {
          lose(index, outOfMemory)
          continue
        }
        // What a large task leaves behind is given back.
        if !isBusy, memory > pool.configuration.memory / 2 {
          retire(index)
          continue
        }
      }
      guard let task = slots[index].tasks.first else { continue }
      if let stopped, let begin = task.begin, let attemptBegin = task.attemptBegin, attemptBegin < now - stopped {
        slots[index].tasks[0].begin = begin + stopped
        slots[index].tasks[0].attemptBegin = attemptBegin + stopped
        continue
      }
      let overdue =
        seconds(from: task.begin, to: now) - (limit(of: task) ?? WorkerPool.Configuration.longest) - task.allowance
      let isOver =
        task.attempt == .report
        ? seconds(from: task.attemptBegin, to: now) > Self.reportSeconds : overdue > Self.grace
      if isOver {
        lose(index, lateness(process, of: slots[index], limit: limit(of: task), now))
      } else if task.attempt == .normal, overdue > Self.patience, !task.isTriedBeside {
        slots[index].tasks[0].isTriedBeside = true
        tryBeside(task, lateness(process, of: slots[index], limit: limit(of: task), now))
      } else if slots[index].sample == nil, seconds(from: task.attemptBegin, to: now) > 0.3 {
        slots[index].sample = process.computing.map { ($0, now) }
      }
    }
  }

  /// Tries a task that is overdue cautiously in a process of its own, while the first attempt goes on: what is merely
  /// large may still come to its end, and what hangs need not be waited for.
  private mutating func tryBeside(_ task: PoolTask, _ fault: WorkerFault) {
    var task = task
    task.attempt = .cautious
    task.fault = fault
    let spare = slots.firstIndex { $0.isSpare && $0.process == nil } ?? slots.count
    if spare == slots.count { slots.append(Slot(isSpare: true)) }
    send(task, to: spare)
  }

  private func lateness(
    _ process: WorkerProcess, of slot: Slot, limit: Double?, _ now: SuspendingClock.Instant
  ) -> WorkerFault {
    let allowed = limit ?? WorkerPool.Configuration.longest
    let text = allowed == allowed.rounded() ? String(Int(allowed)) : String(allowed)
    if let sample = slot.sample, let computing = process.computing,
      computing - sample.computing < 0.05 * seconds(from: sample.at, to: now)
    {
      return WorkerFault(.silent, "neither computed nor answered within its limit of \(text) s")
    }
    return WorkerFault(.late, "did not stop at its limit of \(text) s")
  }
}
