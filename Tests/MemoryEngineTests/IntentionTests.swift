import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

/// What is to be done later is kept open, offered, and closed.
@Suite struct IntentionTests {
  let fixture: EngineFixture

  init() throws { fixture = try EngineFixture() }

  private func type(_ prompt: String, session: String = "s1") throws {
    var request = PromptRequest(session: session, prompt: prompt)
    request.workingDirectory = "/work/orchard"
    _ = try fixture.engine.recordPrompt(request)
  }

  private var open: [MemoryNode] { get throws { try fixture.engine.openIntentions(.everything) } }

  private func offered() throws -> [MemoryURI] {
    var request = ContextRequest()
    request.workingDirectory = "/work/orchard"
    request.session = "s\(Int.random(in: 100...9_999_999))"
    let outcome = try fixture.engine.context(request)
    return outcome.sections.first { $0.title == "What You Were About To Do" }?.uris ?? []
  }

  @Test(
    "A prompt that says what is to be done later is kept open",
    arguments: [
      "next: finish the parser's error recovery", "TODO after lunch: rename the billing tables",
      "Later: look at the flaky login test",
      "remind me to rotate the staging certificate", "Can you remind me to update the changelog please",
      "todo: profile the importer",
      "Tomorrow: talk to Ada about the schema", "Thanks! Next up: split the viewer's router",
    ])
  func captured(prompt: String) throws {
    try type(prompt)
    let intention = try #require(try open.first, "\(prompt)")
    #expect(try open.count == 1)
    #expect(intention.category == .events && intention.tags == [Intention.tag] && intention.provenance.origin == .signal)
  }

  @Test(
    "What only sounds like it is not",
    arguments: [
      "the next: pointer of the list is nil", "What should we do next?", "Later versions support this",
      "remind me to always run the tests",
      "Next", "next:", "The todo list component crashes on empty input", "why does next.js print this warning: hydration failed",
      "The docs say: remind me to renew", "fix the TODO in parser.swift", "remind me of the name of the staging database",
    ])
  func notCaptured(prompt: String) throws {
    try type(prompt)
    #expect(try open.isEmpty, "\(prompt)")
  }

  @Test("A list behind the mark is one thing to do, whole") func list() throws {
    try type("TODO:\n- rename the tables\n- drop the old index")
    #expect(try open.map(\.content) == ["TODO:\n- rename the tables\n- drop the old index"])
  }

  @Test("It is offered at the start of the next session in its project, and not in another one") func offering() throws {
    try type("next: finish the parser's error recovery")
    #expect(try offered().count == 1)
    var elsewhere = ContextRequest()
    elsewhere.workingDirectory = "/work/meadow"
    #expect(try !fixture.engine.context(elsewhere).markdown.contains("error recovery"))
  }

  @Test("Done: it is offered no longer, is no longer open, and its history stays") func done() throws {
    try type("next: finish the parser's error recovery")
    let uri = try #require(try open.first?.uri)
    fixture.advance(by: .seconds(60))
    #expect(try fixture.engine.complete(uri).action == .done)
    #expect(try fixture.engine.complete(uri).action == .alreadyDone)
    #expect(try open.isEmpty && offered().isEmpty)
    #expect(try fixture.engine.store.node(at: uri)?.retraction == nil)
    #expect(try fixture.find("parser error recovery", asOf: fixture.now.advanced(by: .seconds(-30))).contains(uri))
  }

  @Test(
    "Saying that it is done closes the one that is meant",
    arguments: [
      "done: the parser's error recovery", "I finished the parser error recovery", "Done with the error recovery in the parser.",
    ])
  func saidDone(prompt: String) throws {
    try type("next: finish the parser's error recovery")
    try type("todo: rename the billing tables")
    fixture.advance(by: .seconds(60))
    try type(prompt)
    #expect(try open.map(\.content) == ["todo: rename the billing tables"])
  }

  @Test(
    "Saying that something else is done closes nothing",
    arguments: ["done: the login page", "done", "Is the parser done?", "I finished lunch"])
  func saidOtherwise(prompt: String) throws {
    try type("next: finish the parser's error recovery")
    try type(prompt)
    #expect(try open.count == 1)
  }

  @Test("`remember` knows it as well, keeps its words, and closes it") func remembered() throws {
    let content = "Next: bring the importer's report into the viewer"
    let outcome = try fixture.remember(content)
    #expect(try open.map(\.uri) == [outcome.uri])
    #expect(try fixture.engine.store.node(at: outcome.uri)?.content == content)
    fixture.advance(by: .seconds(60))
    #expect(try fixture.remember("Done: the importer's report is in the viewer").closed == [outcome.uri])
    #expect(try open.isEmpty)
  }

  @Test("What nobody did for weeks is no longer offered; it stays open, and is found") func ageing() throws {
    try type("next: finish the parser's error recovery")
    fixture.advance(by: .seconds(7 * 86_400 * Intention.weeksOffered + 1))
    #expect(try offered().isEmpty)
    #expect(try open.count == 1)
    #expect(try fixture.find("parser error recovery").count == 1)
  }

  @Test("Only what was to be done can be done") func notAnIntention() throws {
    let uri = try fixture.remember("The harvest begins in May", .events).uri
    #expect(throws: EngineError.self) { try fixture.engine.complete(uri) }
    #expect(throws: EngineError.self) { try fixture.engine.complete(MemoryURI(parsing: "mem://user/events/nothing")) }
  }
}
