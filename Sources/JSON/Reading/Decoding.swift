// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

/// Decodes a document and turns what is wrong with it into an error with places.
///
/// - Parameter takesFigures: whether the result takes in figures outside their ranges, if nothing else is wrong.
package func decoded<T>(
  _ bytes: [UInt8], _ resolver: PositionResolver, takesFigures: Bool = false,
  _ body: (inout DocumentDecoder) throws(JSONFailure) -> T?
) throws(DocumentError) -> T {
  let result: T?
  let issues: [ScenarioIssue]
  let omitted: Int
  do throws(JSONFailure) {
    (result, issues, omitted) = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
      var decoder = try DocumentDecoder(buffer)
      let result = try body(&decoder)
      let figures = decoder.hasErrors || result == nil || !takesFigures ? decoder.figureIssues : []
      return (result, decoder.issues + figures, decoder.omitted)
    }
  } catch {
    throw resolver.error(error)
  }
  guard let result, issues.isEmpty else {
    throw DocumentError(issues: resolver.located(issues), omitted: omitted)
  }
  return result
}
