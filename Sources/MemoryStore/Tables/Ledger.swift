package import MemoryModel
import SQLite

extension MemoryStore {
  /// Newest first.
  package func ledger(since moment: Timestamp, limit: Int) throws -> [LedgerEntry] {
    try connection.query(
      """
      SELECT at, purpose, provider, model, input_tokens, output_tokens, cost_usd, session FROM ledger
      WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?
      """, [moment, limit]
    ) { row in
      LedgerEntry(
        at: row.timestamp(0), purpose: row.text(1), provider: row.text(2), model: row.text(3), inputTokens: Int(row.integer(4)),
        outputTokens: Int(row.integer(5)), cost: row.isNull(6) ? nil : row.double(6), session: row.optionalText(7))
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
