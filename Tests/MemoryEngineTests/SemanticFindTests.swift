import Embedding
import MemoryEngine
import MemoryModel
import MemoryStore
import Synchronization
import Testing

@Suite struct SemanticFindTests {
  @Test("a question finds the memory with which it shares no word")
  func paraphrase() throws {
    let fixture = try EngineFixture { try BuiltInEmbedder() }
    let answer = try fixture.remember("Nightly backups are copied to the office in Berlin by rsync", .events).uri
    try fixture.remember("The login page has a dark theme since March", .events)
    try fixture.remember("Invoices are rounded to whole cents", .events)
    #expect(try fixture.engine.pendingEmbeddings() > 0)
    let outcome = try fixture.engine.embedPassages()
    #expect(outcome.embedded > 0 && outcome.pending == 0)
    #expect(try fixture.find("where do we keep saved copies of our data").first == answer)
  }

  @Test("what has no vector yet is found by its words")
  func pending() throws {
    let fixture = try EngineFixture { try BuiltInEmbedder() }
    try fixture.remember("The login page has a dark theme since March", .events)
    _ = try fixture.engine.embedPassages()
    let late = try fixture.remember("Invoices are rounded to whole cents", .events).uri
    #expect(try fixture.engine.pendingEmbeddings() > 0)
    #expect(try fixture.find("how are invoices rounded").first == late)
  }

  @Test("an embedder that is down costs meaning and nothing else, and the answer says so")
  func down() throws {
    let fixture = try EngineFixture {
      ScriptedEmbedder(name: "a") { _ in throw EmbeddingError(.unreachable, embedder: "scripted", reason: "nobody answers") }
    }
    let uri = try fixture.remember("Invoices are rounded to whole cents", .events).uri
    #expect(throws: EmbeddingError.self) { try fixture.engine.embedPassages() }
    let outcome = try fixture.engine.find(FindRequest(query: "how are invoices rounded"))
    #expect(outcome.items.map(\.node.uri) == [uri])
    #expect(outcome.notes == ["found by words alone, without meaning: scripted: nobody answers"])
  }

  @Test("a text that the embedder refuses does not hold up the others and is not asked for again")
  func refused() throws {
    let asked = Mutex(0)
    let fixture = try EngineFixture {
      ScriptedEmbedder(name: "a") { texts in
        asked.withLock { $0 += texts.count }
        if texts.contains(where: { $0.contains("cursed") }) {
          throw EmbeddingError(.refused, embedder: "scripted", reason: "too long")
        }
        return texts.map { [Float($0.utf8.count), 1, 0, 0] }
      }
    }
    for text in ["one thing", "a cursed thing", "another thing"] { try fixture.remember(text, .events) }
    let outcome = try fixture.engine.embedPassages()
    #expect(outcome.pending == 0)
    let before = asked.withLock { $0 }
    #expect(try fixture.engine.embedPassages().embedded == 0)
    #expect(asked.withLock { $0 } == before)
    #expect(try fixture.find("cursed").count == 1)
  }

  @Test("vectors of another embedder are never compared, and go when the new one's are there")
  func switching() throws {
    let first = try EngineFixture { ScriptedEmbedder(name: "first") { $0.map { _ in [1, 0, 0, 0] } } }
    try first.remember("Invoices are rounded to whole cents", .events)
    try first.remember("The login page has a dark theme", .events)
    _ = try first.engine.embedPassages()
    let second = MemoryEngine(
      store: try MemoryStore(home: StoreHome(path: first.directory)), settings: EngineSettings(),
      embedder: { ScriptedEmbedder(name: "second") { $0.map { _ in [0, 1, 0, 0] } } }, clock: { [now = first.now] in now })
    #expect(try second.pendingEmbeddings() == second.store.passageCount())
    #expect(try second.find(FindRequest(query: "unrelated question")).items.isEmpty)
    var calls = 0
    // Stopped after the first batch, and gone on with.
    _ = try second.embedPassages(shouldStop: {
      calls += 1
      return calls > 1
    })
    let outcome = try second.embedPassages()
    #expect(outcome.pending == 0)
    #expect(try second.store.embedders().filter { $0.vectors > 0 }.map(\.identity) == ["scripted:second:4:1"])
  }

  @Test("only one process embeds")
  func lock() throws {
    let fixture = try EngineFixture { try BuiltInEmbedder() }
    try fixture.remember("Invoices are rounded to whole cents", .events)
    // A lock of the operating system is a process's: what a child holds we cannot take.
    let child = try ChildThatLocks(path: fixture.engine.store.home.embeddingLock)
    #expect(try fixture.engine.embedPassages().isBusy)
    child.end()
    #expect(try fixture.engine.embedPassages().pending == 0)
  }
}

/// Says what it is told to say.
struct ScriptedEmbedder: TextEmbedder {
  let name: String
  let answer: @Sendable ([String]) throws -> [[Float]]

  init(name: String, answer: @escaping @Sendable ([String]) throws -> [[Float]]) {
    self.name = name
    self.answer = answer
  }

  var identity: EmbedderIdentity { EmbedderIdentity(backend: "scripted", model: name, dimensions: 4, version: "1") }
  var maximumBatch: Int { 8 }

  func embed(_ texts: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws -> [[Float]] {
    try answer(texts)
  }
}
