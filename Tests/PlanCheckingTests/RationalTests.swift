// SPDX-License-Identifier: GPL-3.0-or-later

import Numbers
import Allocation
import BigInt
import Testing

@testable import PlanChecking

@Suite struct RationalTests {
  /// The same number kept the slow way: numerator and denominator without limit, never reduced.
  private struct Reference {
    var top: BigInt
    var bottom: BigInt

    static func + (a: Self, b: Self) -> Self {
      Self(top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom)
    }
    static func * (a: Self, b: Self) -> Self { Self(top: a.top * b.top, bottom: a.bottom * b.bottom) }
    var floorMillionths: BigInt {
      let (quotient, remainder) = (top * 1_000_000).quotientAndRemainder(dividingBy: bottom)
      return remainder < 0 ? quotient - 1 : quotient
    }
    var nearestMillionths: BigInt {
      let doubled = (top.magnitude * 2_000_000 + bottom.magnitude) / (bottom.magnitude * 2)
      return top < 0 ? -BigInt(doubled) : BigInt(doubled)
    }
  }

  @Test(arguments: 0..<100) func agreesWithASlowReference(seed: UInt64) {
    var random = SplitMix(seed: seed)
    // Long chains leave 128 bits behind.
    var fast = Rational.one
    var slow = Reference(top: 1, bottom: 1)
    for step in 0..<30 {
      let top = Int128(Int64(bitPattern: random.next()) >> Int64(random.next() % 60))
      let bottom = Int128(random.next() >> (random.next() % 60 + 1)) + 1
      let operand = Rational(top, over: bottom)
      let reference = Reference(top: BigInt(exact: top), bottom: BigInt(exact: bottom))
      if step % 3 == 2, top != 0, abs(fast.doubleValue) < 1e6 {
        fast = fast * operand
        slow = slow * reference
      } else {
        fast += operand
        slow = slow + reference
      }
      guard slow.floorMillionths.bitWidth < 120 else { return }
      #expect(BigInt(exact: fast.floorMillionths.count) == slow.floorMillionths)
      #expect(BigInt(exact: fast.nearestMillionths.count) == slow.nearestMillionths)
      #expect(fast.sign == Int(slow.top.signum()))
      #expect((fast < operand) == (slow.top * reference.bottom < reference.top * slow.bottom))
    }
  }

  @Test func halvesGoAwayFromZero() {
    #expect(Rational(1, over: 2_000_000).nearestMillionths.count == 1)
    #expect(Rational(-1, over: 2_000_000).nearestMillionths.count == -1)
    #expect(Rational(-1, over: 3_000_000).nearestMillionths.count == 0)
    #expect(Rational(-1, over: 3_000_000).floorMillionths.count == -1)
    #expect(Rational(1, over: 3_000_000).ceilingMillionths.count == 1)
  }

  @Test func quotientsKeepTheirSign() {
    #expect(Rational(3) / Rational(-2) == Rational(-3, over: 2))
    #expect(!(Rational(1) / Rational(3)).isOnGrid)
    #expect((Rational(1) / Rational(8)).isOnGrid)
    #expect((Rational(6) / Rational(3)).isWhole)
  }

  @Test func extremeNumeratorsDoNotTrap() {
    let least = Rational(.min, over: 7)
    #expect((-least).sign == 1)
    #expect(least.magnitude > Rational.zero)
    #expect((least + -least).sign == 0)
    #expect((least * least).doubleValue > 5.9e74)
  }
}
