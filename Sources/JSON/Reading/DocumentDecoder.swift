// SPDX-License-Identifier: GPL-3.0-or-later

package import Issues
package import Numbers

/// Reads values with their rules, keeps the path of the value at hand, and collects what is wrong.
///
/// What breaks the grammar is thrown; what breaks the format is noted, its value passed over, and reading goes on.
package struct DocumentDecoder {
  package var reader: JSONReader
  private var path: [Step] = []
  package private(set) var issues: [ScenarioIssue] = []
  package private(set) var omitted = 0
  /// Whether the document is of another kind, so that nothing else that is wrong with it counts.
  private var isOfOtherKind = false
  /// Figures outside their ranges: the rest of the document can still be judged.
  package private(set) var figureIssues: [ScenarioIssue] = []
  /// Whether only a part of a document has to be there, as in a plan made by hand.
  package var isDraft = false
  /// Whether figures with more decimals than a document has are rounded: those that follow from others, which are computed
  /// again, and which other programs write with all their digits.
  package var roundsFigures = false
  package var hasErrors: Bool { !issues.isEmpty }
  /// A value that follows from other keys of its object, as it was read; looked at when the object is whole.
  package var said: (any Sendable)?
  /// Values that do not follow from what they are said to follow from, with sentences.
  package private(set) var falseClaims: [(path: DocumentPath, detail: String)] = []

  /// A step of the path, which becomes text only where somebody reads it.
  private enum Step {
    /// An object of which no key has been read.
    case object
    case key(JSONKey)
    case index(Int)
  }

  package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFailure) {
    reader = try JSONReader(bytes)
    path.reserveCapacity(JSONLimits.depth)
  }

  /// Where the value at hand is.
  package var here: DocumentPath {
    DocumentPath(
      path.map { step in
        switch step {
        case .object: .key("")
        case .key(let key): .key(reader.text(of: key))
        case .index(let index): .index(index)
        }
      })
  }

  /// Notes an error at the value at hand, or at a place below it.
  package mutating func report(
    _ kind: ScenarioIssue.Kind, _ detail: @autoclosure () -> String, hint: @autoclosure () -> String? = nil,
    isAboutKey: Bool = false, below: DocumentPath = []
  ) {
    if isOfOtherKind { return }
    guard issues.count < JSONLimits.issues else {
      omitted += 1
      return
    }
    let place = below.steps.isEmpty ? here : DocumentPath(here.steps + below.steps)
    issues.append(ScenarioIssue(kind, detail(), at: place, hint: hint(), isAboutKey: isAboutKey))
  }

  /// Notes a figure outside its range at the value at hand.
  package mutating func reportFigure(_ value: ExactDecimal, _ range: String) {
    guard !isOfOtherKind, figureIssues.count < JSONLimits.issues, case .key(let key)? = here.steps.last else { return }
    figureIssues.append(
      ScenarioIssue(.outOfRange, "\(key) is \(value); it is \(range)", at: here, hint: shareHint(value, range)))
  }

  /// What a number above 1 may have been meant as where a share belongs.
  private func shareHint(_ value: ExactDecimal, _ range: String) -> String? {
    guard range == "from 0 to 1", value > 1, value <= 100,
      let share = ExactDecimal(significand: value.significand, scale: value.scale + 2)
    else { return nil }
    return "\(value) % is written \(share)"
  }

  /// Notes that the document is of another kind, and forgets and passes over all else that is wrong with it.
  package mutating func reportOtherKind(_ detail: String, hint: String) {
    forgetIssues()
    report(.format, detail, hint: hint)
    isOfOtherKind = true
  }

  /// Adds what to do to the error that was noted last, where it is about the value at hand and says nothing itself.
  ///
  /// - Parameter count: how many errors there were before the value was read.
  package mutating func addHint(_ hint: @autoclosure () -> String?, sinceIssue count: Int) {
    guard issues.count == count + 1, issues[count].kind == .wrongType, issues[count].hint == nil,
      issues[count].path.steps.starts(with: here.steps)
    else { return }
    issues[count].hint = hint()
  }

  /// Notes that the value of a key of the object at hand does not follow from the others.
  package mutating func reportFalseClaim(_ key: String, _ detail: String) {
    falseClaims.append((here.key(key), detail))
  }

  /// Takes back what was noted, for a document that turns out to be of another format.
  package mutating func forgetIssues() {
    issues = []
    figureIssues = []
    omitted = 0
  }

  // MARK: Objects and lists

  /// Enters an object; where there is another value, notes that and passes over it.
  package mutating func beginObject() throws(JSONFailure) -> Bool {
    guard try expect(.object) else { return false }
    try reader.beginObject()
    path.append(.object)
    return true
  }

  /// The next key that is no duplicate and does not begin with `x-`, or nil at the end of the object.
  package mutating func nextKey() throws(JSONFailure) -> JSONKey? {
    while let key = try reader.nextKey() {
      path[path.count - 1] = .key(key)
      if reader.isDuplicateKey {
        reportDuplicate(key)
        try reader.skipValue()
      } else if key.isExtension {
        try reader.skipValue()
      } else {
        return key
      }
    }
    path.removeLast()
    return nil
  }

  /// The same for an object whose keys are names given by the user, among which `x-` is nothing special.
  package mutating func nextName() throws(JSONFailure) -> String? {
    while let key = try reader.nextKey() {
      path[path.count - 1] = .key(key)
      if reader.isDuplicateKey {
        reportDuplicate(key)
        try reader.skipValue()
      } else {
        let name = reader.name(of: key)
        checkName(name, "a name", isAboutKey: true)
        return name
      }
    }
    path.removeLast()
    return nil
  }

  private mutating func reportDuplicate(_ key: JSONKey) {
    let text = reader.text(of: key)
    report(.duplicateKey, "the key \(quoted(text)) is used twice in its object", isAboutKey: true)
  }

  /// Enters a list; where there is another value, notes that and passes over it.
  package mutating func beginArray() throws(JSONFailure) -> Bool {
    guard try expect(.array) else { return false }
    try reader.beginArray()
    path.append(.index(-1))
    return true
  }

  /// Whether the list has a next element; at its end it is left.
  package mutating func nextElement() throws(JSONFailure) -> Bool {
    if try reader.nextElement() {
      if case .index(let position) = path[path.count - 1] { path[path.count - 1] = .index(position + 1) }
      return true
    }
    path.removeLast()
    return false
  }

  /// Notes a key that the object does not have, and passes over its value.
  ///
  /// - Parameter hint: what to do about keys that are often tried.
  package mutating func unknownKey(
    _ key: JSONKey, among known: [String], hint: (String) -> String? = { _ in nil }
  ) throws(JSONFailure) {
    let text = reader.text(of: key)
    report(
      .unknownKey, "the key \(quoted(text)) is not known here",
      hint: hint(text) ?? nearestName(to: text, among: known).map { "did you mean \(quoted($0))?" }
        ?? "known are \(known.joined(separator: ", ")); keys of your own begin with x-",
      isAboutKey: true)
    try reader.skipValue()
  }

  /// Notes a key that has to be there and is not.
  package mutating func missing(_ key: String) {
    report(.missingKey, "the key \(quoted(key)) is missing")
  }

  /// Notes each key that the object that was left last has to have and has not.
  package mutating func require(_ keys: [String]) {
    for key in keys where !reader.closedObjectHas(JSONKey(key.utf8)) { missing(key) }
  }

  /// - Parameter hint: what to do where a number is written for a text.
  private mutating func expect(_ kind: JSONKind, hint: String = "write it in quotes") throws(JSONFailure) -> Bool {
    let found = try reader.peek()
    if found == kind { return true }
    try wrongType(
      found, insteadOf: kind,
      hint: found == .null
        ? "leave the key out where there is no value"
        : found == .string && kind == .number
          ? "write the number without quotes" : found == .number && kind == .string ? hint : nil)
    return false
  }

  /// Notes a value of another type than the format's, and passes over it.
  package mutating func wrongType(
    _ found: JSONKind, insteadOf expected: JSONKind, hint: String?
  ) throws(JSONFailure) {
    report(.wrongType, "expected \(expected.rawValue), found \(found.rawValue)", hint: hint)
    try reader.skipValue(allowsDuplicateKeys: true)
  }

  // MARK: Plain values

  package mutating func text() throws(JSONFailure) -> String? {
    guard try expect(.string) else { return nil }
    return try reader.string()
  }

  package mutating func boolean() throws(JSONFailure) -> Bool? {
    guard try expect(.boolean) else { return nil }
    return try reader.boolean()
  }

  /// A text or nil for `null`.
  package mutating func isNull() throws(JSONFailure) -> Bool {
    guard try reader.peek() == .null else { return false }
    try reader.null()
    return true
  }

  /// An id or name that others refer to: 1 to 200 characters without control characters.
  package mutating func identifier() throws(JSONFailure) -> String? {
    guard try expect(.string, hint: "write the id in quotes") else { return nil }
    let token = try reader.textToken()
    let id = reader.string(token)
    // The usual case: the bytes are the characters, and texts hold no other control characters.
    if !token.hasEscapes, (1...200).contains(token.range.count) {
      var isPlain = true
      for byte in UnsafeBufferPointer(rebasing: reader.bytes[token.range]) where byte >= 0x7F { isPlain = false }
      if isPlain { return id }
    }
    return checkName(id, "an id") ? id : nil
  }

  @discardableResult
  private mutating func checkName(_ name: String, _ what: String, isAboutKey: Bool = false) -> Bool {
    if isPlainName(name) { return true }
    var count = 0
    var isClean = true
    for scalar in name.unicodeScalars {
      count += 1
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { isClean = false }
    }
    if count == 0 || count > 200 {
      report(
        .outOfRange, "\(what) has 1 to 200 characters, and this has \(count)", isAboutKey: isAboutKey)
      return false
    }
    if !isClean {
      report(.outOfRange, "\(what) has no control characters, and this has", isAboutKey: isAboutKey)
      return false
    }
    return true
  }

  /// A date.
  package mutating func day() throws(JSONFailure) -> Day? {
    guard try expect(.string) else { return nil }
    let token = try reader.textToken()
    if !token.hasEscapes, let day = Day(utf8: reader.bytes[token.range]) { return day }
    let text = reader.string(token)
    if let day = Day(utf8: text.utf8) { return day }
    report(.outOfRange, "\(quoted(text)) is not a date", hint: Day.hint(for: text))
    return nil
  }

  /// A number, exactly.
  package mutating func decimal() throws(JSONFailure) -> ExactDecimal? {
    guard try expect(.number) else { return nil }
    let range = try reader.number()
    if let fast = shortDecimal(range) { return fast }
    do throws(ExactDecimal.ParsingFailure) {
      return try ExactDecimal(parsing: reader.bytes[range])
    } catch {
      switch error {
      case .tooLarge: report(.outOfRange, "the number is too large")
      case .tooManyDigits, .malformed:
        report(
          .limit,
          "the number has more digits than are kept exactly (\(ExactDecimal.maximumDigits) digits,"
            + " \(ExactDecimal.maximumScale) decimals)", hint: "round it")
      }
      return nil
    }
  }

  /// The usual case without the generic parser: up to 18 digits and no exponent.
  private func shortDecimal(_ range: Range<Int>) -> ExactDecimal? {
    guard range.count <= 18 else { return nil }
    var value: Int64 = 0
    var scale = 0
    var isAfterPoint = false
    var index = range.lowerBound
    let isNegative = reader.bytes[index] == 0x2D
    if isNegative { index += 1 }
    while index < range.upperBound {
      let byte = reader.bytes[index]
      if byte == 0x2E {
        isAfterPoint = true
      } else if byte >= 0x30, byte <= 0x39 {
        value = value * 10 + Int64(byte - 0x30)
        if isAfterPoint { scale += 1 }
      } else {
        return nil
      }
      index += 1
    }
    return ExactDecimal(significand: isNegative ? -value : value, scale: scale)
  }

  /// A whole number in a range.
  package mutating func whole(_ range: ClosedRange<Int>) throws(JSONFailure) -> Int? {
    guard let number = try decimal() else { return nil }
    guard let value = number.wholeValue, range.contains(value) else {
      report(.outOfRange, "\(number) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  /// A text out of a few.
  package mutating func choice<T: RawRepresentable & CaseIterable>(_ type: T.Type) throws(JSONFailure) -> T?
  where T.RawValue == String {
    guard let text = try text() else { return nil }
    if let value = T(rawValue: text) { return value }
    reportChoice(text, T.allCases.map(\.rawValue))
    return nil
  }

  /// Notes a text that is not one of a few.
  package mutating func reportChoice(_ text: String, _ names: [String]) {
    report(
      .outOfRange, "expected one of \(names.joined(separator: ", ")), found \(quoted(text))",
      hint: nearestName(to: text, among: names).map { "did you mean \(quoted($0))?" })
  }
}

/// Whether a name is 1 to 200 printable ASCII characters, as nearly all are.
private func isPlainName(_ name: String) -> Bool {
  guard (1...200).contains(name.utf8.count) else { return false }
  return name.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } } ?? false
}

/// A text of a document in quotes, cut where it is long.
package func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard scalars.count > 60 else { return "\"\(text)\"" }
  return "\"" + String(String.UnicodeScalarView(scalars.prefix(60))) + "...\""
}

extension Day {
  /// How a date is written, for a text that is none; where it is a day, a month and a year with points, these.
  package static func hint(for text: String) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2], year > 999,
      let date = Day(year: year, month: month, day: day)
    {
      return "write it as \(date)"
    }
    return "dates are written YYYY-MM-DD, such as 2027-03-31"
  }

  /// Reads `YYYY-MM-DD` without taking memory.
  package init?(utf8: some Sequence<UInt8>) {
    var fields = (0, 0, 0)
    var position = 0
    for byte in utf8 {
      if position == 4 || position == 7 {
        guard byte == 0x2D else { return nil }
      } else {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        let digit = Int(byte - 0x30)
        if position < 4 {
          fields.0 = fields.0 * 10 + digit
        } else if position < 7 {
          fields.1 = fields.1 * 10 + digit
        } else {
          fields.2 = fields.2 * 10 + digit
        }
      }
      position += 1
      if position > 10 { return nil }
    }
    guard position == 10 else { return nil }
    self.init(year: fields.0, month: fields.1, day: fields.2)
  }
}
