import MemoryEngine
import MemoryModel
import Testing

@Suite struct RetrievalDistilledTests {
  @Test("a preference comes before the turn in which it was stated") func preferenceFirst() throws {
    let fixture = try EngineFixture()
    for (prompt, answer) in [
      ("Why is the weekly report wrong?", "It mixes two calendars."),
      ("Please fix it. And always use unittest in this project, never pytest.", "Fixed; the unittest suite passes."),
      ("Good.", "All five tests pass."),
    ] {
      _ = try fixture.engine.recordPrompt(PromptRequest(session: "s1", prompt: prompt))
      _ = try fixture.engine.recordBoundary(SessionBoundaryRequest(session: "s1", boundary: .turn(lastWords: answer)))
    }
    _ = try fixture.engine.drain()
    let found = try fixture.find("unittest or pytest?")
    #expect(found.first?.category == .preferences)
    #expect(found.contains { $0.category == .sessions })
  }
}
