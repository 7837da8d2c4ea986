import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

@Suite struct SessionTests {
  let fixture: EngineFixture

  init() throws { fixture = try EngineFixture() }

  private func start(_ session: String = "s1", in directory: String = "/srv/projects/orchard") throws {
    var request = SessionStartRequest(session: session)
    request.workingDirectory = directory
    request.source = "startup"
    _ = try fixture.engine.startSession(request)
  }

  @discardableResult
  private func prompt(_ text: String, session: String = "s1") throws -> PromptOutcome {
    try fixture.engine.recordPrompt(PromptRequest(session: session, prompt: text))
  }

  @discardableResult
  private func tool(_ name: String, _ input: JSONValue, _ response: JSONValue = "", session: String = "s1") throws -> ToolOutcome {
    try fixture.engine.recordTool(ToolRequest(session: session, tool: name, input: input, response: response, failed: false))
  }

  private func stop(_ words: String?, session: String = "s1") throws -> SessionBoundaryOutcome {
    try fixture.engine.recordBoundary(SessionBoundaryRequest(session: session, boundary: .turn(lastWords: words)))
  }

  private func observations(_ session: String = "s1") throws -> [Observation] {
    var request = TimelineRequest()
    request.session = session
    return try fixture.engine.timeline(request).sessions[0].observations
  }

  @Test("the timeline shows prompts, tool calls and last words as they came") func timeline() throws {
    try start()
    try prompt("Why does the harvest report double count?")
    try tool("Bash", ["command": "pytest -q"], ["stdout": "2 failed", "stderr": ""])
    try tool("Read", ["file_path": "/srv/projects/orchard/report.py"], "the whole file")
    _ = try stop("The join repeated rows.")
    let observations = try observations()
    #expect(observations.map(\.kind) == [.prompt, .tool, .tool, .reply])
    #expect(observations.map(\.subject) == [nil, "pytest -q", "/srv/projects/orchard/report.py", nil])
    #expect(observations[1].text == "2 failed")
    #expect(observations[2].text.isEmpty)
  }

  @Test("the directory's project is the session's, and tools in other directories do not change it") func project() throws {
    try start()
    var request = ToolRequest(session: "s1", tool: "Bash", input: ["command": "ls"], response: "", failed: false)
    request.workingDirectory = "/tmp"
    _ = try fixture.engine.recordTool(request)
    #expect(try fixture.engine.store.session("s1")?.project == "orchard")
  }

  @Test("what the user asks to have remembered is found at once, in this project") func signals() throws {
    try start()
    let outcome = try prompt("Please fix the test. And remember this: the staging database is called pomona.")
    #expect(outcome.captured.count == 1)
    #expect(try fixture.find("staging database", scope: .project("orchard")) == outcome.captured.map(\.uri))
    #expect(try fixture.find("staging database", scope: .project("brewery")).isEmpty)
  }

  @Test("the same words said twice in a session are captured once") func signalTwice() throws {
    try start()
    try prompt("Always run the linter before committing.")
    #expect(try prompt("Always run the linter before committing.").captured.isEmpty)
  }

  @Test("nothing of a private turn is kept, and the next turn is recorded again") func privateTurn() throws {
    try start()
    try prompt("<private>my salary is 100</private>")
    try tool("Bash", ["command": "grep salary 100"], "100")
    _ = try stop("Your salary is 100.")
    #expect(try observations().isEmpty)
    try prompt("now something else")
    try tool("Bash", ["command": "ls"], "")
    #expect(try observations().map(\.kind) == [.prompt, .tool])
  }

  @Test("a task notification is no user's text") func notification() throws {
    try start()
    #expect(try prompt("<task-notification>remember this: the agent is done</task-notification>").recorded == false)
    #expect(try fixture.engine.status(workingDirectory: nil, project: nil).memories.isEmpty)
  }

  @Test("a session that was never started is recorded all the same") func missedStart() throws {
    #expect(try tool("Bash", ["command": "ls"], "", session: "unknown").recorded)
    #expect(try observations("unknown").count == 1)
  }

  @Test("a session's tool calls are capped, and its words are not") func cap() throws {
    var settings = EngineSettings()
    settings.maximumObservationsPerSession = 3
    let fixture = try EngineFixture(settings: settings)
    for number in 0..<5 {
      let outcome = try fixture.engine.recordTool(
        ToolRequest(session: "s1", tool: "Bash", input: ["command": .string("echo \(number)")], response: "", failed: false))
      #expect(outcome.recorded == (number < 3))
    }
    #expect(try fixture.engine.recordPrompt(PromptRequest(session: "s1", prompt: "still here")).recorded)
  }

  @Test("a megabyte of output leaves an excerpt, and what is missing is said") func excerpt() throws {
    try start()
    try tool("Bash", ["command": "cat log"], ["stdout": .string(String(repeating: "word ", count: 200_000))])
    let text = try observations()[0].text
    #expect(text.utf8.count < 600)
    #expect(text.contains("more bytes were not kept"))
  }

  @Test("a value that only its name makes a secret is no subject") func secretSubject() throws {
    try start()
    try tool("mcp__vault__put", ["password": "tulip9garden", "where": "staging"])
    #expect(try observations()[0].subject?.contains("tulip9garden") == false)
  }

  @Test("without a transcript the worker makes the session of what the hooks recorded, once however often it runs")
  func extraction() throws {
    try start()
    try prompt("Why does the harvest report double count?")
    try tool("Edit", ["file_path": "/srv/projects/orchard/report.py"])
    _ = try stop("The join repeated rows; I grouped by tree id first.")
    for _ in 0..<3 {
      let outcome = try fixture.engine.drain()
      #expect(outcome.errors.isEmpty)
      _ = try stop(nil)
    }
    #expect(try fixture.engine.drain().failed == 0)
    let tree = try fixture.engine.tree(
      {
        var request = TreeRequest(); request.uri = try MemoryURI(parsing: "mem://sessions/s1"); request.depth = 3; return request
      }())
    #expect(tree.count == 2)
    let found = try fixture.find("double count harvest", scope: .project("orchard")).map(\.description)
    #expect(found.contains("mem://sessions/s1/turns/0001"))
    #expect(try fixture.engine.status(workingDirectory: nil, project: nil).pendingJobs == 0)
  }

  @Test("what a session says more fully later takes the place of what was taken from it before") func outgrown() throws {
    try start()
    try prompt("The export crashes when the list is empty.")
    try tool("Read", ["file_path": "/srv/projects/orchard/export.py"])
    _ = try stop("The root cause is that export_rows reads the first row without checking.")
    try prompt("ok, go on")
    _ = try fixture.engine.drain()
    #expect(try cases().map { $0.contains("Fix:") } == [false])
    _ = try stop("Added an early return to export_rows in export.py for a list without any rows.")
    var end = SessionBoundaryRequest(session: "s1", boundary: .end(reason: "other"))
    end.workingDirectory = "/srv/projects/orchard"
    _ = try fixture.engine.recordBoundary(end)
    #expect(try fixture.engine.drain().errors.isEmpty)
    #expect(try cases().map { $0.contains("Fix:") } == [true])
  }

  private func cases() throws -> [String] {
    var request = TreeRequest()
    request.uri = Category.cases.directory
    return try fixture.engine.tree(request).children.map { try fixture.node($0.uri).content }
  }

  @Test("a job that fails is tried again later, then parked with its error, and can be asked for again") func parking() throws {
    let store = fixture.engine.store
    try store.write { try store.enqueue(kind: "from-the-future", subject: "x", due: fixture.now, at: fixture.now) }
    for _ in 0..<5 {
      #expect(try fixture.engine.drain().failed == 1)
      #expect(try fixture.engine.drain().failed == 0)
      fixture.advance(by: .seconds(86_400))
    }
    let status = try fixture.engine.status(workingDirectory: nil, project: nil)
    #expect(status.parked.map(\.kind) == ["from-the-future"])
    #expect(status.parked.first?.error.contains("from-the-future") == true)
    #expect(!status.warnings.isEmpty)
    try fixture.engine.retryParkedJobs()
    #expect(try fixture.engine.drain().failed == 1)
  }
}
