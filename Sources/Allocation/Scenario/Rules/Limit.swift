// SPDX-License-Identifier: GPL-3.0-or-later

public import Numbers

extension Scenario {
  /// An entry of `limits`: the most hours of certain people on certain work in each span of the calendar.
  public struct Limit: Sendable, Hashable {
    /// The id, unique among the limits.
    public var id: String
    /// The name for people; the id by default.
    public var name: String
    /// The span that the limit is for; one that the horizon cuts has the whole limit.
    public var span: SpanLength
    /// How much is allowed in each span.
    public var most: Most
    /// Whose hours count, and on what.
    public var selection: WorkSelection
    /// What is limited by itself, instead of everything together; nil for together.
    public var each: Each?
    /// Hours that were worked before the horizon, in the span that contains its first day.
    public var used: ExactDecimal

    /// Makes a limit; what is left out has the format's default.
    public init(
      id: String, name: String? = nil, per span: SpanLength, _ most: Most, _ selection: WorkSelection = WorkSelection(),
      each: Each? = nil, used: ExactDecimal = 0
    ) {
      self.id = id
      self.name = name ?? id
      self.span = span
      self.most = most
      self.selection = selection
      self.each = each
      self.used = used
    }

    /// How much is allowed.
    public enum Most: Sendable, Hashable {
      /// Worked and operating hours.
      case hours(ExactDecimal)
      /// The share, 0 to 1, of the regular hours that the people have in the span.
      case share(ExactDecimal)
    }

    /// What a limit holds for, one by one.
    public enum Each: String, Sendable, Hashable, CaseIterable {
      case staff, project, demand
    }
  }
}
