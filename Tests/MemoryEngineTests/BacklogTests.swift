import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct BacklogTests {
  let fixture: EngineFixture
  let path: String

  init() throws {
    fixture = try EngineFixture()
    path = fixture.directory + "/old.jsonl"
    let lines = [
      #"{"type":"user","uuid":"u1","parentUuid":null,"isSidechain":false,"sessionId":"old-1","timestamp":"2026-03-01T10:00:00.000Z","cwd":"/srv/projects/orchard","version":"2.1.0","message":{"role":"user","content":"Why does the cider press leak?"}}"#,
      #"{"type":"assistant","uuid":"a1","parentUuid":"u1","isSidechain":false,"sessionId":"old-1","timestamp":"2026-03-01T10:05:00.000Z","cwd":"/srv/projects/orchard","version":"2.1.0","message":{"id":"m1","role":"assistant","content":[{"type":"text","text":"The gasket of the lower valve is worn."}]}}"#,
    ]
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    defer { close(descriptor) }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  private func adopt(since: String? = nil, isTrial: Bool = false) throws -> BacklogOutcome {
    try fixture.engine.adoptTranscript(at: path, project: nil, since: since.flatMap { Timestamp(iso8601: $0) }, isTrial: isTrial)
  }

  @Test("a transcript that no hook saw is found by its words, with its project and its times, and is taken in once") func adopt()
    throws
  {
    #expect(try adopt(isTrial: true) == .queued(session: "old-1"))
    #expect(try fixture.engine.store.session("old-1") == nil)
    #expect(try adopt() == .queued(session: "old-1"))
    #expect(try fixture.engine.drain().errors.isEmpty)
    #expect(try adopt() == .known(session: "old-1"))
    #expect(try fixture.engine.drain().done == 0)
    let session = try #require(try fixture.engine.store.session("old-1"))
    #expect(session.project == "orchard")
    #expect(session.startedAt == Timestamp(iso8601: "2026-03-01T10:00:00Z"))
    #expect(session.endedAt == Timestamp(iso8601: "2026-03-01T10:05:00Z"))
    #expect(
      try fixture.find("worn gasket", scope: .project("orchard")).first?.description.hasPrefix("mem://sessions/old-1/") == true)
  }

  @Test("what ended before the day that was asked for is left out") func since() throws {
    #expect(try adopt(since: "2026-03-02") == .tooOld)
    #expect(try adopt(since: "2026-03-01") == .queued(session: "old-1"))
  }

  @Test("a file that is not there is an error that names it") func missing() {
    let error = #expect(throws: (any Error).self) {
      try fixture.engine.adoptTranscript(at: "/nowhere/x.jsonl", project: nil, since: nil, isTrial: false)
    }
    #expect(error.map { "\($0)".contains("/nowhere/x.jsonl") } == true)
  }
}
