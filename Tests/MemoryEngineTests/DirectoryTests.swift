import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

/// What directories say about themselves by rules.
struct DirectoryTests {
  private static func uri(_ path: String) -> MemoryURI { MemoryURI(segments: path.split(separator: "/").map(String.init)) }

  private static func entry(_ fixture: EngineFixture, _ path: String, _ scope: Scope = .everything) throws -> TreeEntry {
    var request = TreeRequest()
    request.uri = uri(path)
    request.depth = 1
    request.scope = scope
    return try fixture.engine.tree(request)
  }

  @Test(
    "a topic is the first thing that a memory says",
    arguments: [
      ("Always use tabs for indentation in Go.", "x", "Always use tabs for indentation in Go"),
      ("acme-api: the billing service of the shop.", "x", "acme-api"),
      ("SQLite migration failed because SessionStore has its own chain.", "x", "SQLite migration failed"),
      ("Use **bun**, not npm, for scripts.", "x", "Use bun"),
      (
        "We decided in the long meeting of last Thursday that all events are stored as protobuf", "2026-11-20-events-as-protobuf",
        "events as protobuf"
      ),
      ("始终使用制表符。不要使用空格。", "memory", "始终使用制表符"), ("", "editor-theme", "editor theme"),
    ])
  func topic(_ abstract: String, _ name: String, _ expected: String) {
    #expect(DirectoryDigest.topic(abstract: abstract, name: name) == expected)
  }

  @Test("before the worker has run, and within a project, a directory says what stands in it now")
  func atOnce() throws {
    let fixture = try EngineFixture()
    try fixture.remember("Use bun, not npm.", .preferences, project: "shop")
    try fixture.remember("Prefers short answers.", .preferences)
    #expect(try Self.entry(fixture, "user/preferences").abstract == "Prefers short answers; Use bun")
    #expect(try Self.entry(fixture, "user/preferences", .unscoped).abstract == "Prefers short answers")
    #expect(try Self.entry(fixture, "user/events").abstract == "What happened and what was decided")
    #expect(try Self.entry(fixture, "user/preferences").updatedAt == fixture.now)
  }

  @Test("the worker writes it down where memories changed, and only there")
  func incremental() throws {
    let fixture = try EngineFixture()
    try fixture.remember("Use bun, not npm.", .preferences)
    try fixture.remember("Uses Helix with the Solarized theme.", .preferences, uri: "mem://user/preferences/editor/theme")
    try fixture.remember("acme-api: the billing service.", .entities)
    #expect(try fixture.engine.drain().done == 0, "nobody asked for it")
    let preferences = try #require(try fixture.engine.store.node(at: Self.uri("user/preferences")))
    #expect(preferences.abstract == "Use bun; editor/")
    #expect(preferences.overview == "1 memory, \(fixture.now.date.iso8601)")
    #expect(
      try fixture.engine.store.node(at: Self.uri("user/preferences/editor"))?.abstract == "Uses Helix with the Solarized theme")
    #expect(try fixture.engine.drain().done == 0)
    #expect(try fixture.engine.store.waitingJobs(limit: 10).isEmpty)

    // A mark that no rule would write shows which directories are written again.
    for path in ["user/preferences", "user/entities"] {
      let node = try #require(try fixture.engine.store.node(at: Self.uri(path)))
      try fixture.engine.store.write {
        try fixture.engine.store.describe(node.uri, abstract: "old", overview: "old", madeFrom: node.contentHash)
      }
    }
    fixture.advance(by: .seconds(60))
    try fixture.remember("Never commits on a Friday.", .preferences)
    _ = try fixture.engine.drain()
    #expect(try Self.entry(fixture, "user/preferences").abstract == "Never commits on a Friday; Use bun; editor/")
    #expect(try Self.entry(fixture, "user/entities").abstract == "old")
  }

  @Test("what was forgotten is gone from the directories above it at once, and an empty one says what goes there")
  func forgotten() throws {
    let fixture = try EngineFixture()
    let secret = try fixture.remember("Operation Nightfall starts on Monday.", .events).uri
    try fixture.remember("Deployed version 2.", .events)
    _ = try fixture.engine.drain()
    #expect(try fixture.engine.store.node(at: Self.uri("user/events"))?.abstract.contains("Nightfall") == true)
    var request = ForgetRequest(uri: secret)
    request.purge = true
    _ = try fixture.engine.forget(request)
    #expect(try fixture.engine.store.node(at: Self.uri("user/events"))?.abstract == "")
    #expect(try fixture.engine.store.node(at: Self.uri("user/events"))?.overview == "")
    #expect(try Self.entry(fixture, "user/events").abstract == "Deployed version 2")
    _ = try fixture.engine.drain()
    #expect(try Self.entry(fixture, "user/events").abstract == "Deployed version 2")
  }

  @Test("an overview counts: how many, since when, of which projects, what is used and what is new")
  func overview() throws {
    let fixture = try EngineFixture()
    var uris: [MemoryURI] = []
    for number in 0..<6 {
      uris.append(
        try fixture.remember(
          "Case \(number): the build failed.", .cases, project: number < 4 ? "shop" : nil, uri: "mem://agent/cases/c\(number)"
        ).uri)
      fixture.advance(by: .seconds(86_400))
    }
    _ = try fixture.engine.pin(uris[1], pinned: true)
    _ = try fixture.engine.read(ReadRequest(uri: uris[3]))
    _ = try fixture.engine.drain()
    #expect(
      try fixture.engine.store.node(at: Self.uri("agent/cases"))?.overview == """
        6 memories, 2026-09-21 to 2026-09-26
        Of shop 4, no project 2
        Pinned: c1
        Used most: c3
        Newest: c5, c4, c3, c2
        """)
  }

  @Test("a large directory stays within the tokens of a line in a tree, and costs a tree little")
  func large() throws {
    let fixture = try EngineFixture()
    try fixture.engine.store.write {
      for number in 0..<300 {
        var request = RememberRequest(
          content: "Number \(number) is a rather long statement about how things ought to be done here, always")
        request.category = .patterns
        request.uri = Self.uri("agent/patterns/p\(number)")
        _ = try fixture.engine.remember(try MemoryDraft(request, at: fixture.now))
      }
    }
    _ = try fixture.engine.drain()
    let entry = try Self.entry(fixture, "agent/patterns")
    #expect(entry.count == 300 && !entry.abstract.isEmpty)
    #expect(TokenEstimate.tokens(entry.abstract) <= DirectoryDigest.abstractLimit)
  }
}
