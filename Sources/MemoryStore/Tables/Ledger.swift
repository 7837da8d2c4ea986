package import MemoryModel
import SQLite

/// What stands in a part of the ledger, added up.
package struct LedgerTotal: Hashable, Sendable {
  package var calls: Int64
  package var inputTokens: Int64
  package var outputTokens: Int64
  /// Of the calls whose provider said it.
  package var cost: Double

  package init(calls: Int64, inputTokens: Int64, outputTokens: Int64, cost: Double) {
    self.calls = calls
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cost = cost
  }
}

extension MemoryStore {
  @discardableResult
  package func insertLedgerRow(_ row: LedgerRow) throws -> Int64 {
    try connection.execute(
      """
      INSERT INTO ledger (at, purpose, provider, model, input_tokens, output_tokens, cost_usd, session)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, [row.at, row.purpose, row.provider, row.model, row.inputTokens, row.outputTokens, row.cost, row.session])
    return connection.lastInsertedRowID
  }

  /// What a call did cost, in the place of what was planned.
  package func settleLedgerRow(_ id: Int64, model: String, inputTokens: Int64, outputTokens: Int64, cost: Double?) throws {
    try connection.execute(
      "UPDATE ledger SET model = ?, input_tokens = ?, output_tokens = ?, cost_usd = ? WHERE id = ?",
      [model, inputTokens, outputTokens, cost, id])
  }

  package func deleteLedgerRow(_ id: Int64) throws { try connection.execute("DELETE FROM ledger WHERE id = ?", [id]) }

  /// - Parameter session: of this session alone, whenever that was.
  package func ledgerTotal(since moment: Timestamp, session: String? = nil) throws -> LedgerTotal {
    // total() adds in floating point and cannot overflow, whatever a service claimed to have counted.
    try connection.first(
      """
      SELECT count(*), total(input_tokens), total(output_tokens), total(cost_usd) FROM ledger
      WHERE at >= ?1 AND (?2 IS NULL OR session = ?2)
      """, [moment, session]
    ) {
      LedgerTotal(
        calls: $0.integer(0), inputTokens: Int64(clamping: $0.double(1)), outputTokens: Int64(clamping: $0.double(2)),
        cost: $0.double(3))
    } ?? LedgerTotal(calls: 0, inputTokens: 0, outputTokens: 0, cost: 0)
  }

  /// The last calls, the newest first.
  package func ledgerRows(since moment: Timestamp, limit: Int) throws -> [LedgerRow] {
    try connection.query(
      """
      SELECT id, at, purpose, provider, model, input_tokens, output_tokens, cost_usd, session FROM ledger
      WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?
      """, [moment, Int64(limit)]
    ) {
      LedgerRow(
        id: $0.integer(0), at: $0.timestamp(1), purpose: $0.text(2), provider: $0.text(3), model: $0.text(4),
        inputTokens: $0.integer(5), outputTokens: $0.integer(6), cost: $0.isNull(7) ? nil : $0.double(7),
        session: $0.optionalText(8))
    }
  }

  /// Calls and tokens of each day (UTC) since a moment, the oldest first.
  package func ledgerDays(since moment: Timestamp) throws -> [(day: Timestamp, calls: Int, tokens: Int)] {
    try connection.query(
      """
      SELECT at / 86400000 * 86400000 AS day, count(*), sum(input_tokens + output_tokens) FROM ledger WHERE at >= ?
      GROUP BY day ORDER BY day
      """, [moment]
    ) { ($0.timestamp(0), Int($0.integer(1)), Int($0.integer(2))) }
  }
}

extension Int64 {
  /// The nearest there is.
  fileprivate init(clamping number: Double) {
    self = Int64(exactly: number.rounded()) ?? (number > 0 ? .max : number < 0 ? .min : 0)
  }
}
