// SPDX-License-Identifier: GPL-3.0-or-later

package import JSON
package import Numbers

/// What a value of a document looks like, as data: schemas and the tables of the documentation are made from it.
package indirect enum Shape: Sendable {
  case text
  case boolean
  /// Any value.
  case any
  case null
  /// 1 to 200 characters without control characters.
  case identifier
  case date
  /// A SHA-256 in lower-case hexadecimal digits.
  case digest
  /// The name of a step of an order, such as `priority 9`.
  case step
  /// An RFC 6901 pointer.
  case pointer
  case number(NumberRange)
  case whole(ClosedRange<Int>)
  case constant(String)
  case choice([String])
  /// A list; that it has enough elements is checked with the whole scenario.
  case list(Shape, atLeast: Int = 0, isUnique: Bool = false)
  /// An object whose keys are names given by the user.
  case map(Shape)
  case object(ObjectShape)
  /// A value of either shape.
  case either(Shape, Shape)
  /// A value that schemas define under a name.
  case named(String, Shape)
}

/// The numbers that a figure may have.
package struct NumberRange: Sendable, Hashable {
  /// The limits; nil is without limit.
  package var low: ExactDecimal?
  package var high: ExactDecimal?
  /// Whether ``low`` itself is left out.
  package var isAboveLow = false

  /// Any number.
  package static let any = NumberRange()
  /// Figures of hours, units and money: 0 to 10^9.
  package static let amount = NumberRange(low: 0, high: 1_000_000_000)
  /// A part of a whole.
  package static let share = NumberRange(low: 0, high: 1)
  /// Numbers from a limit to another.
  package static func from(_ low: ExactDecimal, to high: ExactDecimal) -> Self { Self(low: low, high: high) }
  /// Numbers above a limit up to another.
  package static func above(_ low: ExactDecimal, to high: ExactDecimal) -> Self {
    Self(low: low, high: high, isAboveLow: true)
  }

  /// Whether a number is in the range.
  func contains(_ value: ExactDecimal) -> Bool {
    if let low, value < low || isAboveLow && value == low { return false }
    if let high, value > high { return false }
    return true
  }

  /// The range in words: `from 0 to 1`, `above 0 and at most 24`.
  var description: String {
    guard let low else { return "any number" }
    guard let high else { return isAboveLow ? "above \(low)" : "at least \(low)" }
    return isAboveLow ? "above \(low) and at most \(high)" : "from \(low) to \(high)"
  }
}

/// An object of a document: its keys and what holds among them.
package struct ObjectShape: Sendable {
  /// The name under which schemas define it; nil where it is written out in its place.
  package var name: String?
  package var fields: [FieldShape]
  package var rules: [KeyRule]
  /// Makes the list of keys that may be there and are not looked at.
  package var passedOver: @Sendable () -> [String]
  /// Whether all other keys may be there.
  package var isOpen = false
}

/// A key of an object.
package struct FieldShape: Sendable {
  package var key: String
  package var shape: Shape
  package var isRequired: Bool
  /// Makes the value that holds without the key; nil where there is none, or ``otherwise`` says what holds. Only schemas
  /// and pages need it, and every start of the program would pay for it.
  package var standard: (@Sendable () -> JSONValue?)?
  /// What holds without the key, in words.
  package var otherwise: String?
  /// One sentence, or nothing where the key says it all.
  package var meaning: String
  /// An example as JSON; empty where the object that the key holds has examples of its own.
  package var example: String

  /// Whether it is a number, and there is one that holds without the key.
  var isFigureWithStandard: Bool { if case .number = shape { standard != nil } else { false } }
}

/// What holds among the keys of an object.
package enum KeyRule: Sendable {
  /// A key is not given together with any of others.
  case notBeside(String, [String])
  /// At least one of the keys is there; the first is the one that a message asks for. Where one is required anyway, there
  /// is nothing to check.
  case anyOf([String])
  /// An object, named with its article, has one of the keys and no other of them.
  case exactlyOne(of: String, [String])
  /// The object is of the kind of which it has a marker, and has no key that belongs to another kind alone.
  case variants(of: String, [Variant], hint: String)

  /// A kind of object, see ``variants(of:_:hint:)``.
  package struct Variant: Sendable {
    /// The kind with its article, such as `a staff`.
    package var name: String
    /// The keys of which exactly one has to be there, and of no other kind one.
    package var markers: [String]
    /// The other keys that only this kind has.
    package var keys: [String]
    /// Keys of which exactly one has to be there.
    package var exactlyOne: [String] = []
  }
}
