// SPDX-License-Identifier: GPL-3.0-or-later

/// The SHA-256 digest of bytes in 64 lower-case hexadecimal digits, after NIST FIPS 180-4.
package func sha256Hex(_ bytes: [UInt8]) -> String {
  bytes.withUnsafeBufferPointer { sha256($0) }.hexadecimal
}

/// The SHA-256 digest of bytes.
func sha256(_ bytes: UnsafeBufferPointer<UInt8>) -> SHA256Digest {
  var digest = SHA256Digest()
  let whole = bytes.count / 64 * 64
  digest.compress(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<whole]))
  // The rest, a 1 bit, zeros, and the length in bits.
  var tail = Array(bytes[whole...]) + [0x80]
  while tail.count % 64 != 56 { tail.append(0) }
  let bits = UInt64(bytes.count) * 8
  for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
  tail.withUnsafeBytes { digest.compress($0) }
  return digest
}

/// The eight words of a digest.
struct SHA256Digest {
  private var a: UInt32 = 0x6a09_e667
  private var b: UInt32 = 0xbb67_ae85
  private var c: UInt32 = 0x3c6e_f372
  private var d: UInt32 = 0xa54f_f53a
  private var e: UInt32 = 0x510e_527f
  private var f: UInt32 = 0x9b05_688c
  private var g: UInt32 = 0x1f83_d9ab
  private var h: UInt32 = 0x5be0_cd19

  /// The digest in 64 lower-case hexadecimal digits.
  var hexadecimal: String {
    [a, b, c, d, e, f, g, h].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Takes in blocks of 64 bytes.
  ///
  /// The rounds are written out eight at a time, so that the eight words change their roles and not their places.
  mutating func compress(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    roundConstants.withUnsafeBufferPointer { constants in
      guard let k = constants.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        guard let w = schedule.baseAddress else { return }
        for offset in stride(from: 0, to: bytes.count, by: 64) { compress(block: base + offset, k, w) }
      }
    }
  }

  @inline(__always)
  private mutating func compress(
    block: UnsafeRawPointer, _ k: UnsafePointer<UInt32>, _ w: UnsafeMutablePointer<UInt32>
  ) {
    @inline(__always)
    func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 { value &>> count | value &<< (32 &- count) }
    @inline(__always)
    func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
      _ h: inout UInt32, _ t: Int
    ) {
      let big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let t1 = h &+ big1 &+ (g ^ (e & (f ^ g))) &+ k[t] &+ w[t]
      let big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      d = d &+ t1
      h = t1 &+ big0 &+ ((a & b) | (c & (a | b)))
    }
    var t = 0
    while t < 16 {
      w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 &* t, as: UInt32.self))
      t &+= 1
    }
    while t < 64 {
      let early = w[t &- 15]
      let late = w[t &- 2]
      let small0 = rotated(early, 7) ^ rotated(early, 18) ^ early &>> 3
      let small1 = rotated(late, 17) ^ rotated(late, 19) ^ late &>> 10
      w[t] = w[t &- 16] &+ small0 &+ w[t &- 7] &+ small1
      t &+= 1
    }
    var (a, b, c, d, e, f, g, h) = (self.a, self.b, self.c, self.d, self.e, self.f, self.g, self.h)
    t = 0
    while t < 64 {
      round(a, b, c, &d, e, f, g, &h, t)
      round(h, a, b, &c, d, e, f, &g, t &+ 1)
      round(g, h, a, &b, c, d, e, &f, t &+ 2)
      round(f, g, h, &a, b, c, d, &e, t &+ 3)
      round(e, f, g, &h, a, b, c, &d, t &+ 4)
      round(d, e, f, &g, h, a, b, &c, t &+ 5)
      round(c, d, e, &f, g, h, a, &b, t &+ 6)
      round(b, c, d, &e, f, g, h, &a, t &+ 7)
      t &+= 8
    }
    self.a &+= a
    self.b &+= b
    self.c &+= c
    self.d &+= d
    self.e &+= e
    self.f &+= f
    self.g &+= g
    self.h &+= h
  }
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
