// SPDX-License-Identifier: GPL-3.0-or-later

internal import Issues

/// Decodes a document and turns what is wrong with it into an error with places.
package func decoded<T>(
  _ bytes: [UInt8], _ resolver: PositionResolver, _ body: (inout DocumentDecoder) throws(JSONFailure) -> T?
) throws(DocumentError) -> T {
  let result: T?
  let issues: [ScenarioIssue]
  let omitted: Int
  do throws(JSONFailure) {
    (result, issues, omitted) = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONFailure) in
      var decoder = try DocumentDecoder(buffer)
      let result = try body(&decoder)
      return (result, decoder.issues, decoder.omitted)
    }
  } catch {
    throw resolver.error(error)
  }
  guard let result, issues.isEmpty else {
    throw DocumentError(issues: resolver.located(issues), omitted: omitted)
  }
  return result
}
