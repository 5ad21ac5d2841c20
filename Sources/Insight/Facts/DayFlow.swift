// SPDX-License-Identifier: GPL-3.0-or-later

internal import Numbers

/// Amounts that have to be done on some of a few days, each of which has room for so much: how much of them all can be
/// done. The greatest flow of a small network, by shortest augmenting paths (J. Edmonds, R. M. Karp, 1972,
/// https://doi.org/10.1145/321694.321699).
struct DayFlow {
  /// An amount that is to be done on some days, at most so much on one of them.
  struct Job {
    let amount: Int128
    let days: [Bool]
    var mostPerDay: Int128 = WholeAmounts.most
  }

  private let jobs: [Job]
  /// What each job, and each day, has left.
  private var jobLeft: [Int128]
  private var dayLeft: [Int128]
  /// By job and day.
  private var flow: [Int128]
  private var days: Int { dayLeft.count }

  /// The most of all jobs together.
  ///
  /// - Parameter room: that of each day.
  static func most(_ jobs: [Job], room: [Int128]) -> Int128 {
    var network = DayFlow(jobs, room)
    network.fill()
    while network.augment() {}
    return network.flow.reduce(0, +)
  }

  /// How much more can be done on some days beside jobs that are done whatever happens; below 0 by how much the jobs do
  /// not fit. By the theorem of the least cut it is the least, over all sets of days that contain the given ones, of the
  /// room of the set less the jobs that can be done on no other days.
  static func more(on days: [Bool], beside jobs: [Job], room: [Int128]) -> Int128 {
    let extra = Job(amount: WholeAmounts.most, days: days)
    return most(jobs + [extra], room: room) - jobs.reduce(0) { $0 + $1.amount }
  }

  private init(_ jobs: [Job], _ room: [Int128]) {
    self.jobs = jobs
    jobLeft = jobs.map(\.amount)
    dayLeft = room
    flow = Array(repeating: 0, count: jobs.count * room.count)
  }

  private func room(_ job: Int, _ day: Int) -> Int128 {
    jobs[job].days[day] ? jobs[job].mostPerDay - flow[job * days + day] : 0
  }

  /// A first flow, without taking anything back.
  private mutating func fill() {
    for job in jobs.indices {
      for day in 0..<days where jobLeft[job] > 0 {
        let part = min(jobLeft[job], dayLeft[day], room(job, day))
        guard part > 0 else { continue }
        flow[job * days + day] += part
        jobLeft[job] -= part
        dayLeft[day] -= part
      }
    }
  }

  /// Sends more along one shortest path; false where there is none.
  private mutating func augment() -> Bool {
    // The job by which each day was reached, and the day from which each job was; -1 for the start.
    var jobOfDay = [Int?](repeating: nil, count: days)
    var dayOfJob = [Int?](repeating: nil, count: jobs.count)
    var queue: [Int] = []
    for job in jobs.indices where jobLeft[job] > 0 {
      dayOfJob[job] = -1
      queue.append(job)
    }
    var next = 0
    while next < queue.count {
      let job = queue[next]
      next += 1
      for day in 0..<days where jobOfDay[day] == nil && room(job, day) > 0 {
        jobOfDay[day] = job
        if dayLeft[day] > 0 {
          send(to: day, jobOfDay, dayOfJob)
          return true
        }
        for other in jobs.indices where dayOfJob[other] == nil && flow[other * days + day] > 0 {
          dayOfJob[other] = day
          queue.append(other)
        }
      }
    }
    return false
  }

  private mutating func send(to end: Int, _ jobOfDay: [Int?], _ dayOfJob: [Int?]) {
    var steps: [(job: Int, day: Int, from: Int)] = []
    var day = end
    while day >= 0, let job = jobOfDay[day], let from = dayOfJob[job] {
      steps.append((job, day, from))
      day = from
    }
    guard let first = steps.last else { return }
    var amount = min(dayLeft[end], jobLeft[first.job])
    for step in steps {
      amount = min(amount, room(step.job, step.day))
      if step.from >= 0 { amount = min(amount, flow[step.job * days + step.from]) }
    }
    for step in steps {
      flow[step.job * days + step.day] += amount
      if step.from >= 0 { flow[step.job * days + step.from] -= amount }
    }
    dayLeft[end] -= amount
    jobLeft[first.job] -= amount
  }
}
