package import MemoryModel

/// How much may be spent on models, in a day and on one session. Checked before every call, never after.
///
/// Users of an earlier memory lost hundreds of millions of tokens to calls that they did not know of
/// (https://github.com/thedotmack/claude-mem/issues/2643): a call that might pass a limit is not made.
package struct ModelBudget: Hashable, Sendable {
  package struct Limit: Hashable, Sendable {
    package var calls: Int
    /// In and out together.
    package var tokens: Int

    package init(calls: Int, tokens: Int) {
      self.calls = calls
      self.tokens = tokens
    }
  }

  package enum Period: String, Sendable { case day, session }

  /// Why a call was not made.
  package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var period: Period
    /// When the limit is whole again; nil where waiting does not help: a session's limit, or a call larger than any day's.
    package var until: Timestamp?
    package var description: String

    /// How every description begins.
    package static let opening = "over budget"

    package init(period: Period, until: Timestamp?, description: String) {
      self.period = period
      self.until = until
      self.description = description
    }
  }

  package var day: Limit
  package var session: Limit

  package init(day: Limit, session: Limit) {
    self.day = day
    self.session = session
  }

  /// Throws when one more call of at most `tokens` tokens would pass a limit. `spentOnSession` is nil for work that
  /// belongs to no session.
  /// - Parameter dayEnds: when the next day's spending begins.
  package func permit(
    tokens: Int, spentToday: ModelUsage, spentOnSession: ModelUsage?, dayEnds: Timestamp? = nil
  ) throws(Refusal) {
    try Self.permit(tokens: tokens, spent: spentToday, limit: day, period: .day, until: dayEnds)
    if let spentOnSession {
      try Self.permit(tokens: tokens, spent: spentOnSession, limit: session, period: .session, until: nil)
    }
  }

  private static func permit(
    tokens: Int, spent: ModelUsage, limit: Limit, period: Period, until: Timestamp?
  ) throws(Refusal) {
    func refuse(_ reason: String, helps: Bool) -> Refusal {
      let end = helps ? until : nil
      return Refusal(
        period: period, until: end, description: Refusal.opening + (end.map { " until \($0.iso8601)" } ?? "") + ": " + reason)
    }
    guard spent.calls < limit.calls else {
      throw refuse(
        "the \(period)'s \(limit.calls) model calls are spent; `budget.calls_per_\(period)` in config.toml sets the limit",
        helps: limit.calls > 0)
    }
    let (after, overflow) = spent.tokens.addingReportingOverflow(max(0, tokens))
    guard !overflow, after <= limit.tokens else {
      throw refuse(
        "a call of \(tokens) tokens would pass the \(period)'s \(limit.tokens), of which \(spent.tokens) are spent; "
          + "`budget.tokens_per_\(period)` in config.toml sets the limit", helps: tokens <= limit.tokens)
    }
  }
}
