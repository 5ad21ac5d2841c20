// SPDX-License-Identifier: GPL-3.0-or-later

/// The SHA-256 digest of bytes in 64 lower-case hexadecimal digits, after NIST FIPS 180-4.
public func sha256Hex(_ bytes: [UInt8]) -> String {
  var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  var schedule = [UInt32](repeating: 0, count: 64)
  let whole = bytes.count / 64 * 64
  var offset = 0
  while offset < whole {
    compress(bytes, at: offset, &state, &schedule)
    offset += 64
  }
  // The rest, a 1 bit, zeros, and the length in bits.
  var tail = Array(bytes[whole...]) + [0x80]
  while tail.count % 64 != 56 { tail.append(0) }
  let bits = UInt64(bytes.count) * 8
  for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
  for start in stride(from: 0, to: tail.count, by: 64) { compress(tail, at: start, &state, &schedule) }
  return state.map { word in
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }.joined()
}

private func compress(_ bytes: [UInt8], at offset: Int, _ state: inout [UInt32], _ w: inout [UInt32]) {
  func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 { value >> count | value << (32 - count) }
  for t in 0..<16 {
    let at = offset + 4 * t
    w[t] =
      UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
  }
  for t in 16..<64 {
    let small0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3
    let small1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10
    w[t] = w[t - 16] &+ small0 &+ w[t - 7] &+ small1
  }
  var a = state[0]
  var b = state[1]
  var c = state[2]
  var d = state[3]
  var e = state[4]
  var f = state[5]
  var g = state[6]
  var h = state[7]
  for t in 0..<64 {
    let big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let t1 = h &+ big1 &+ (e & f ^ ~e & g) &+ roundConstants[t] &+ w[t]
    let big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    let t2 = big0 &+ (a & b ^ a & c ^ b & c)
    h = g
    g = f
    f = e
    e = d &+ t1
    d = c
    c = b
    b = a
    a = t1 &+ t2
  }
  state[0] &+= a
  state[1] &+= b
  state[2] &+= c
  state[3] &+= d
  state[4] &+= e
  state[5] &+= f
  state[6] &+= g
  state[7] &+= h
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, computed in whole numbers.
private let roundConstants: [UInt32] = {
  var primes: [UInt32] = []
  var candidate: UInt32 = 2
  while primes.count < 64 {
    if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
    candidate += 1
  }
  return primes.map { prime in
    // The largest r with r^3 <= prime * 2^96; its low 32 bits are the fraction of the root.
    let target = UInt128(prime) << 96
    var low: UInt128 = 0
    var high: UInt128 = 1 << 36
    while high - low > 1 {
      let middle = (low + high) / 2
      if middle * middle * middle <= target { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}()
