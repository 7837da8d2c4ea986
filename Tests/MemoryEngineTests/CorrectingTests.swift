import MemoryModel
import MemoryStore
import Testing

@testable import MemoryEngine

@Suite struct CorrectingTests {
  private func edit(_ fixture: EngineFixture, _ uri: MemoryURI, _ content: String) throws -> EditOutcome {
    var request = EditRequest(uri: uri)
    request.content = content
    return try fixture.engine.edit(request)
  }

  /// Another process that looks at the same store.
  private func watcher(of fixture: EngineFixture) throws -> MemoryEngine {
    let moment = fixture.now
    return MemoryEngine(
      store: try MemoryStore(home: StoreHome(path: fixture.directory)), settings: EngineSettings(), clock: { moment })
  }

  @Test("An edit takes the place of the words, is found by its own, and is undone by restoring its revision")
  func editAndBack() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("The deploy window is on Tuesday.", .events).uri
    fixture.advance(by: .seconds(60))
    let outcome = try edit(fixture, uri, "The deploy window is on Wednesday.")
    #expect(outcome.action == .edited)
    #expect(try fixture.find("Wednesday") == [uri])
    #expect(try fixture.find("Tuesday").isEmpty)
    #expect(try fixture.engine.history(of: uri).revisions.map(\.cause) == [.edited])

    var request = RestoreRequest(uri: uri)
    request.revision = outcome.revision
    #expect(try fixture.engine.restore(request).action == .restored)
    #expect(try fixture.node(uri).content == "The deploy window is on Tuesday.")
    #expect(try fixture.find("Tuesday") == [uri])
    #expect(try fixture.find("Wednesday").isEmpty)
    // And the undoing can be undone.
    #expect(try fixture.engine.restore(RestoreRequest(uri: uri)).action == .restored)
    #expect(try fixture.node(uri).content == "The deploy window is on Wednesday.")
  }

  @Test("An edit of what changed meanwhile is refused, and so are a turn, a directory and what is forgotten")
  func refusals() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Tea at four.", .preferences).uri
    let seen = try fixture.node(uri).updatedAt
    fixture.advance(by: .seconds(5))
    _ = try edit(fixture, uri, "Tea at five.")
    var late = EditRequest(uri: uri)
    late.content = "Tea at six."
    late.unchangedSince = seen
    #expect(throws: EngineError.self) { try fixture.engine.edit(late) }
    #expect(try fixture.node(uri).content == "Tea at five.")
    #expect(throws: EngineError.self) { try edit(fixture, Category.preferences.directory, "x") }
    _ = try fixture.engine.forget(ForgetRequest(uri: uri))
    #expect(throws: EngineError.self) { try edit(fixture, uri, "Tea at seven.") }
  }

  @Test("An edit of what changed within the same millisecond is refused, whichever clock was late")
  func sameMillisecond() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Tea at four.", .preferences, uri: "mem://user/preferences/tea").uri
    func edit(_ content: String, since: Timestamp) throws {
      var request = EditRequest(uri: uri)
      request.content = content
      request.unchangedSince = since
      _ = try fixture.engine.edit(request)
    }
    for change in [
      { try edit("Tea at five.", since: try fixture.node(uri).updatedAt) },
      { _ = try fixture.remember("And cake at six, with cream.", .preferences, uri: uri.description) },
      { _ = try fixture.engine.restore(RestoreRequest(uri: uri)) },
      {
        // Another process, whose clock is late.
        let late = fixture.now.advanced(by: .seconds(-60))
        let store = try MemoryStore(home: StoreHome(path: fixture.directory))
        var request = EditRequest(uri: uri)
        request.content = "Tea at noon."
        _ = try MemoryEngine(store: store, settings: EngineSettings(), clock: { late }).edit(request)
      },
    ] as [() throws -> Void] {
      let seen = try fixture.node(uri).updatedAt
      try change()
      let standing = try fixture.node(uri).content
      #expect(throws: EngineError.self) { try edit("Tea at eight.", since: seen) }
      #expect(try fixture.node(uri).content == standing)
    }
  }

  @Test("An edit keeps the person's own line and loses its secrets")
  func abstractAndSecrets() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("The key stands in the vault.", .entities).uri
    var request = EditRequest(uri: uri)
    request.content = "The key is ghp_16C7e42F292c6912E7710c838347Ae178B4a for now."
    request.abstract = "Where the key is"
    request.tags = ["vault"]
    let outcome = try fixture.engine.edit(request)
    #expect(outcome.redactions == 1)
    #expect(outcome.node.abstract == "Where the key is")
    #expect(!outcome.node.content.contains("ghp_16C7"))
    #expect(try fixture.find("vault").contains(uri))
  }

  @Test("What was forgotten stands again, is found again and may be learned again")
  func unforget() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("The staging database is called plum.", .entities).uri
    _ = try fixture.engine.forget(ForgetRequest(uri: uri))
    #expect(try fixture.find("plum").isEmpty)
    #expect(try fixture.engine.restore(RestoreRequest(uri: uri)).action == .unretracted)
    #expect(try fixture.find("plum") == [uri])
    #expect(try fixture.node(uri).retraction == nil)
    #expect(
      try !fixture.engine.store.isRetracted(
        fingerprint: Fingerprint.words("The staging database is called plum."), category: .entities))
  }

  @Test("A preference that was superseded holds again when it is restored")
  func unsupersede() throws {
    let fixture = try EngineFixture()
    let old = try fixture.remember("Use npm, not bun.", .preferences).uri
    fixture.advance(by: .seconds(60))
    let new = try fixture.remember("Use bun, not npm.", .preferences, supersedes: old)
    #expect(new.closed == [old])
    #expect(try fixture.engine.restore(RestoreRequest(uri: old)).action == .restored)
    let standing = try fixture.node(old)
    #expect(standing.supersededBy == nil)
    #expect(standing.validity.to == nil)
  }

  @Test("Nothing to undo is said; a revision that is not there is refused by its number")
  func nothingToUndo() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Nothing ever changed here.", .events).uri
    #expect(try fixture.engine.restore(RestoreRequest(uri: uri)).action == .unchanged)
    var request = RestoreRequest(uri: uri)
    request.revision = 7
    let error = #expect(throws: EngineError.self) { try fixture.engine.restore(request) }
    #expect(error?.description.contains("no revision 7") == true)
  }

  @Test("A pin is set once, taken away again, and told to those who watch")
  func pin() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Pinned for good.", .patterns).uri
    let watcher = try watcher(of: fixture)
    var version: Int64 = -1
    let before = try watcher.changeMark(since: &version)
    #expect(try watcher.changeMark(since: &version) == nil, "nothing happened since")
    #expect(try fixture.engine.pin(uri, pinned: true).pinnedAt == fixture.now)
    let after = try watcher.changeMark(since: &version)
    #expect(after != nil && after != before)
    #expect(try fixture.engine.pin(uri, pinned: false).pinnedAt == nil)
  }

  @Test("Use alone is no change to those who watch")
  func useIsNoChange() throws {
    let fixture = try EngineFixture()
    let uri = try fixture.remember("Read often.", .patterns).uri
    let watcher = try watcher(of: fixture)
    var version: Int64 = -1
    let before = try watcher.changeMark(since: &version)
    _ = try fixture.engine.read(ReadRequest(uri: uri))
    #expect(try watcher.changeMark(since: &version) == before)
  }
}
