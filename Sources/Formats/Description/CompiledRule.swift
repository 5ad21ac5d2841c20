// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues
internal import JSON

/// A rule with the places of its keys.
final class CompiledRule: Sendable {
  /// Whether it shows as soon as a key has been read.
  let isOfPair: Bool
  private let rule: KeyRule
  private let keys: KeySet
  private let others: KeySet
  private let variants: [CompiledVariant]
  private let sets: [VariantSets]

  /// The keys of a variant, without their names.
  private struct VariantSets {
    let markers: KeySet
    let all: KeySet
    let exactlyOne: KeySet
  }

  private struct CompiledVariant: Sendable {
    var variant: KeyRule.Variant
    var markers: KeySet
    var others: [(key: String, place: KeySet)]
    var exactlyOne: KeySet
  }

  /// - Parameter names: the keys of the object, by their places.
  init(_ rule: KeyRule, _ names: [String]) {
    func places(_ keys: [String]) -> KeySet { KeySet(keys.compactMap { names.firstIndex(of: $0) }) }
    self.rule = rule
    if case .notBeside = rule { isOfPair = true } else { isOfPair = false }
    var others = KeySet()
    var variants: [CompiledVariant] = []
    switch rule {
    case .notBeside(let key, let excluded):
      keys = places([key])
      others = places(excluded)
    case .anyOf(let choices), .exactlyOne(_, let choices):
      keys = places(choices)
    case .variants(_, let all, _):
      keys = KeySet()
      variants = all.map { variant in
        CompiledVariant(
          variant: variant, markers: places(variant.markers), others: variant.keys.map { ($0, places([$0])) },
          exactlyOne: places(variant.exactlyOne))
      }
    }
    self.others = others
    self.variants = variants
    sets = variants.map {
      VariantSets(markers: $0.markers, all: places($0.variant.keys), exactlyOne: $0.exactlyOne)
    }
  }

  /// Checks what shows as soon as a key has been read.
  func check(after place: Int, _ seen: KeySet, _ names: [String], _ decoder: inout DocumentDecoder) {
    guard keys.isSubset(of: seen), others.common(seen) > 0, case .notBeside(let key, let excluded) = rule else {
      return
    }
    let other: String?
    if others.contains(place) {
      other = names[place]
    } else if keys.contains(place) {
      other = excluded.first { name in names.firstIndex(of: name).map(seen.contains) ?? false }
    } else {
      return
    }
    decoder.report(
      .contradiction, "\(key) and \(other ?? "") are both given", hint: "leave one of them out", isAboutKey: true)
  }

  /// Checks what shows when the object has been read.
  func checkAtEnd(_ seen: KeySet, _ required: KeySet, _ names: [String], _ decoder: inout DocumentDecoder) {
    if isOfOneVariant(seen) { return }
    switch rule {
    case .notBeside: return
    case .anyOf(let choices):
      if keys.common(seen) == 0, keys.common(required) == 0, let first = choices.first { decoder.missing(first) }
    case .exactlyOne(let what, let choices):
      let count = keys.common(seen)
      if count != 1 {
        decoder.report(
          count == 0 ? .missingKey : .contradiction,
          "\(what) has exactly one of \(choices.map(quoted).joined(separator: " and "))")
      }
    case .variants(let what, _, let hint): checkVariants(what, hint, seen, names, &decoder)
    }
  }

  /// Whether the keys are those of one variant, as most objects have them.
  private func isOfOneVariant(_ seen: KeySet) -> Bool {
    var found = 0
    for set in sets {
      let markers = set.markers.common(seen)
      if markers > 0 {
        found += markers
        if set.exactlyOne.count > 0, set.exactlyOne.common(seen) != 1 { return false }
      } else if set.all.common(seen) > 0 {
        return false
      }
    }
    return found == 1
  }

  private func checkVariants(
    _ what: String, _ hint: String, _ seen: KeySet, _ names: [String], _ decoder: inout DocumentDecoder
  ) {
    func isSeen(_ key: String) -> Bool { names.firstIndex(of: key).map(seen.contains) ?? false }
    let fitting = variants.filter { $0.markers.common(seen) > 0 }
    guard fitting.count == 1, let chosen = fitting.first, chosen.markers.common(seen) == 1 else {
      let markers = variants.flatMap(\.variant.markers).filter { fitting.isEmpty || isSeen($0) }.map(quoted)
      decoder.report(
        fitting.isEmpty ? .missingKey : .contradiction,
        fitting.isEmpty
          ? "the \(what) has neither \(markers.joined(separator: " nor "))"
          : "the \(what) has both \(markers.joined(separator: " and "))",
        hint: fitting.count == 1 ? "leave one of them out" : hint)
      return
    }
    let kind = chosen.variant.name
    for other in variants where other.variant.name != kind {
      for key in other.others where key.place.isSubset(of: seen) {
        decoder.report(
          .contradiction,
          "\(quoted(key.key)) belongs to \(other.variant.name) \(what), and this is \(kind) \(what)", hint: "remove it")
      }
    }
    let count = chosen.exactlyOne.common(seen)
    if !chosen.variant.exactlyOne.isEmpty, count != 1 {
      decoder.report(
        count == 0 ? .missingKey : .contradiction,
        "\(kind) \(what) has exactly one of \(chosen.variant.exactlyOne.map(quoted).joined(separator: " and "))")
    }
  }
}
