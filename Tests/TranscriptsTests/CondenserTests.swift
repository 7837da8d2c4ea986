import MemoryModel
import Testing

@testable import Transcripts

@Suite("Condensed sessions")
struct CondenserTests {
  private func turn(_ index: Int, _ user: String, _ texts: [String], tools: [ToolUse] = []) -> TranscriptTurn {
    TranscriptTurn(
      id: "u\(index)", index: index, startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 1), userText: user,
      assistantOpening: texts.first ?? "", assistantClosing: texts.last ?? "", tools: tools, cwd: "/home/ada/shop")
  }

  @Test("a turn becomes its user's words, the bookends and one line of tools")
  func shape() {
    let tools = [
      ToolUse(name: "Edit", subject: "/home/ada/shop/pay.go"), ToolUse(name: "Edit", subject: "/home/ada/shop/pay.go"),
      ToolUse(name: "Bash", subject: "go test", failed: true), ToolUse(name: "TodoWrite", subject: nil),
    ]
    let text = Condenser.condense([
      turn(0, "Add a retry", ["Looking.", "It is in."], tools: tools), turn(1, "Thanks", ["Welcome."]),
    ])
    #expect(
      text == """
        User: Add a retry
        Assistant: Looking.
        [tools: Edit pay.go ×2; Bash go test (failed); TodoWrite]
        Assistant: It is in.

        User: Thanks
        Assistant: Welcome.
        """)
  }

  @Test("the limit keeps whole turns, the first and the last ones, and says how many are missing")
  func limit() {
    let turns = (0..<50).map { turn($0, "Question number \($0) about the shop", ["Answer number \($0)."]) }
    let whole = Condenser.condense(turns)
    #expect(Condenser.condense(turns, limit: whole.utf8.count) == whole)
    for limit in stride(from: 100, to: whole.utf8.count, by: 37) {
      let text = Condenser.condense(turns, limit: limit)
      #expect(text.utf8.count <= limit)
      for line in text.split(separator: "\n") {
        #expect(whole.contains(line) || line.hasSuffix("turns left out]"))
      }
      if limit > 300 {
        #expect(text.hasPrefix("User: Question number 0 "))
        #expect(text.hasSuffix("Answer number 49."))
        #expect(text.contains("turns left out]"))
      }
    }
  }

  @Test("a turn too long for the limit is given by a part that fits, or not at all")
  func longTurn() {
    let turns = [turn(0, "Short question", [String(repeating: "long answer ", count: 100)])]
    #expect(Condenser.condense(turns, limit: 200) == "User: Short question")
    #expect(Condenser.condense(turns, limit: 10) == "")
  }
}
