// SPDX-License-Identifier: GPL-3.0-or-later

package import Allocation
internal import Issues
package import JSON
internal import Numbers

/// The lines of `muster stream`.
package struct StreamFormat: Sendable {
  /// A request that is not the scenario itself.
  package let request: ObjectDescription<StreamRequest.Parts>
  package let options: ObjectDescription<StreamRequest.Options>

  /// - Parameter engines: the names that `options.engine` may have.
  package init(engines: [String]) {
    options = ObjectDescription(
      initial: StreamRequest.Options(),
      fields: [
        Field("engine", \.engine, .choice(of: engines), otherwise: "as the command says", "as `--engine`"),
        Field(
          "gap", \.gap, .real(NumberRange(low: 0)), otherwise: "as the command says", "as `--gap`: a share",
          example: "0.001"),
        Field(
          "timeLimit", \.timeLimit, .real(.above(0, to: 1_000_000_000)), otherwise: "as the command says",
          "as `--time-limit`: seconds", example: "2"),
        Field(
          "workLimit", \.workLimit, .whole(1...Int.max), otherwise: "as the command says", "as `--work-limit`",
          example: "100000"),
      ])
    request = ObjectDescription(
      initial: StreamRequest.Parts(),
      fields: [
        Field("id", \.id, .any, otherwise: "null", "any JSON value; the answer repeats it", example: "1"),
        Field("scenario", \.scenario, .passedOver(.object(ScenarioFormat.document.shape)), "the scenario"),
        Field("base", \.base, .identifier, "instead of it: one that an earlier line registered", example: #""now""#),
        Field(
          "patch", \.patch, .patch, "changes of it, as in RFC 6902",
          example: #"[{"op": "replace", "path": "/staff/0/costPerHour", "value": 90}]"#),
        Field(
          "set", \.set, .settings,
          "values by their paths, as `--set` takes them, set behind the patch; null takes one away",
          example: #"{"staff.ana.costPerHour": 90}"#),
        Field(
          "register", \.register, .identifier, otherwise: "it is planned",
          "keep the scenario under this name, and do not plan it", example: #""now""#),
        Field("options", \.options, .object(options), "how to plan it"),
      ],
      rules: [
        .variants(
          of: "request",
          [
            .init(name: "a whole", markers: ["scenario"], keys: []),
            .init(name: "a base", markers: ["base"], keys: ["patch", "set"]),
          ],
          hint: #"write {"id": 1, "scenario": {...}}, or {"id": 1, "base": "NAME", "set": {...}}"#),
        .notBeside("register", ["options"]),
      ], foreignKey: "format")
  }

  /// A request or an answer; both are defined under their names.
  package var shape: Shape {
    .either(
      .named("request", .either(.object(ScenarioFormat.document.shape), .object(request.shape))),
      .named("answer", .object(Self.answer.shape)))
  }

  package static let answer = WrittenObject<StreamReply>(
    fields: [
      .derived("id", .any, "that of the request; null where it has none") { $0.id ?? .null },
      .optional("plan", .plan, otherwise: "no plan", "the best plan found, as `solve` writes it") { $0.plan },
      .optional(
        "penalties", .list(of: .written(CheckFormat.pinnedPenalty)), otherwise: "they are those of the base",
        "penalties that the patched scenario would derive otherwise: they are those of the base, so that the plans can be "
          + "compared"
      ) { $0.penalties.isEmpty ? nil : $0.penalties },
      .optional("notices", .list(of: .text), otherwise: "none", "what else was noticed") {
        $0.notices.isEmpty ? nil : $0.notices
      },
      .optional("registered", .identifier, otherwise: "nothing was registered", "the name that the scenario has now") {
        $0.registered?.name
      },
      .optional("sha256", .digest, otherwise: "nothing was registered", "SHA-256 of the scenario's bytes") {
        $0.registered?.sha256
      },
      .optional("warnings", .issues, otherwise: "none", "what deserves a look in the scenario") {
        $0.warnings.isEmpty ? nil : $0.warnings
      },
      .optional("error", .object(ProblemFormat.problem), otherwise: "all went well", "why there is no other answer") {
        $0.error
      },
    ],
    rules: [
      .variants(
        of: "answer",
        [
          .init(name: "a plan", markers: ["plan"], keys: ["notices"]),
          .init(name: "a registration", markers: ["registered"], keys: ["sha256"]),
          .init(name: "an error", markers: ["error"], keys: []),
        ], hint: "")
    ])

  /// A step of a patch: RFC 6902 lets it have other members, too.
  fileprivate static func operation(_ names: [String], _ others: Field<Void>...) -> Shape {
    let op = Field<Void>.derived("op", .choice(of: names), "what is done") { _ in "" }
    let path = Field<Void>.derived("path", .pointer, "where") { _ in [] }
    return .object(ObjectDescription(initial: (), fields: [op, path] + others, passesOverAll: true).shape)
  }
}

/// What one line of output says: a plan, that a scenario was registered, or an error.
package struct StreamReply: Sendable {
  package var id: JSONValue?
  package var plan: Plan?
  package var notices: [String] = []
  /// Penalties of the base that hold, and what the patched scenario would derive.
  package var penalties: [(pinned: PenaltyFigure, derived: PenaltyFigure)] = []
  package var registered: (name: String, sha256: String)?
  package var warnings: [LocatedIssue] = []
  package var error: Problem?

  package init(id: JSONValue?) { self.id = id }

  /// The line, with its end.
  package var line: [UInt8] {
    var writer = JSONWriter(pretty: false)
    StreamFormat.answer.write(self, to: &writer)
    return writer.line()
  }
}

extension Kind where Value == Plan {
  fileprivate static var plan: Self { written(.object(PlanFormat.document.shape)) { PlanWriter.write($0, to: &$1) } }
}

extension Kind where Value == JSONValue {
  /// Any JSON value.
  fileprivate static var any: Self {
    Self(.any) { d throws(JSONFailure) in
      try JSONValue.value(&d.reader, true)
    } write: {
      $0.write(to: &$1)
    }
  }
}

extension Kind where Value == Range<Int> {
  /// Where a value is that is read later, by itself: what is wrong inside it is found then, with its place.
  fileprivate static func passedOver(_ shape: Shape) -> Self {
    Self(shape) { (decoder) throws(JSONFailure) in
      _ = try decoder.reader.peek()
      let start = decoder.reader.position
      try decoder.reader.skipValue(allowsDuplicateKeys: true)
      return start..<decoder.reader.position
    } write: { _, _ in
    }
  }
}

extension Kind where Value == StreamChanges.Settings {
  fileprivate static var settings: Self {
    Self(.map(.any)) { (decoder) throws(JSONFailure) in
      _ = try decoder.reader.peek()
      let offset = decoder.reader.position
      guard try decoder.beginObject() else { return nil }
      var members: [JSONValue.Member] = []
      while let name = try decoder.nextName() {
        members.append(JSONValue.Member(name, try JSONValue.value(&decoder.reader, false)))
      }
      return StreamChanges.Settings(members: members, offset: offset)
    } write: { _, _ in
    }
  }
}

extension Kind where Value == StreamChanges.Patch {
  fileprivate static var patch: Self {
    let value = Field<Void>.derived("value", .any, "what is put there, or has to be there") { _ in .null }
    let from = Field<Void>.derived("from", .pointer, "from where") { _ in [] }
    let steps = Shape.either(
      StreamFormat.operation(["add", "replace", "test"], value),
      .either(StreamFormat.operation(["remove"]), StreamFormat.operation(["move", "copy"], from)))
    return Self(.list(.named("operation", steps))) { (decoder) throws(JSONFailure) in
      _ = try decoder.reader.peek()
      let offset = decoder.reader.position
      let value = try JSONValue.value(&decoder.reader, false)
      do throws(JSONPatchError) {
        return StreamChanges.Patch(patch: try JSONPatch(value), offset: offset)
      } catch {
        decoder.report(error.kind, error.detail, hint: error.hint, below: error.path)
        return nil
      }
    } write: { _, _ in
    }
  }
}

extension Kind where Value == Double {
  /// A number that need not be kept exactly.
  fileprivate static func real(_ range: NumberRange) -> Self {
    let exact = Kind<ExactDecimal>.number(range)
    return Self(exact.shape) { (decoder) throws(JSONFailure) in
      guard let value = try exact.read(&decoder) else { return nil }
      return Double(value.description)
    } write: {
      $1.lexeme(String($0))
    }
  }
}
