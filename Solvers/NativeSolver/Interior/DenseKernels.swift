// SPDX-License-Identifier: GPL-3.0-or-later

/// Products and solutions of small dense blocks that are stored row by row.
///
/// Plain multiplications and additions in a fixed order, two at a time, so that every machine has the same result.
enum DenseKernels {
  @inline(__always)
  private static func pair(_ pointer: UnsafePointer<Double>, _ index: Int) -> SIMD2<Double> {
    UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD2<Double>.self)
  }

  /// The sum of products of two vectors.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var first = SIMD2<Double>.zero
    var second = SIMD2<Double>.zero
    var index = 0
    while index + 4 <= count {
      first += pair(a, index) * pair(b, index)
      second += pair(a, index + 2) * pair(b, index + 2)
      index += 4
    }
    first += second
    var sum = first[0] + first[1]
    while index < count {
      sum += a[index] * b[index]
      index += 1
    }
    return sum
  }

  /// `result = a b'`, where only entries with columns up to the row count.
  static func multiply(
    _ a: UnsafePointer<Double>, rows: Int, by b: UnsafePointer<Double>, rows columns: Int, inner: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    var row = 0
    while row + 2 <= rows {
      let first = a + row * inner
      let second = first + inner
      let last = min(columns, row + 2)
      var column = 0
      while column + 4 <= last {
        block(first, second, b + column * inner, inner, result + row * columns + column, columns)
        column += 4
      }
      while column < last {
        result[row * columns + column] = dot(first, b + column * inner, inner)
        result[(row + 1) * columns + column] = dot(second, b + column * inner, inner)
        column += 1
      }
      row += 2
    }
    if row < rows {
      for column in 0..<min(columns, row + 1) {
        result[row * columns + column] = dot(a + row * inner, b + column * inner, inner)
      }
    }
  }

  /// Two rows times four.
  @inline(__always)
  private static func block(
    _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ inner: Int,
    _ result: UnsafeMutablePointer<Double>, _ stride: Int
  ) {
    let b1 = b + inner
    let b2 = b1 + inner
    let b3 = b2 + inner
    var s00 = SIMD2<Double>.zero
    var s01 = s00
    var s02 = s00
    var s03 = s00
    var s10 = s00
    var s11 = s00
    var s12 = s00
    var s13 = s00
    var index = 0
    while index + 2 <= inner {
      let x = pair(first, index)
      let y = pair(second, index)
      let c0 = pair(b, index)
      let c1 = pair(b1, index)
      s00 += x * c0
      s10 += y * c0
      s01 += x * c1
      s11 += y * c1
      let c2 = pair(b2, index)
      let c3 = pair(b3, index)
      s02 += x * c2
      s12 += y * c2
      s03 += x * c3
      s13 += y * c3
      index += 2
    }
    var top = SIMD4(s00[0] + s00[1], s01[0] + s01[1], s02[0] + s02[1], s03[0] + s03[1])
    var low = SIMD4(s10[0] + s10[1], s11[0] + s11[1], s12[0] + s12[1], s13[0] + s13[1])
    if index < inner {
      let c = SIMD4(b[index], b1[index], b2[index], b3[index])
      top += first[index] * c
      low += second[index] * c
    }
    for column in 0..<4 {
      result[column] = top[column]
      result[stride + column] = low[column]
    }
  }

  /// Solves `X L' = A` for rows of A, in place; L is the lower triangle of a block.
  static func solve(_ a: UnsafeMutablePointer<Double>, rows: Int, by triangle: UnsafePointer<Double>, width: Int) {
    for row in 0..<rows {
      let own = a + row * width
      for column in 0..<width {
        let other = triangle + column * width
        own[column] = (own[column] - dot(own, other, column)) / other[column]
      }
    }
  }
}
