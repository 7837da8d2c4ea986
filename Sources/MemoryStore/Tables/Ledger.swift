package import MemoryModel
import SQLite

extension MemoryStore {
  @discardableResult
  package func insertLedgerRow(_ row: ModelCall) throws -> Int64 {
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
    try connection.first(
      "SELECT \(ledgerSums) FROM ledger WHERE at >= ?1 AND (?2 IS NULL OR session = ?2)", [moment, session]
    ) { readTotal($0, from: 0) } ?? .nothing
  }

  /// The last calls, the newest first.
  package func ledgerRows(since moment: Timestamp, limit: Int) throws -> [ModelCall] {
    try connection.query(
      """
      SELECT id, at, purpose, provider, model, input_tokens, output_tokens, cost_usd, session FROM ledger
      WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?
      """, [moment, Int64(limit)]
    ) {
      ModelCall(
        id: $0.integer(0), at: $0.timestamp(1), purpose: $0.text(2), provider: $0.text(3), model: $0.text(4),
        inputTokens: $0.integer(5), outputTokens: $0.integer(6), cost: $0.isNull(7) ? nil : $0.double(7),
        session: $0.optionalText(8))
    }
  }

  /// What was spent on each day (UTC) since a moment, the oldest first.
  package func ledgerDays(since moment: Timestamp) throws -> [(day: Timestamp, total: LedgerTotal)] {
    try connection.query(
      """
      SELECT at / 86400000 * 86400000 AS day, \(ledgerSums) FROM ledger WHERE at >= ? GROUP BY day ORDER BY day
      """, [moment]
    ) { ($0.timestamp(0), readTotal($0, from: 1)) }
  }

  /// What was spent on each purpose since a moment, the most expensive first.
  package func ledgerPurposes(since moment: Timestamp) throws -> [(purpose: String, total: LedgerTotal)] {
    try connection.query(
      """
      SELECT purpose, \(ledgerSums) FROM ledger WHERE at >= ? GROUP BY purpose
      ORDER BY total(input_tokens) + total(output_tokens) DESC, purpose
      """, [moment]
    ) { ($0.text(0), readTotal($0, from: 1)) }
  }

  // total() adds in floating point and cannot overflow, whatever a service claimed to have counted.
  private var ledgerSums: String { "count(*), total(input_tokens), total(output_tokens), total(cost_usd)" }

  private func readTotal(_ row: Row, from column: Int32) -> LedgerTotal {
    LedgerTotal(
      calls: row.integer(column), inputTokens: Int64(clamping: row.double(column + 1)),
      outputTokens: Int64(clamping: row.double(column + 2)), cost: row.double(column + 3))
  }
}

extension Int64 {
  /// The nearest there is.
  fileprivate init(clamping number: Double) {
    self = Int64(exactly: number.rounded()) ?? (number > 0 ? .max : number < 0 ? .min : 0)
  }
}
