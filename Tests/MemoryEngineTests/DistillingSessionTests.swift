import Embedding
import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import SQLite
import ScriptedModel
import Testing

@testable import MemoryEngine

@Suite("Ten sessions that a model reads")
struct DistillingSessionTests {
  private static func fixture(_ model: ScriptedModel? = nil, meaning: Bool = true) throws -> EngineFixture {
    let model = model ?? .reading(DistillingSessions.all, merge: DistillingSessions.merge)
    let embedder: SemanticSearch.MakeEmbedder = { try BuiltInEmbedder() }
    return try EngineFixture(embedder: meaning ? embedder : nil, models: ModelSource { _ in model })
  }

  private static func run(_ sessions: [ToldSession], in fixture: EngineFixture) async throws {
    for session in sessions {
      fixture.advance(by: .seconds(3600))
      try session.end(in: fixture)
      let outcome = try await fixture.drain()
      #expect(outcome.failed == 0, "\(session.id): \(outcome.errors)")
    }
  }

  @Test("they leave what is worth knowing, each thing once, and what was taken back is closed")
  func expected() async throws {
    let fixture = try Self.fixture()
    try await Self.run(DistillingSessions.all, in: fixture)
    let nodes = try DistillingTests.learned(fixture)
    let lines = nodes.map { node in
      "\(node.uri) [\(node.project ?? "–")]\(node.validity.to == nil ? "" : " (closed)") \(node.abstract)"
    }
    #expect(lines == Self.expected, "\n\(lines.joined(separator: "\n"))")
    // Joined by the model, with what stood before as a revision.
    let bun = try #require(nodes.first { $0.uri.name == "package-manager" })
    #expect(bun.content.contains("frozen") && bun.content.contains("too long"))
    #expect(bun.provenance.maker == "merge/1 ollama/1")
    #expect(bun.supersededBy?.description == "mem://user/preferences/npm")
    // Grounded in what the assistant said, and trusted less for it.
    #expect(nodes.first { $0.category == .cases }?.provenance.confidence == 0.6)
    #expect(try !fixture.dump().contains("sk_test"))
  }

  private static let expected = [
    "mem://agent/cases/flaky-checkout-test [shop] The checkout test was flaky because two tests shared one cart; each test now makes its own cart.",
    "mem://agent/patterns/money-in-cents [shop] In the shop repo every amount of money is an integer number of cents.",
    "mem://user/entities/marta [orchard] Marta runs the orchard and reads the weekly report on Mondays, on her tablet.",
    "mem://user/events/2026-09-21-cart-moved-to-postgres [shop] Yesterday (2026-09-20) the cart was moved to Postgres and the SQLite branch dropped.",
    "mem://user/preferences/npm [shop] Uses npm in the shop project again, because bun breaks the Windows builds.",
    "mem://user/preferences/package-manager [shop] (closed) Uses bun instead of npm in the shop project, bun 1.2 with --frozen-lockfile in CI.",
    "mem://user/preferences/sprache-und-laenge [orchard] Antworten auf Deutsch und kurz: erst das Ergebnis, dann die Begründung.",
    "mem://user/preferences/コミット言語 [shop] コミットメッセージは日本語で書く。",
    "mem://user/profile/role-and-css [–] A backend engineer whose CSS is weak: explain CSS in detail.",
  ]

  @Test("read again they change nothing, also when the store has lost how far it came")
  func idempotent() async throws {
    let fixture = try Self.fixture()
    try await Self.run(DistillingSessions.all, in: fixture)
    let once = try fixture.dump()
    for forgets in [false, true] {
      if forgets { try fixture.engine.store.write { try fixture.engine.store.connection.execute("DELETE FROM distillations") } }
      for session in DistillingSessions.all {
        try fixture.engine.store.write {
          try fixture.engine.store.enqueue(
            kind: ExtractSessionJob.kind, subject: session.id, due: fixture.now, at: fixture.now)
        }
      }
      #expect(try await fixture.drain().failed == 0)
      #expect(try fixture.dump() == once)
    }
  }

  @Test("a worker that dies at any row it writes leaves, when the next one is done, what an undisturbed one leaves")
  func killed() async throws {
    let sessions = [0, 1, 3, 6].map { DistillingSessions.all[$0] }
    let undisturbed = try Self.fixture(meaning: false)
    try Self.queue(sessions, in: undisturbed)
    #expect(try await undisturbed.drain().failed == 0)
    let expected = try undisturbed.dump()
    #expect(expected.contains("mem://user/preferences/npm"))
    for row in 1..<1000 {
      let fixture = try Self.fixture(meaning: false)
      try Self.queue(sessions, in: fixture)
      let died = try await Self.dies(atRow: row, in: fixture)
      #expect(try await fixture.drain().failed == 0)
      #expect(try fixture.dump() == expected, "after dying at row \(row)")
      guard died else {
        #expect(row > 50, "only \(row) rows were written")
        return
      }
    }
  }

  private static func queue(_ sessions: [ToldSession], in fixture: EngineFixture) throws {
    for session in sessions {
      fixture.advance(by: .seconds(3600))
      try session.end(in: fixture)
    }
  }

  /// Another engine on the same store works until it writes this row: then its transaction is rolled back, as a killed process's is, and it
  /// writes nothing more. False when all was done before.
  private static func dies(atRow row: Int, in fixture: EngineFixture) async throws -> Bool {
    let model = ScriptedModel.reading(DistillingSessions.all, merge: DistillingSessions.merge)
    let now = fixture.now
    let engine = MemoryEngine(
      store: try MemoryStore(home: fixture.engine.store.home), settings: EngineSettings(), models: ModelSource { _ in model },
      clock: { now })
    var script = "CREATE TEMP TABLE written (rows INTEGER); INSERT INTO written VALUES (0);"
    for table in ["mem_nodes", "passages", "links", "revisions", "learned", "distillations", "jobs", "sessions"] {
      for event in ["INSERT", "UPDATE", "DELETE"] {
        script += """
          CREATE TEMP TRIGGER died_\(table)_\(event) AFTER \(event) ON main.\(table) BEGIN
            UPDATE written SET rows = rows + 1;
            SELECT RAISE(ABORT, 'died') FROM written WHERE rows >= \(row);
          END;
          """
      }
    }
    // Who is dead does not note a failed try either.
    script += """
      CREATE TEMP TRIGGER died_trying BEFORE UPDATE ON main.jobs WHEN NEW.attempts > OLD.attempts BEGIN SELECT RAISE(ABORT, 'died'); END;
      """
    try engine.store.connection.executeScript(script)
    do {
      try await onThread { _ = try engine.drain() }
      return false
    } catch {
      return true
    }
  }
}
