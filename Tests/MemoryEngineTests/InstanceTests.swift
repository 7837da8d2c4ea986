import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who is at work, what they tell one another, and who this is.
@Suite struct InstanceTests {
  let fixture: EngineFixture
  private var home: StoreHome { fixture.engine.store.home }

  init() throws { fixture = try EngineFixture() }

  private func mode(_ path: String) -> mode_t {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
  }

  @Test("An installation keeps its id, for its owner alone") func identity() throws {
    let first = try Installation.of(home, at: fixture.now)
    fixture.advance(by: .seconds(1000))
    #expect(try Installation.of(home, at: fixture.now) == first)
    #expect(mode(home.path + "/installation.json") == 0o600)
    #expect(first.id.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
    unlink(home.path + "/installation.json")
    #expect(try Installation.of(home, at: fixture.now).id != first.id)
    unlink(home.path + "/installation.json")
  }

  @Test("Agents at work see one another as long as they are there") func presence() throws {
    var first = fixture.engine.present(client: "claude-code", project: "orchard", session: "s1")
    let second = fixture.engine.present(client: "codex", project: nil, session: nil)
    #expect(first != nil && second != nil)
    let instances = try fixture.engine.instances()
    #expect(Set(instances.map(\.client)) == ["claude-code", "codex"])
    #expect(instances.first { $0.client == "claude-code" }?.project == "orchard")
    #expect(mode("\(home.path)/instances/\(try #require(first?.id)).json") == 0o600)
    #expect(mode(home.path + "/instances") == 0o700)
    first = nil
    #expect(try fixture.engine.instances().map(\.client) == ["codex"])
    withExtendedLifetime(second) {}
  }

  @Test("One whose process is gone leaves nothing behind") func crashed() throws {
    mkdir(home.path + "/instances", 0o700)
    let path = home.path + "/instances/0123456789abc.json"
    let file = try #require(fopen(path, "w"))
    fputs(#"{"since":"2026-11-21T10:00:00Z","client":"claude-code"}"#, file)
    fclose(file)
    #expect(try fixture.engine.instances().isEmpty)
    #expect(access(path, F_OK) != 0)
  }

  @Test("One that was silent for long is not at work, until it answers again") func silence() throws {
    let presence = try #require(fixture.engine.present(client: "claude-code", project: nil, session: nil))
    fixture.advance(by: Instances.silence)
    fixture.advance(by: .seconds(1))
    #expect(try fixture.engine.instances().isEmpty)
    presence.note(fixture.now)
    #expect(try fixture.engine.instances().count == 1)
  }

  @Test("A session that only hooks report is at work until it ends") func hooksOnly() throws {
    var request = SessionStartRequest(session: "s1")
    request.client = "codex"
    _ = try fixture.engine.startSession(request)
    #expect(try fixture.engine.instances().map(\.client) == ["codex"])
    _ = try fixture.engine.recordBoundary(SessionBoundaryRequest(session: "s1", boundary: .end(reason: nil)))
    #expect(try fixture.engine.instances().isEmpty)
  }

  @Test("A notice stands for its project until its time is over") func notices() throws {
    let notice = try fixture.engine.post(
      "I am rewriting the parser", project: "orchard", author: "claude-code", session: "s1", minutes: 10)
    #expect(fixture.engine.notices(for: "orchard") == [notice])
    #expect(fixture.engine.notices(for: "cellar").isEmpty)
    #expect(mode("\(home.path)/notices/\(notice.id).json") == 0o600)
    fixture.advance(by: .seconds(601))
    #expect(fixture.engine.notices(for: "orchard").isEmpty)
    #expect(access("\(home.path)/notices/\(notice.id).json", F_OK) != 0)
  }

  @Test("A notice can be taken away, and keeps no secret") func expiring() throws {
    let notice = try fixture.engine.post(
      "The token is ghp_0123456789abcdefghijABCDEFGHIJ012345", project: nil, author: nil, session: nil, minutes: 10)
    #expect(!notice.text.contains("ghp_0123"))
    try fixture.engine.expireNotice(notice.id)
    #expect(fixture.engine.notices(for: nil).isEmpty)
    #expect(throws: EngineError.self) { try fixture.engine.expireNotice(notice.id) }
    #expect(throws: EngineError.self) {
      try fixture.engine.post(" ", project: nil, author: nil, session: nil, minutes: 10)
    }
  }

  @Test("Status and the introduction show who is at work, what they left and which clients came by") func shown() throws {
    var request = SessionStartRequest(session: "s1")
    request.client = "claude-code"
    _ = try fixture.engine.startSession(request)
    let presence = fixture.engine.present(client: "claude-code", project: nil, session: "s1")
    _ = try fixture.engine.post("Back at four", project: nil, author: "claude-code", session: nil, minutes: 10)
    let status = try fixture.engine.status(workingDirectory: nil, project: nil)
    #expect(status.instances.map(\.client) == ["claude-code"] && status.notices.map(\.text) == ["Back at four"])
    let introduction = try fixture.engine.introduction()
    #expect(introduction.clients.map(\.client) == ["claude-code"] && introduction.clients.first?.sessions == 1)
    #expect(introduction.store == home.database)
    withExtendedLifetime(presence) {}
  }
}
