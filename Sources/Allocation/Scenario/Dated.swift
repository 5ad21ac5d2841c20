// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

/// A value that may change on some days: pay rises, changed hours, another calendar from March.
public struct Dated<Value: Sendable & Hashable>: Sendable, Hashable {
  /// What holds at first.
  public var first: Value
  /// What holds from a day on; the days rise.
  public var changes: [Change]

  /// A value from a day on.
  public struct Change: Sendable, Hashable {
    /// The first day on which the value holds.
    public var from: Day
    /// What holds until the next change.
    public var value: Value

    /// Makes a change.
    public init(_ value: Value, from: Day) {
      self.value = value
      self.from = from
    }
  }

  /// Makes a value that never changes, or only where `changes` say so; their days have to rise.
  public init(_ first: Value, changes: [Change] = []) {
    self.first = first
    self.changes = changes
  }

  /// Whether the value never changes.
  public var isConstant: Bool { changes.isEmpty }

  /// All values, in the order of their days.
  public var values: [Value] { [first] + changes.map(\.value) }

  /// The value of a day.
  public func value(on day: Day) -> Value { changes.last { $0.from <= day }?.value ?? first }

  /// The value of each day of a range, from its first day.
  public func values(in range: DayRange) -> [Value] {
    var result = Array(repeating: first, count: range.count)
    for change in changes {
      let start = max(0, change.from.number - range.first.number)
      if start < result.count { for index in start..<result.count { result[index] = change.value } }
    }
    return result
  }

  /// The values made into others.
  public func map<Other>(_ transform: (Value) -> Other) -> Dated<Other> {
    Dated<Other>(transform(first), changes: changes.map { .init(transform($0.value), from: $0.from) })
  }
}

extension Dated where Value: Comparable {
  /// The largest of all values.
  public var largest: Value { changes.reduce(first) { max($0, $1.value) } }
}

extension Dated: ExpressibleByIntegerLiteral where Value == ExactDecimal {
  /// Makes a value that never changes.
  public init(integerLiteral value: Int) { self.init(ExactDecimal(value)) }
}

extension Dated: ExpressibleByFloatLiteral where Value == ExactDecimal {
  /// Makes a value that never changes.
  public init(floatLiteral value: Double) { self.init(ExactDecimal(floatLiteral: value)) }
}

extension Dated: ExpressibleByUnicodeScalarLiteral where Value == String {
  /// Makes a value that never changes.
  public init(unicodeScalarLiteral value: String) { self.init(value) }
}

extension Dated: ExpressibleByExtendedGraphemeClusterLiteral where Value == String {
  /// Makes a value that never changes.
  public init(extendedGraphemeClusterLiteral value: String) { self.init(value) }
}

extension Dated: ExpressibleByStringLiteral where Value == String {
  /// Makes a value that never changes.
  public init(stringLiteral value: String) { self.init(value) }
}
