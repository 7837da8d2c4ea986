import Embedding
import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore
import SQLite
import ScriptedModel
import Testing

@testable import MemoryEngine

extension EngineFixture {
  fileprivate func consolidate(_ request: ConsolidateRequest) async throws -> ConsolidateOutcome {
    var outcome = ConsolidateOutcome()
    try await onThread { outcome = try self.engine.consolidate(request) }
    return outcome
  }
}

@Suite("Consolidation")
struct ConsolidateTests {
  /// Memories as an older version left them: side by side, whatever they say.
  @discardableResult
  private static func put(
    _ content: String, _ category: MemoryModel.Category, project: String? = "shop", origin: Provenance.Origin = .extracted,
    in fixture: EngineFixture
  ) throws -> MemoryURI {
    fixture.advance(by: .seconds(60))
    var request = RememberRequest(content: content)
    request.category = category
    request.project = project
    request.origin = origin
    let draft = try MemoryDraft(request, at: fixture.now)
    var node = draft.node(at: draft.suggestedURI)
    try fixture.engine.store.write {
      var number = 2
      while try fixture.engine.store.exists(node.uri) {
        node.uri = draft.suggestedURI.parent!.appending("\(draft.suggestedURI.name)-\(number)")
        number += 1
      }
      try fixture.engine.store.insert(&node)
      try fixture.engine.store.insertPassages(draft.passages, ofNode: node.id)
    }
    return node.uri
  }

  private static func standing(_ fixture: EngineFixture) throws -> [String] {
    var filter = NodeFilter()
    filter.validAt = fixture.now
    filter.order = .uri
    filter.limit = 100
    return try fixture.engine.store.nodes(filter).filter { $0.supersededBy == nil }.map(\.content)
  }

  private static func accumulated(_ fixture: EngineFixture) throws {
    try put("Run the linter before every commit.", .preferences, in: fixture)
    try put("Please run the linter before every commit.", .preferences, in: fixture)
    try put("Always run the linter before every commit, with --fix.", .preferences, in: fixture)
    try put("Run the formatter before every push.", .preferences, in: fixture)
    try put("Run the linter before every commit.", .preferences, project: "orchard", in: fixture)
    try put("The checkout test was flaky because two tests shared one cart.", .cases, in: fixture)
    try put("The checkout test was flaky because two tests shared a cart.", .cases, in: fixture)
    try put("Released version 2.4.0 of the shop to production.", .events, in: fixture)
    try put("Released version 2.5.0 of the shop to production.", .events, in: fixture)
    try put("Indents with tabs.", .preferences, in: fixture)
    try put("Prefers spaces for indentation, never tabs.", .preferences, in: fixture)
  }

  @Test("what says the same in one project becomes one; what differs in a version, in its matter or in its sense stays")
  func joined() async throws {
    let fixture = try EngineFixture()
    try Self.accumulated(fixture)
    fixture.advance(by: .seconds(60))
    let outcome = try await fixture.consolidate(ConsolidateRequest())
    #expect(outcome.groups.map { $0.taken.count }.sorted() == [1, 2], "\(outcome)")
    let standing = try Self.standing(fixture)
    #expect(standing.contains { $0.contains("--fix") && $0.contains("linter") })
    #expect(standing.count { $0.contains("linter") } == 2)
    #expect(standing.count { $0.contains("cart") } == 1)
    #expect(standing.contains("The checkout test was flaky because two tests shared one cart."), "the first account stands")
    #expect(standing.count { $0.contains("Released") } == 2)
    #expect(standing.contains("Indents with tabs.") && standing.contains("Run the formatter before every push."))
    // Closed, not erased.
    let closed = try #require(outcome.groups.flatMap(\.taken).first)
    let node = try fixture.node(closed.uri)
    #expect(node.supersededBy != nil && node.validity.to == fixture.now)
    #expect(try await fixture.consolidate(ConsolidateRequest()).groups.isEmpty, "once is enough")
  }

  @Test("a trial tells the same and writes nothing")
  func trial() async throws {
    let fixture = try EngineFixture()
    try Self.accumulated(fixture)
    let before = try fixture.dump()
    var request = ConsolidateRequest()
    request.isTrial = true
    let trial = try await fixture.consolidate(request)
    #expect(try fixture.dump() == before)
    let real = try await fixture.consolidate(ConsolidateRequest())
    #expect(trial.groups.map(\.kept.uri) == real.groups.map(\.kept.uri))
    #expect(trial.groups.map { $0.taken.map(\.uri) } == real.groups.map { $0.taken.map(\.uri) })
  }

  @Test("undo brings everything back exactly, with revisions, links, times and what search looks at")
  func undone() async throws {
    let fixture = try EngineFixture()
    try Self.accumulated(fixture)
    try fixture.engine.store.write {
      try fixture.engine.store.connection.execute("UPDATE mem_nodes SET tags = 'style' WHERE l2_content LIKE 'Please%'")
    }
    let before = try fixture.dump()
    fixture.advance(by: .seconds(60))
    _ = try await fixture.consolidate(ConsolidateRequest())
    #expect(try fixture.dump() != before)
    fixture.advance(by: .seconds(60))
    let undo = try fixture.engine.undoConsolidation()
    #expect(undo.restored.count == 5 && undo.left.isEmpty)
    #expect(try fixture.dump() == before)
    #expect(try fixture.engine.undoConsolidation().at == nil)
  }

  @Test("undo leaves alone what somebody changed since")
  func changedSince() async throws {
    let fixture = try EngineFixture()
    try Self.accumulated(fixture)
    let outcome = try await fixture.consolidate(ConsolidateRequest())
    let group = try #require(outcome.groups.first { $0.kept.category == .cases })
    fixture.advance(by: .seconds(60))
    _ = try fixture.engine.forget(ForgetRequest(uri: group.taken[0].uri))
    let undo = try fixture.engine.undoConsolidation()
    #expect(undo.left == [group.taken[0].uri])
    #expect(try fixture.node(group.taken[0].uri).retraction != nil)
  }

  @Test("what a person wrote or pinned is not rewritten and not taken away for an extracted one")
  func persons() async throws {
    let fixture = try EngineFixture()
    try Self.put("Run the linter before each commit, with --fix.", .preferences, in: fixture)
    let own = try Self.put("Run the linter before each commit.", .preferences, origin: .user, in: fixture)
    _ = try await fixture.consolidate(ConsolidateRequest())
    #expect(try fixture.node(own).content == "Run the linter before each commit.")
    #expect(try fixture.node(own).supersededBy == nil)
  }

  @Test("what thresholds do not tell is asked of the model; without one it is listed and left")
  func grey() async throws {
    let pair = ("Prefers tabs for indentation.", "Indents with tabs.")
    let model = ScriptedModel { _, _ in
      .json([
        "relation": "refines", "l0": "Prefers tabs for indentation and indents with tabs.",
        "l2": "Prefers tabs for indentation: indents with tabs.",
      ])
    }
    let embedder: SemanticSearch.MakeEmbedder = { try BuiltInEmbedder() }
    let alone = try EngineFixture(embedder: embedder)
    let helped = try EngineFixture(embedder: embedder, models: ModelSource { _ in model })
    for fixture in [alone, helped] {
      try Self.put(pair.0, .preferences, in: fixture)
      try Self.put(pair.1, .preferences, in: fixture)
    }
    let left = try await alone.consolidate(ConsolidateRequest())
    #expect(left.groups.isEmpty && left.unclear.count == 1)
    let before = try helped.dump()
    let asked = try await helped.consolidate(ConsolidateRequest())
    #expect(asked.groups.count == 1 && model.requests.map(\.task) == [.merge])
    let kept = try helped.node(asked.groups[0].kept.uri)
    #expect(
      kept.content == "Prefers tabs for indentation: indents with tabs." && kept.provenance.maker == "merge/1 scripted/1")
    _ = try helped.engine.undoConsolidation()
    #expect(try helped.dump() == before)
  }
}
