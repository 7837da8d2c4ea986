/// Shortens a session to what an extractor needs: all that the user said, the first and last words of each answer, and one line
/// for the tools between them.
package enum Condenser {
  /// The session as text of at most `limit` bytes of UTF-8, or of any length without one.
  ///
  /// Turns are kept whole. When they do not all fit, the first one stays, for it says what the session is about, then as many of
  /// the last ones as fit, for they say what came of it; a line tells how many are missing between. A single turn that is longer
  /// than the limit is given by its user's words or its closing alone if they fit, else it is left out.
  package static func condense(_ turns: [TranscriptTurn], limit: Int? = nil) -> String {
    let texts = turns.map(text(of:))
    guard let limit else { return texts.joined(separator: separator) }
    if length(of: texts) <= limit { return texts.joined(separator: separator) }

    var head: [String] = []
    var tail: [String] = []
    var used = gapReserve
    func fits(_ text: String) -> Bool { used + text.utf8.count + separator.utf8.count <= limit }
    if let first = turns.first, let text = form(of: first, fits) {
      head.append(text)
      used += text.utf8.count + separator.utf8.count
    }
    var next = turns.count - 1
    while next >= 1, let text = form(of: turns[next], fits) {
      tail.insert(text, at: 0)
      used += text.utf8.count + separator.utf8.count
      next -= 1
    }
    let missing = turns.count - head.count - tail.count
    guard missing > 0, !head.isEmpty || !tail.isEmpty else { return (head + tail).joined(separator: separator) }
    return (head + ["[\(missing) turns left out]"] + tail).joined(separator: separator)
  }

  private static let separator = "\n\n"
  /// Room for the line that tells what is missing, with its separator.
  private static let gapReserve = 48

  private static func length(of texts: [String]) -> Int {
    texts.reduce(0) { $0 + $1.utf8.count } + max(0, texts.count - 1) * separator.utf8.count
  }

  private static func form(of turn: TranscriptTurn, _ fits: (String) -> Bool) -> String? {
    var user = turn
    (user.assistantOpening, user.assistantClosing, user.tools) = ("", "", [])
    var closing = turn
    (closing.userText, closing.assistantOpening, closing.tools) = ("", turn.assistantClosing, [])
    return [text(of: turn), text(of: user), text(of: closing)].first { !$0.isEmpty && fits($0) }
  }

  private static func text(of turn: TranscriptTurn) -> String {
    var parts: [String] = []
    if !turn.userText.isEmpty { parts.append("User: " + turn.userText) }
    let texts = turn.assistantTexts
    if texts.count == 2 { parts.append("Assistant: " + texts[0]) }
    if !turn.tools.isEmpty { parts.append(line(for: turn.tools, in: turn.cwd)) }
    if let last = texts.last { parts.append("Assistant: " + last) }
    if turn.wasInterrupted { parts.append("[the user interrupted]") }
    return parts.joined(separator: "\n")
  }

  /// `[tools: Edit Sources/Parser.swift ×3; Bash swift test ×2 (1 failed)]`
  static func line(for tools: [ToolUse], in directory: String?) -> String {
    var order: [String] = []
    var counts: [String: (all: Int, failed: Int)] = [:]
    for tool in tools {
      let name = tool.subject(relativeTo: directory).map { tool.name + " " + shortened($0) } ?? tool.name
      if counts[name] == nil { order.append(name) }
      counts[name, default: (0, 0)].all += 1
      if tool.failed { counts[name]?.failed += 1 }
    }
    let shown = order.prefix(maximumToolsShown).map { name in
      let count = counts[name] ?? (1, 0)
      let failed = count.failed == 0 ? "" : count.all == 1 ? " (failed)" : " (\(count.failed) failed)"
      return name + (count.all > 1 ? " ×\(count.all)" : "") + failed
    }
    let more = order.count > maximumToolsShown ? "; \(order.count - maximumToolsShown) more" : ""
    return "[tools: " + shown.joined(separator: "; ") + more + "]"
  }

  private static let maximumToolsShown = 12
  private static let maximumSubjectLength = 80

  private static func shortened(_ subject: String) -> String {
    subject.count <= maximumSubjectLength ? subject : String(subject.prefix(maximumSubjectLength - 1)) + "…"
  }
}
