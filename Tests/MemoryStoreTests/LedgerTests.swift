import MemoryModel
import MemoryStore
import Testing

@Suite struct LedgerTests {
  let scratch = ScratchHome()
  let store: MemoryStore
  let noon = Timestamp(iso8601: "2026-11-21T12:00:00Z")!

  init() throws { store = try MemoryStore(home: scratch.home) }

  private func row(_ hours: Int64, _ input: Int64, _ output: Int64, cost: Double? = nil, session: String? = nil) -> ModelCall {
    ModelCall(
      at: noon.advanced(by: .seconds(3600 * hours)), purpose: "extraction", provider: "ollama", model: "llama3.2",
      inputTokens: input,
      outputTokens: output, cost: cost, session: session)
  }

  @Test("A call comes back as it was written, the newest first, no more than asked for") func roundTrip() throws {
    let rows = [row(0, 1, 2), row(1, 3, 4, cost: 0.25, session: "s1"), row(2, 5, 6)]
    for index in rows.indices { #expect(try store.insertLedgerRow(rows[index]) == Int64(index + 1)) }
    var expected = rows
    for index in expected.indices { expected[index].id = Int64(index + 1) }
    #expect(try store.ledgerRows(since: noon, limit: 10) == expected.reversed())
    #expect(try store.ledgerRows(since: noon.advanced(by: .seconds(1)), limit: 1) == [expected[2]])
  }

  @Test("Totals are of a time, or of a session in it") func totals() throws {
    try store.insertLedgerRow(row(-24, 1000, 1000, cost: 1, session: "s1"))
    try store.insertLedgerRow(row(0, 10, 1, cost: 0.5, session: "s1"))
    try store.insertLedgerRow(row(1, 20, 2, session: "s2"))
    try store.insertLedgerRow(row(2, 30, 3))
    #expect(try store.ledgerTotal(since: noon) == LedgerTotal(calls: 3, inputTokens: 60, outputTokens: 6, cost: 0.5))
    #expect(try store.ledgerTotal(since: noon, session: "s1") == LedgerTotal(calls: 1, inputTokens: 10, outputTokens: 1, cost: 0.5))
    #expect(try store.ledgerTotal(since: Timestamp(milliseconds: .min), session: "s1").inputTokens == 1010)
    #expect(try store.ledgerTotal(since: noon, session: "none") == LedgerTotal(calls: 0, inputTokens: 0, outputTokens: 0, cost: 0))
  }

  @Test("Totals saturate, for a service may claim any number") func saturation() throws {
    try store.insertLedgerRow(row(0, .max, .max))
    try store.insertLedgerRow(row(0, .max, 1))
    #expect(try store.ledgerTotal(since: noon).inputTokens == .max)
    #expect(try store.ledgerTotal(since: noon).outputTokens == .max)
  }

  @Test("What a call did cost takes the place of what was planned; one that was not made leaves nothing") func settling() throws {
    let first = try store.insertLedgerRow(row(0, 100, 2000, session: "s1"))
    let second = try store.insertLedgerRow(row(0, 100, 2000))
    try store.settleLedgerRow(first, model: "llama3.2:3b", inputTokens: 90, outputTokens: 40, cost: 0)
    try store.deleteLedgerRow(second)
    var expected = row(0, 90, 40, cost: 0, session: "s1")
    expected.id = first
    expected.model = "llama3.2:3b"
    #expect(try store.ledgerRows(since: noon, limit: 10) == [expected])
  }

  @Test("Spending by day and by purpose adds up what was spent, and saturates") func spending() throws {
    try store.insertLedgerRow(row(-24, 1000, 1000, cost: 1))
    try store.insertLedgerRow(row(0, 10, 1, cost: 0.5))
    var tiers = row(1, 7, 7)
    tiers.purpose = "tiers"
    try store.insertLedgerRow(tiers)
    let days = try store.ledgerDays(since: noon.advanced(by: .seconds(-86_400)))
    #expect(days.map(\.day.date.iso8601) == ["2026-11-20", "2026-11-21"])
    #expect(days.map(\.total.tokens) == [2000, 25])
    let purposes = try store.ledgerPurposes(since: noon)
    #expect(purposes.map(\.purpose) == ["tiers", "extraction"])
    #expect(
      purposes.map(\.total) == [
        LedgerTotal(calls: 1, inputTokens: 7, outputTokens: 7, cost: 0),
        LedgerTotal(calls: 1, inputTokens: 10, outputTokens: 1, cost: 0.5),
      ])
    try store.insertLedgerRow(row(2, .max, .max))
    #expect(try store.ledgerDays(since: noon).last?.total.tokens == .max)
  }
}
