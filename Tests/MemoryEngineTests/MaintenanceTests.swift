import JSONValues
import MemoryModel
import MemoryStore
import SQLite
import StoreInvariants
import Testing

@testable import MemoryEngine

@Suite struct MaintenanceTests {
  private func count(_ fixture: EngineFixture, _ sql: String) throws -> Int64 {
    try fixture.engine.store.connection.first(sql, []) { $0.integer(0) } ?? -1
  }

  /// A session of one prompt and so many tool calls, and the work after it.
  private func work(_ fixture: EngineFixture, session: String, calls: Int) throws {
    _ = try fixture.engine.recordPrompt(PromptRequest(session: session, prompt: "Weigh all crates of \(session)."))
    for number in 0..<calls {
      _ = try fixture.engine.recordTool(
        ToolRequest(
          session: session, tool: "Bash", input: ["command": .string("weigh --crate \(number) --of \(session)")],
          response: ["stdout": .string(String(repeating: "crate \(number) weighs \(number * 7) kg; ", count: 12))], failed: false))
    }
    _ = try fixture.engine.recordBoundary(SessionBoundaryRequest(session: session, boundary: .end(reason: nil)))
    #expect(try fixture.engine.drain().errors == [])
  }

  @Test("What is past its retention period goes from the file, and the file grows no further")
  func bounded() throws {
    var settings = EngineSettings()
    settings.retentionDays = 10
    let fixture = try EngineFixture(settings: settings)
    var sizes: [Int64] = []
    for day in 0..<40 {
      try work(fixture, session: "s-\(day)", calls: 12)
      fixture.advance(by: .seconds(86_400))
      if day % 10 == 9 { sizes.append(try count(fixture, "SELECT page_count FROM pragma_page_count")) }
    }
    #expect(try count(fixture, "SELECT count(*) FROM observations WHERE kind = 'tool'") <= 11 * 12)
    // Turns and summaries stay and grow by themselves; the observations of thirty days would be three times what ten leave.
    #expect(sizes[3] - sizes[1] < sizes[1], "\(sizes)")
    #expect(try StoreInvariants.faults(in: fixture.engine.store) == [])
  }

  @Test(
    "Of more turns than are kept, those of the oldest sessions go; their summaries stay, what was learned, what is pinned, and what is new"
  )
  func turnsKept() throws {
    var settings = EngineSettings()
    settings.retentionDays = 10
    settings.maximumTurns = 25
    settings.vectorIndexLimits.mostGraves = 0
    let fixture = try EngineFixture(settings: settings)
    let store = fixture.engine.store
    func turns(of session: Int) throws -> Int64 {
      try count(fixture, "SELECT count(*) FROM mem_nodes WHERE uri LIKE 'mem://sessions/s-\(session)/turns/%'")
    }
    for day in 0..<24 {
      let id = "s-\(day)"
      _ = try fixture.engine.recordPrompt(PromptRequest(session: id, prompt: "Always weigh cellar \(day) first."))
      _ = try fixture.engine.recordBoundary(
        SessionBoundaryRequest(session: id, boundary: .turn(lastWords: "Crate \(day) weighs 12 kg.")))
      try work(fixture, session: id, calls: 1)
      if day == 3 { _ = try fixture.engine.pin(MemoryURI(parsing: "mem://sessions/s-3/turns/0001"), pinned: true) }
      fixture.advance(by: .seconds(86_400))
    }
    #expect(try turns(of: 0) == 0 && turns(of: 3) == 2)
    for recent in 14..<24 { #expect(try turns(of: recent) == 2, "session \(recent) is within the retention period") }
    #expect(try count(fixture, "SELECT count(*) FROM mem_nodes WHERE uri LIKE 'mem://sessions/%/summary'") == 24)
    #expect(try count(fixture, "SELECT count(*) FROM mem_nodes WHERE category = 'preferences' AND source_session = 's-0'") == 1)
    #expect(try count(fixture, "SELECT count(*) FROM observations WHERE session = 's-0'") == 0)
    #expect(try count(fixture, "SELECT count(*) FROM mem_nodes WHERE uri = 'mem://sessions/s-0/turns'") == 0)
    #expect(try StoreInvariants.faults(in: store) == [])
    // Taken up again it begins with what is said then.
    try work(fixture, session: "s-0", calls: 1)
    #expect(try turns(of: 0) == 1)
    #expect(try StoreInvariants.faults(in: store) == [])
  }

  @Test("Room that nothing needs any more is given back, but for some that the next session takes")
  func givenBack() throws {
    let fixture = try EngineFixture()
    try work(fixture, session: "s-1", calls: 1)
    let store = fixture.engine.store
    try store.write {
      for number in 0..<12_000 {
        try store.insert(
          Observation(
            session: "s-1", at: fixture.now, kind: .tool, tool: "Bash", text: String(repeating: "crate \(number) ", count: 40)))
      }
    }
    let full = try count(fixture, "SELECT page_count FROM pragma_page_count")
    fixture.advance(by: .seconds(86_400 * 120))
    try work(fixture, session: "s-2", calls: 1)
    let pages = try count(fixture, "SELECT page_count FROM pragma_page_count")
    #expect(full > 1200 && pages < full / 2, "\(full) pages, then \(pages)")
    #expect(try count(fixture, "SELECT freelist_count FROM pragma_freelist_count") <= 256)
    #expect(try StoreInvariants.faults(in: store) == [])
  }

  @Test("Relevance ages in steps as it does at once, and what stays as it is is not written")
  func decay() throws {
    let fixture = try EngineFixture()
    for number in 0..<30 { try fixture.remember("Crate \(number) went to cellar \(number % 7).", .events) }
    try fixture.remember("Two spaces in Swift.", .preferences)
    fixture.advance(by: .seconds(86_400 * 45))
    let store = fixture.engine.store
    var (last, steps) = (Int64?.some(0), 0)
    while let id = last {
      last = try store.write { try store.decay(at: fixture.now, halfLifeDays: 90, floor: 0.1, after: id, limit: 7) }
      steps += 1
    }
    #expect(steps > 5)
    let aged = try store.connection.query(
      "SELECT DISTINCT relevance FROM mem_nodes WHERE category = 'events' AND node_type = 'leaf'", []
    ) {
      $0.double(0)
    }
    #expect(aged.count == 1 && abs(aged[0] - 0.5.squareRoot()) < 1e-9)
    #expect(try count(fixture, "SELECT count(*) FROM mem_nodes WHERE category = 'preferences' AND relevance != 1.0") == 0)
    let before = try count(fixture, "SELECT total_changes()")
    try store.write { try store.decay(at: fixture.now, halfLifeDays: 90, floor: 0.1) }
    #expect(try count(fixture, "SELECT total_changes()") == before)
  }
}
