// SPDX-License-Identifier: GPL-3.0-or-later

package import LinearModels

/// A model with a known answer.
package struct ConformanceCase: Sendable {
  /// A short name, for messages and exclusions.
  package var name: String
  package var model: LinearModel
  /// The terminations that are right: one, or two where an honest engine may be unable to tell.
  package var terminations: [Termination]
  /// The optimal objective, offset included; nil where there is none.
  package var objective: Double?
  /// What an engine must be able to do to take the case.
  package var needs: EngineCapabilities

  package init(
    _ name: String, _ model: LinearModel, terminations: [Termination] = [.optimal], objective: Double? = nil,
    needs: EngineCapabilities = []
  ) {
    self.name = name
    self.model = model
    self.terminations = terminations
    self.objective = objective
    self.needs = needs
  }
}

/// Something that an engine got wrong.
package struct ConformanceFinding: Sendable, Hashable, CustomStringConvertible {
  /// The case, with the name of the variant in brackets where it is one.
  package var name: String
  package var detail: String

  package init(name: String, detail: String) {
    self.name = name
    self.detail = detail
  }

  package var description: String { "\(name): \(detail)" }
}

/// A case that an engine is excused from, and why.
package struct ConformanceExclusion: Sendable, Hashable {
  package var name: String
  package var reason: String

  package init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}
