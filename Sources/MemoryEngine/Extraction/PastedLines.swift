/// Tells typed lines from pasted ones.
enum PastedLines {
  enum Line: Equatable {
    case typed(String)
    case pasted
    case blank

    var isBlank: Bool { self == .blank }
  }

  static func typedLines(of text: String) -> [Line] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    var result: [Line] = []
    var scan = Scan(isDocument: lines.count { isHeading($0) } >= 2)
    for (index, line) in lines.enumerated() {
      if scan.isPasted(line, previous: index > 0 ? lines[index - 1] : nil) {
        result.append(.pasted)
      } else {
        result.append(line.utf8.contains { $0 > 0x20 } ? .typed(line) : .blank)
      }
    }
    return withoutOpenQuotations(result)
  }

  /// A quotation that opens on one line and closes on a later one takes the lines between with it.
  private static func withoutOpenQuotations(_ lines: [Line]) -> [Line] {
    var lines = lines
    var end = 0
    for index in lines.indices where index >= end {
      guard hasOddQuotes(lines[index]) else { continue }
      let reach = (index + 1)..<min(index + 1 + longestQuotation, lines.count)
      guard let close = reach.first(where: { hasOddQuotes(lines[$0]) }) else { continue }
      for inside in (index + 1)...close where !lines[inside].isBlank { lines[inside] = .pasted }
      end = close + 1
    }
    return lines
  }

  private static let longestQuotation = 25

  private static func hasOddQuotes(_ line: Line) -> Bool {
    guard case .typed(let text) = line else { return false }
    return !text.utf8.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
  }

  /// What the lines before tell about the next one.
  private struct Scan {
    /// Two headings or more: a document, and from the first one on it is not typed.
    let isDocument: Bool
    /// The marks that end the present fence or triple quotation.
    var fence: String?
    /// What ends the present element or comment, wherever it stands in a line: `</system>`, `-->`, `*/`.
    var element: String?
    /// Inside a diff, a stack trace or a quotation that an earlier line announced; ends at a blank line.
    var isInBlock = false
    /// To the end of the prompt.
    var isInDocument = false
    /// Nothing stood before.
    var isFirst = true

    init(isDocument: Bool) { self.isDocument = isDocument }

    mutating func isPasted(_ line: String, previous: String?) -> Bool {
      if isInDocument { return true }
      let body = line.trimmingSpace()
      if let element {
        if body.contains(element) { self.element = nil }
        return true
      }
      if let fence {
        if body.hasPrefix(fence) || (fence.first == "\"" && body.hasSuffix(fence)) { self.fence = nil }
        return true
      }
      for mark in ["```", "~~~", "\"\"\"", "'''"] where body.hasPrefix(mark) {
        // An opening and a closing mark on one line leave nothing open.
        if !body.dropFirst(mark.count).contains(mark) { fence = mark }
        return true
      }
      if body.isEmpty {
        isInBlock = false
        return false
      }
      if isInBlock { return true }
      if (isDocument && isHeading(line)) || isPlanIntroduction(body) || ForeignMarks.beginDocument(body, isFirst: isFirst) {
        isInDocument = true
        return true
      }
      isFirst = false
      if let end = ForeignMarks.openElement(body) {
        element = end
        return true
      }
      if ForeignMarks.introducesText(body) {
        isInDocument = true
        return false
      }
      if beginsBlock(body) || ForeignMarks.beginBlock(body) {
        isInBlock = true
        return true
      }
      if announcesPaste(body) {
        isInBlock = true
        return false
      }
      return isIndentedCode(line, previous: previous) || isForeign(body)
    }
  }

  private static func isHeading(_ line: String) -> Bool {
    let marks = line.prefix { $0 == "#" }
    return (1...6).contains(marks.count) && line.dropFirst(marks.count).first == " "
  }

  /// What the client itself puts before a plan that the assistant wrote and the user accepted.
  private static func isPlanIntroduction(_ body: String) -> Bool { body.hasPrefix("Implement the following plan") }

  /// The first line of something that goes on to the next blank line.
  private static func beginsBlock(_ body: String) -> Bool {
    let openings = [
      "diff --git", "@@ ", "--- a/", "+++ b/", "Traceback (most recent", "panic: ", "goroutine ", "thread '",
      "Exception in thread", "fatal error:", "Unhandled", "Caused by:", "[INFO]", "[ERROR]", "[WARN", "[DEBUG]", "===", "***",
      "FAIL", "--- FAIL", "=== RUN",
    ]
    return openings.contains { body.hasPrefix($0) } || glyphs.contains(body.first ?? " ")
  }

  /// Marks that terminals and agents put before a line.
  private static let glyphs: Set<Character> = ["⎿", "●", "⏺", "✓", "✗", "✔", "✘", "❯", "│", "├", "└", "╭", "╰", "▶", "◇", "⚠"]

  private static let reporters: Set<String> = [
    "says", "said", "say", "error", "errors", "output", "outputs", "log", "logs", "gives", "gave", "prints", "printed", "message",
    "messages", "feedback", "comment", "comments", "review", "reads", "states", "stated", "docs", "readme", "documentation",
    "got", "get", "saw", "see", "wrote", "writes", "replied", "response", "reported", "reports", "complains", "shows", "suggests",
    "warning", "diff", "trace", "stacktrace", "snippet", "quote", "article", "text", "prompt", "template", "code",
  ]

  /// "the linter says:" — what follows is the linter's.
  private static func announcesPaste(_ body: String) -> Bool {
    guard body.hasSuffix(":") else { return false }
    let words = TypedSentence.words(of: body.lowercased()).suffix(6)
    return words.contains { reporters.contains($0) }
      && !words.contains { ["remember", "forget", "always", "never", "decided"].contains($0) }
  }

  /// Four spaces or a tab, after a blank line or another such line; a continued list is indented too, but follows its item.
  private static func isIndentedCode(_ line: String, previous: String?) -> Bool {
    func isIndented(_ line: String) -> Bool { line.hasPrefix("    ") || line.hasPrefix("\t") }
    guard isIndented(line) else { return false }
    guard let previous else { return true }
    return isIndented(previous) || !previous.utf8.contains { $0 > 0x20 } || previous.trimmingSpace().hasSuffix(":")
  }

  /// A single line that nobody types as prose: a quotation, a table row, a log line, a line of code, a compiler's message.
  private static func isForeign(_ body: String) -> Bool {
    if ForeignMarks.isForeign(body) { return true }
    let bytes = Array(body.utf8)
    switch bytes[0] {
    case UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"),
      UInt8(ascii: "%"):
      return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      // A list item has one space after its mark, a line of a diff has the code's own indentation or none.
      if bytes.count > 2, bytes[1] == 0x20, bytes[2] > 0x20 { break }
      if bytes.count > 1, bytes[1] == UInt8(ascii: "-") { break }
      return true
    case UInt8(ascii: "/"): if body.hasPrefix("//") || body.hasPrefix("/*") { return true }
    case UInt8(ascii: "*"): if body.hasPrefix("*/") || body == "*" { return true }
    case UInt8(ascii: "\""): if body.contains("\":") { return true }
    default: break
    }
    if let last = bytes.last, [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";")].contains(last) { return true }
    if body.hasSuffix("},") || body.hasSuffix("),") { return true }
    return isLogLine(bytes) || isMessage(body)
  }

  /// Opens with a date, a time, a level, or `at function(file:line)`.
  private static func isLogLine(_ bytes: [UInt8]) -> Bool {
    func digits(_ start: Int, _ count: Int) -> Bool {
      start + count <= bytes.count && bytes[start..<(start + count)].allSatisfy { (0x30...0x39).contains($0) }
    }
    let start = bytes[0] == UInt8(ascii: "[") ? 1 : 0
    func mark(_ offset: Int, _ byte: UInt8) -> Bool { start + offset < bytes.count && bytes[start + offset] == byte }
    if digits(start, 4), mark(4, UInt8(ascii: "-")), digits(start + 5, 2), mark(7, UInt8(ascii: "-")), bytes.count > start + 10,
      bytes[start + 10] == UInt8(ascii: "T") || digits(start + 11, 2)
    {
      return true
    }
    if digits(start, 2), mark(2, UInt8(ascii: ":")), digits(start + 3, 2), mark(5, UInt8(ascii: ":")) { return true }
    let text = String(decoding: bytes, as: UTF8.self)
    let levels = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE", "FATAL", "PASS", "ok  \t", "npm ERR!", "File \""]
    return levels.contains { text.hasPrefix($0) } || (text.hasPrefix("at ") && text.hasSuffix(")"))
  }

  /// `error: …`, `warning: …`, `file.swift:12:3: …`
  private static func isMessage(_ body: String) -> Bool {
    let lower = body.lowercased()
    if ["error:", "warning:", "error[", "fatal:", "hint:"].contains(where: lower.hasPrefix) { return true }
    let head = body.prefix { $0 != " " }
    let parts = head.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count >= 3 && parts[1].allSatisfy(\.isNumber) && !parts[1].isEmpty
  }
}
