import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Over a real store: what went in stands in the lines.
struct JSONLExportTests {
  private func export(_ fill: (MemoryEngine) throws -> Void) throws -> [JSONValue] {
    var template = Array("/tmp/continuity-export-XXXXXX".utf8CString)
    let folder = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    let home = StoreHome(path: try #require(folder))
    defer {
      for name in ["continuity.db", "continuity.db-wal", "continuity.db-shm", "worker.lock"] { unlink("\(home.path)/\(name)") }
      rmdir(home.path)
    }
    let engine = MemoryEngine(
      store: try MemoryStore(home: home), settings: EngineSettings(), clock: { Timestamp(milliseconds: 1_790_000_000_123) })
    try fill(engine)
    var lines: [JSONValue] = []
    try engine.forEachExported { record in
      let text = JSONLExport.line(record).text
      #expect(!text.contains("\n"))
      lines.append(try JSONValue(parsing: text))
    }
    return lines
  }

  private func of(_ type: String, _ lines: [JSONValue]) -> [JSONValue] { lines.filter { $0["type"] == .string(type) } }

  @Test("A memory stands there byte for byte, with its place, times, tags and project")
  func memory() throws {
    let content = "Line one\r\n\ttwo \"quoted\" \\ back\u{7}\u{2028}😀 ; & | ` $\n\n"
    let lines = try export { engine in
      var request = RememberRequest(content: content)
      request.category = .cases
      request.title = "Odd characters"
      request.tags = ["a", "b"]
      request.project = "orchard"
      request.validFrom = Timestamp(iso8601: "2026-01-02T03:04:05.678Z")
      _ = try engine.remember(request)
    }
    let memory = try #require(of("memory", lines).first)
    #expect(memory["l2"] == .string(content))
    #expect(memory["category"] == "cases")
    #expect(memory["tags"] == ["a", "b"])
    #expect(memory["project"] == "orchard")
    #expect(memory["valid_from"] == "2026-01-02T03:04:05.678Z")
    #expect(memory["created_at"] == .string(Timestamp(milliseconds: 1_790_000_000_123).iso8601))
    #expect(memory["retracted_at"] == nil)
  }

  @Test("What was retracted, replaced and merged is there with its history, and so is what blocks re-learning")
  func history() throws {
    let lines = try export { engine in
      func remember(_ content: String, supersedes: MemoryURI? = nil) throws -> MemoryURI {
        var request = RememberRequest(content: content)
        request.category = .events
        request.supersedes = supersedes
        return try engine.remember(request).uri
      }
      let old = try remember("The service listens on port 8080")
      _ = try remember("The service listens on port 9090", supersedes: old)
      var forget = ForgetRequest(uri: try remember("The cache is kept in Redis"))
      forget.reason = "never true"
      _ = try engine.forget(forget)
    }
    let memories = of("memory", lines)
    #expect(memories.count == 3)
    #expect(memories.contains { $0["retracted_reason"] == "never true" })
    #expect(memories.contains { $0["superseded_by"] != nil })
    #expect(of("link", lines).contains { $0["kind"] == "supersedes" })
    #expect(of("retraction", lines).count == 1)
  }

  @Test("A session stands there with what happened in it, in order")
  func session() throws {
    let lines = try export { engine in
      var start = SessionStartRequest(session: "s-1")
      start.client = "claude-code"
      _ = try engine.startSession(start)
      _ = try engine.recordPrompt(PromptRequest(session: "s-1", prompt: "Why does the build fail?"))
      _ = try engine.recordTool(
        ToolRequest(session: "s-1", tool: "Bash", input: ["command": "make"], response: ["stdout": "error"], failed: true))
    }
    let session = try #require(of("session", lines).first)
    #expect(session["session_id"] == "s-1")
    #expect(session["client"] == "claude-code")
    let observations = session["observations"]?.array ?? []
    #expect(observations.map { $0["kind"] } == ["prompt", "tool"])
    #expect(observations.first?["text"]?.string?.contains("Why does the build fail?") == true)
    #expect(observations.last?["succeeded"] == false)
  }

  @Test("The first line says what this is")
  func header() {
    let header = JSONLExport.header(version: "1.2.3")
    #expect(header.text == #"{"type":"continuity-export","format":1,"version":"1.2.3"}"#)
  }
}
