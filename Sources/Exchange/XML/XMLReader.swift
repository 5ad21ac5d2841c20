// SPDX-License-Identifier: GPL-3.0-or-later

internal import CInterchange
private import Glibc

/// Takes what is in an XML document, in the order of the text.
protocol XMLHandler: AnyObject {
  /// An element begins.
  ///
  /// - Parameters:
  ///   - name: its name without a prefix.
  ///   - namespace: the namespace; empty where there is none.
  func start(_ name: String, namespace: XMLNamespace, _ attributes: XMLAttributes) throws(XMLFailure)
  /// An element ends.
  func end(_ name: String, namespace: XMLNamespace) throws(XMLFailure)
  /// A part of a text; a text may come in several.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLFailure)
}

/// Why a document is not accepted.
struct XMLFailure: Error, Sendable, Hashable {
  var detail: String
  var hint: String?
  /// The line, from 1; nil where it is not known.
  var line: Int?

  init(_ detail: String, hint: String? = nil) {
    self.detail = detail
    self.hint = hint
  }
}

/// A namespace where it lies in memory: most are only compared.
struct XMLNamespace {
  fileprivate let bytes: UnsafeBufferPointer<UInt8>

  /// Whether it is a certain one.
  func isEqual(to text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    guard let start = bytes.baseAddress else { return true }
    return memcmp(start, text.utf8Start, bytes.count) == 0
  }

  /// Whether it is one whose bytes were kept.
  func isEqual(to other: [UInt8]) -> Bool { bytes.count == other.count && bytes.elementsEqual(other) }

  /// Its bytes, to be kept.
  var copy: [UInt8] { Array(bytes) }
}

/// The attributes of an element, by their names without prefixes.
struct XMLAttributes {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

  /// The value of an attribute; nil where there is none.
  ///
  /// - Parameter name: the name without a prefix; a prefixed attribute of the name is found, too.
  subscript(name: StaticString) -> String? { bytes(name).map { String(cString: $0) } }

  /// The value of an attribute where it lies in memory: sheets have millions of them.
  func bytes(_ name: StaticString) -> UnsafePointer<CChar>? {
    var index = 0
    while let key = list[index], let value = list[index + 1] {
      if XMLReader.isNamed(key, name) { return value }
      index += 2
    }
    return nil
  }

  /// The whole number that an attribute is; nil where it is none.
  func number(_ name: StaticString) -> Int? {
    guard let text = bytes(name), text[0] != 0 else { return nil }
    var value = 0
    var index = 0
    while text[index] != 0 {
      guard (0x30...0x39).contains(text[index]), index < 12 else { return Int(String(cString: text)) }
      value = value * 10 + Int(text[index] - 0x30)
      index += 1
    }
    return value
  }

  fileprivate var count: Int {
    var count = 0
    while list[2 * count] != nil { count += 1 }
    return count
  }
}

/// Reads XML through expat, piece by piece, within limits: no document type, so no entities; no files, no network.
final class XMLReader {
  /// The most nested elements.
  static let depth = 64
  /// The most attributes of an element.
  static let attributes = 256
  /// The most bytes of a tag.
  static let tag = 1 << 20

  /// What parts a namespace and a name.
  private static let separator = CChar(0x0C)
  private let library: cinterchange_expat
  private let parser: cinterchange_parser
  private let handler: any XMLHandler
  private var failure: XMLFailure?
  private var depth = 0
  private var fed = 0

  /// - Parameter encoding: what the bytes are in, whatever the document says; nil where that is to be believed.
  /// - Throws: ``MissingLibrary``
  init(_ handler: any XMLHandler, encoding: String? = nil) throws(MissingLibrary) {
    library = try InterchangeLibrary.expat()
    self.handler = handler
    guard let parser = library.parser_create(encoding, Self.separator) else {
      throw MissingLibrary(package: "libexpat1", detail: "there is no memory for a parser")
    }
    self.parser = parser
    library.set_user_data(parser, Unmanaged.passUnretained(self).toOpaque())
    library.set_elements(
      parser, { user, name, attributes in XMLReader.of(user)?.started(name, attributes) },
      { user, name in XMLReader.of(user)?.ended(name) })
    library.set_text(parser) { user, text, count in XMLReader.of(user)?.found(text, Int(count)) }
    library.set_doctype(parser) { user, _, _, _, _ in
      XMLReader.of(user)?.stop(
        XMLFailure("the document has a document type, which may define entities", hint: "save it again without one"))
    }
  }

  deinit { library.parser_free(parser) }

  /// Where what is being told to the handler begins, both from 1.
  var place: (line: Int, column: Int) { (Int(library.line(parser)), Int(library.column(parser)) + 1) }
  /// How many bytes stand before what is being told to the handler.
  var byteIndex: Int { Int(library.byte_index(parser)) }
  /// How many bytes it has: those of a tag.
  var byteCount: Int { Int(library.byte_count(parser)) }

  /// The encoding that the first line of a document names.
  private static func encoding(in bytes: UnsafeRawBufferPointer) -> String? {
    let head = String(decoding: bytes.prefix(200).filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
    guard let start = head.firstRange(of: "encoding=")?.upperBound, let mark = head[start...].first else { return nil }
    return String(head[head.index(after: start)...].prefix { $0 != mark })
  }

  /// Takes the next bytes of the document.
  ///
  /// - Parameter isLast: whether these are the last ones.
  func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(XMLFailure) {
    let start = bytes.bindMemory(to: CChar.self)
    let status = withUnsafePointer(to: CChar(0)) { empty in
      library.parse(parser, start.baseAddress ?? empty, Int32(bytes.count), isLast ? 1 : 0)
    }
    fed += bytes.count
    if let failure { throw failure }
    guard status == 1 else {
      let text = library.error_text(library.error_code(parser)).map { String(cString: $0) } ?? "unknown error"
      // 4: bytes that the encoding does not have; 18: an encoding that is not known; 19: not that of the first line.
      let code = Int(library.error_code(parser))
      let name = code == 18 ? Self.encoding(in: bytes).map { " \"\($0)\"" } ?? "" : ""
      let hint =
        code == 19
        ? "its bytes are in another encoding than its first line says; save it as UTF-8"
        : code == 18 ? "save it as UTF-8" : code == 4 ? "is it saved as UTF-8?" : nil
      throw located(XMLFailure("the XML is not well formed: \(text)\(name)", hint: hint))
    }
    if !isLast, fed - Int(library.byte_index(parser)) > Self.tag {
      throw located(XMLFailure("a tag has more than \(Self.tag >> 20) MiB"))
    }
  }

  private static func of(_ user: UnsafeMutableRawPointer?) -> XMLReader? {
    user.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func located(_ failure: XMLFailure) -> XMLFailure {
    var failure = failure
    failure.line = failure.line ?? Int(library.line(parser))
    return failure
  }

  private func stop(_ failure: XMLFailure) {
    guard self.failure == nil else { return }
    self.failure = located(failure)
    _ = library.stop(parser, 0)
  }

  private func started(_ name: UnsafePointer<CChar>, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
    guard failure == nil else { return }
    depth += 1
    guard depth <= Self.depth else { return stop(XMLFailure("more than \(Self.depth) elements are inside each other")) }
    let attributes = XMLAttributes(list: list)
    guard attributes.count <= Self.attributes else {
      return stop(XMLFailure("an element has more than \(Self.attributes) attributes"))
    }
    let (namespace, local) = Self.split(name)
    do throws(XMLFailure) {
      try handler.start(String(cString: local), namespace: namespace, attributes)
    } catch {
      stop(error)
    }
  }

  private func ended(_ name: UnsafePointer<CChar>) {
    guard failure == nil else { return }
    depth -= 1
    let (namespace, local) = Self.split(name)
    do throws(XMLFailure) {
      try handler.end(String(cString: local), namespace: namespace)
    } catch {
      stop(error)
    }
  }

  private func found(_ text: UnsafePointer<CChar>, _ count: Int) {
    guard failure == nil, count > 0 else { return }
    do throws(XMLFailure) {
      try text.withMemoryRebound(to: UInt8.self, capacity: count) { (start) throws(XMLFailure) in
        try handler.text(UnsafeBufferPointer(start: start, count: count))
      }
    } catch {
      stop(error)
    }
  }

  /// The namespace and the name of what expat calls `namespace`, separator, `name`.
  private static func split(_ name: UnsafePointer<CChar>) -> (XMLNamespace, UnsafePointer<CChar>) {
    // Sheets have millions of names, each with its whole namespace.
    let last = strrchr(name, Int32(separator)).map { UnsafePointer($0) - name }
    return name.withMemoryRebound(to: UInt8.self, capacity: (last ?? 0) + 1) { bytes in
      (XMLNamespace(bytes: UnsafeBufferPointer(start: bytes, count: last ?? 0)), name + (last.map { $0 + 1 } ?? 0))
    }
  }

  /// Whether an attribute has a name, with a namespace or without.
  fileprivate static func isNamed(_ key: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    let wanted = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    if strcmp(key, wanted) == 0 { return true }
    guard let last = strrchr(key, Int32(separator)) else { return false }
    return strcmp(last + 1, wanted) == 0
  }
}
