import JSONValues
import MemoryModel
import Testing

@testable import MemoryEngine
@testable import Operations

@Suite struct WritingTextTests {
  private let editor = MemoryURI(segments: ["user", "preferences", "editor"])
  private let old = MemoryURI(segments: ["user", "preferences", "editor-old"])

  private func remember(_ outcome: RememberOutcome, _ params: JSONObject = [:]) throws -> String {
    try Samples.text(
      RememberOperation.self, (["content": "Helix."] as JSONObject).merging(params), RememberResult(outcome: outcome))
  }

  @Test("remember says what happened")
  func remembering() throws {
    #expect(
      try remember(RememberOutcome(uri: editor, action: .created))
        == "Created mem://user/preferences/editor. It can be found from now on.")
    #expect(
      try remember(RememberOutcome(uri: editor, action: .merged))
        == "Merged into mem://user/preferences/editor, which stood there already; what it said before is in its history.")
    #expect(
      try remember(RememberOutcome(uri: editor, action: .unchanged))
        == "Unchanged: mem://user/preferences/editor says exactly this already.")
    #expect(
      try remember(RememberOutcome(uri: editor, action: .superseded, closed: [old], redactions: 2)) == """
        Created mem://user/preferences/editor, in place of what it supersedes.
        No longer true because of it, kept as history: mem://user/preferences/editor-old.
        2 secrets or private passages taken out before it was written.
        """)
    #expect(
      try remember(RememberOutcome(uri: editor, action: .created), ["valid_from": "2027-01-01"]) == """
        Created mem://user/preferences/editor.
        It is true from 2027-01-01T00:00:00Z on, and not found for a time before that.
        """)
  }

  private func forget(_ outcome: ForgetOutcome, _ params: JSONObject = [:]) throws -> String {
    try Samples.text(
      ForgetOperation.self, (["uri": "mem://user/preferences/editor"] as JSONObject).merging(params), ForgetResult(outcome: outcome)
    )
  }

  @Test("forget says exactly what went")
  func forgetting() throws {
    #expect(
      try forget(ForgetOutcome(action: .retracted, forgotten: [(editor, "Helix.")])) == """
        Retracted 1 memory, no longer found and not learned again from the same words:
        - mem://user/preferences/editor Helix.
        The text stays readable by its URI, marked as retracted.
        """)
    #expect(
      try forget(ForgetOutcome(action: .erased, forgotten: [(editor, ""), (old, "")]), ["purge": true]) == """
        Erased 2 memories for good, history included:
        - mem://user/preferences/editor
        - mem://user/preferences/editor-old
        """)
    #expect(
      try forget(ForgetOutcome(action: .alreadyRetracted, forgotten: [(editor, "Helix.")])).hasPrefix(
        "Nothing changed: mem://user/preferences/editor was retracted before."))
    #expect(
      try forget(ForgetOutcome(action: .retracted, forgotten: [(editor, "Helix.")]), ["superseded_by": "mem://user/preferences/x"])
        .hasSuffix("marked as retracted, with mem://user/preferences/x in its place."))
  }

  @Test("a session of thousands of turns is forgotten with a list that ends")
  func manyForgotten() throws {
    let turns = (1...5000).map { (MemoryURI(segments: ["sessions", "s-1", "turn-\($0)"]), "What was said in turn \($0).") }
    let text = try forget(ForgetOutcome(action: .retracted, forgotten: turns))
    #expect(text.utf8.count <= ToolText.budget)
    #expect(text.contains("Retracted 5000 memories"))
    #expect(text.contains(" more below "))
  }
}
