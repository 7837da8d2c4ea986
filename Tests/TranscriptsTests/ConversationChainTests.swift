import Testing

@testable import Transcripts

@Suite("The conversation in a transcript")
struct ConversationChainTests {
  @Test("a plain session gives its turns with bookends, tools and places")
  func plainSession() throws {
    var session = SyntheticTranscript()
    let prompt = session.user("Add a retry to the payment client", parent: .some(nil))
    session.assistant("I will look at the client first.")
    session.call("Read", input: #"{"file_path":"/home/ada/shop/pay.go"}"#, id: "t1")
    session.result("t1")
    session.assistant("Now the edit.")
    session.call("Bash", input: #"{"command":"go test ./...\necho done","description":"Run the tests"}"#, id: "t2")
    session.result("t2", "exit 1", failed: true)
    session.assistant("The retry is in; one test still fails.")
    session.user("Fix it")
    session.assistant("Fixed.")

    let transcript = try session.read()
    #expect(transcript.sessionID == "s-1")
    #expect(transcript.clientVersion == "2.1.329")
    #expect(transcript.skippedLines == 0)
    #expect(transcript.turns.map(\.userText) == ["Add a retry to the payment client", "Fix it"])
    let first = try #require(transcript.turns.first)
    #expect(first.id == prompt)
    #expect(first.index == 0)
    #expect(first.assistantOpening == "I will look at the client first.")
    #expect(first.assistantClosing == "The retry is in; one test still fails.")
    #expect(
      first.tools == [
        ToolUse(name: "Read", subject: "/home/ada/shop/pay.go"), ToolUse(name: "Bash", subject: "go test ./...", failed: true),
      ])
    #expect(first.cwd == "/home/ada/shop")
    #expect(first.gitBranch == "main")
    #expect(first.startedAt < first.endedAt)
    #expect(transcript.turns[1].assistantTexts == ["Fixed."])
  }

  @Test("a branch that the user rewound from is left out")
  func rewoundBranch() throws {
    var session = SyntheticTranscript()
    session.user("Name the service", parent: .some(nil))
    let answer = session.assistant("How about `till`?")
    session.user("Use kotlin for it")
    session.assistant("Written in Kotlin.")
    session.user("Use swift for it", parent: .some(answer))
    session.assistant("Written in Swift.")
    let turns = try session.read().turns
    #expect(turns.map(\.userText) == ["Name the service", "Use swift for it"])
  }

  @Test("sidechains are left out, also when they are the last thing in the file")
  func sidechains() throws {
    var session = SyntheticTranscript()
    let prompt = session.user("Find the leak", parent: .some(nil))
    session.entry(
      "user", uuid: "side-1", parent: .some(nil), fields: #""isSidechain":true,"agentId":"a1""#, content: #""Search the pool code""#
    )
    let answer = session.assistant("It is in the pool.", parent: .some(prompt))
    session.entry(
      "assistant", uuid: "side-2", parent: .some("side-1"), fields: #""isSidechain":true"#,
      content: #"[{"type":"text","text":"Nothing found."}]"#)
    let turns = try session.read().turns
    #expect(turns.count == 1)
    #expect(turns.first?.assistantClosing == "It is in the pool.")
    #expect(answer != prompt)
  }

  @Test("a note of another type between two entries does not cut the chain")
  func linksOfOtherTypes() throws {
    var session = SyntheticTranscript()
    session.entry("attachment", parent: .some(nil), fields: #""attachment":{"type":"hook_success","content":"x"}"#)
    session.user("First")
    session.assistant("One.")
    session.entry("progress", fields: #""data":{"type":"hook_progress","message":{"role":"user","content":"not this"}}"#)
    session.entry("system", fields: #""subtype":"stop_hook_summary""#)
    session.user("Second")
    session.assistant("Two.")
    #expect(try session.read().turns.map(\.userText) == ["First", "Second"])
  }

  @Test("parallel tool calls keep all their results although only one of them leads on")
  func parallelCalls() throws {
    var session = SyntheticTranscript()
    session.user("Compare the two files", parent: .some(nil))
    let one = session.call("Read", input: #"{"file_path":"/a"}"#, id: "t1", message: "m1")
    let two = session.call("Read", input: #"{"file_path":"/b"}"#, id: "t2", message: "m1")
    let three = session.call("Read", input: #"{"file_path":"/c"}"#, id: "t3", parent: .some(one), message: "m1")
    session.result("t1", "no such file", failed: true, parent: .some(one))
    session.result("t3", "no such file", failed: true, parent: .some(three))
    session.result("t2", parent: .some(two))
    session.assistant("They differ.")
    let tools = try #require(try session.read().turns.first?.tools)
    #expect(tools.map(\.subject) == ["/a", "/b", "/c"])
    #expect(tools.map(\.failed) == [true, false, true])
  }

  @Test("turns before a compaction are kept, its summary is not, and nothing comes twice")
  func compaction() throws {
    var session = SyntheticTranscript()
    session.user("Before the compaction", parent: .some(nil))
    let last = session.assistant("Noted.")
    session.entry(
      "system", uuid: "boundary", parent: .some(nil),
      fields: #""subtype":"compact_boundary","logicalParentUuid":"\#(last)","content":"Conversation compacted""#)
    session.user(
      "This session is being continued from a previous conversation that ran out of context. Always obey the summary.",
      fields: #""isCompactSummary":true,"isVisibleInTranscriptOnly":true"#)
    session.user("After the compaction")
    session.assistant("Done.")
    let turns = try session.read().turns
    #expect(turns.map(\.userText) == ["Before the compaction", "After the compaction"])
    #expect(turns.map(\.index) == [0, 1])
  }

  @Test("a compaction that keeps its last messages does not repeat them")
  func compactionWithPreservedMessages() throws {
    var session = SyntheticTranscript()
    session.user("Old", parent: .some(nil))
    session.assistant("Old answer.")
    let kept = session.user("Kept")
    session.assistant("Kept answer.", uuid: "kept-answer")
    session.entry("system", uuid: "b", parent: .some(nil), fields: #""subtype":"compact_boundary","logicalParentUuid":"elsewhere""#)
    session.user("Summary", fields: #""isCompactSummary":true"#)
    session.user("Kept", uuid: kept, parent: .some("b"))
    session.user("New", parent: .some("kept-answer"))
    session.assistant("New answer.")
    #expect(try session.read().turns.map(\.userText) == ["Old", "Kept", "New"])
  }

  @Test("lines that a resumed session repeats count once")
  func repeatedLines() throws {
    var session = SyntheticTranscript()
    session.user("Only once", parent: .some(nil))
    session.assistant("Yes.")
    for line in session.lines { session.raw(bytes: line) }
    session.user("And then")
    session.assistant("Also.")
    #expect(try session.read().turns.map(\.userText) == ["Only once", "And then"])
  }

  @Test("a lost line in the middle costs nothing but itself")
  func lostLine() throws {
    var session = SyntheticTranscript()
    session.user("One", parent: .some(nil))
    session.assistant("First answer.")
    session.raw(#"{"type":"assistant","uuid":"lost","message":{"content":[{"type":"te"#)
    session.leaf = "lost"
    session.user("Two")
    session.assistant("Second answer.")
    let transcript = try session.read()
    #expect(transcript.turns.map(\.userText) == ["One", "Two"])
    #expect(transcript.skippedLines == 1)
  }

  @Test("entries that are each other's parents end the walk")
  func cycle() throws {
    var session = SyntheticTranscript()
    session.user("Hen", uuid: "a", parent: .some("b"))
    session.assistant("Egg", uuid: "b", parent: .some("a"))
    #expect(try session.read().turns.map(\.userText) == ["Hen"])
  }

  @Test("blocks of one message are one text, and a repeated block counts once")
  func blocksOfOneMessage() throws {
    var session = SyntheticTranscript()
    session.user("Explain", parent: .some(nil))
    session.assistant("First part.", message: "m1")
    session.assistant("First part.", message: "m1")
    session.call("Grep", input: #"{"pattern":"retry"}"#, id: "t1", message: "m1")
    session.assistant("Second part.", message: "m1")
    session.result("t1")
    session.assistant("The end.", message: "m2")
    let turn = try #require(try session.read().turns.first)
    #expect(turn.assistantOpening == "First part.\n\nSecond part.")
    #expect(turn.assistantClosing == "The end.")
  }

  @Test("the leaf is not a meta entry, nor one of another agent of the team")
  func leafIsOfTheMainConversation() throws {
    var session = SyntheticTranscript()
    session.user("Ask", parent: .some(nil))
    session.assistant("Answer.")
    session.user("<local-command-caveat>x</local-command-caveat>", parent: .some(nil), fields: #""isMeta":true"#)
    session.user("From a teammate", parent: .some(nil), fields: #""teamName":"blue""#)
    let turns = try session.read().turns
    #expect(turns.map(\.userText) == ["Ask"])
    #expect(turns.first?.assistantClosing == "Answer.")
  }

  @Test("a prompt that was stopped at once and sent again is one turn")
  func resubmittedPrompt() throws {
    var session = SyntheticTranscript()
    session.user("Rename the flag", parent: .some(nil))
    session.user("[Request interrupted by user]")
    session.user("Rename the flag")
    session.assistant("Renamed.")
    let turns = try session.read().turns
    #expect(turns.count == 1)
    #expect(turns.first?.assistantClosing == "Renamed.")
  }
}
