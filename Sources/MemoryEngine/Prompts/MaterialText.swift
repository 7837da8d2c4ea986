/// Makes what others wrote fit to be shown to a language model: no secrets, nothing that cannot be seen, no blobs, nothing that looks
/// like a role or a mark of the prompt itself. The words stay.
enum MaterialText {
  /// A run of so many ASCII characters without a space is an encoding, a key or a minified file: nothing that a memory needs.
  private static let longestRun = 200

  static func harmless(_ text: String) -> String {
    var lines: [String] = []
    for line in Redactor.redact(withoutInvisible(text)).text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lines.append(withoutMarks(withoutRole(withoutBlobs(line))))
    }
    return lines.joined(separator: "\n")
  }

  // MARK: What cannot be seen

  /// Without control characters, what steers the direction of writing, zero-width characters and tags, in which words can be hidden
  /// that only a model reads (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
  static func withoutInvisible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isInvisible) else { return text }
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      // Persian and the scripts of India are spelled with joiners.
      let isSpelling = (scalar.value == 0x200C || scalar.value == 0x200D) && (0x0600...0x0DFF).contains(last.value)
      guard isSpelling || !isInvisible(scalar) else { continue }
      result.append(scalar)
      last = scalar
    }
    return String(result)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x00AD, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0: true
    case 0xFE00...0xFE0F, 0xE0000...0xE0FFF, 0xFFF9...0xFFFB: true
    default: false
    }
  }

  // MARK: Blobs

  private static func withoutBlobs(_ line: Substring) -> String {
    guard line.utf8.count > longestRun else { return String(line) }
    return line.split(separator: " ", omittingEmptySubsequences: false)
      .map { word in
        word.utf8.count > longestRun && word.utf8.allSatisfy { $0 < 0x80 }
          ? "[\(word.utf8.count) characters without a space left out]" : String(word)
      }.joined(separator: " ")
  }

  // MARK: Roles and marks

  private static let roles: Set<String> = [
    "user", "assistant", "system", "developer", "human", "ai", "tool", "function", "model", "claude", "instructions", "instruction",
    "operator", "admin", "prompt",
  ]

  /// A line that begins like a turn of the conversation is shown as the quotation that it is.
  private static func withoutRole(_ line: String) -> String { beginsLikeTurn(line) ? "| " + line : line }

  /// `Assistant: …`, `### System`: how a turn begins in somebody's transcript.
  static func beginsLikeTurn(_ line: String) -> Bool {
    let body = line.drop { " \t#*_>-[(<|".contains($0) }
    let word = body.prefix { $0.isLetter }
    guard !word.isEmpty, roles.contains(word.lowercased()) else { return false }
    let rest = body.dropFirst(word.count).drop { "*_])> |".contains($0) }
    let isHeading = line.hasPrefix("#") && rest.isEmpty
    return rest.first == ":" || rest.first == "：" || isHeading
  }

  private static let tags: Set<String> = roles.union([
    "transcript", "session", "conversation", "memory", "memories", "context", "continuity", "data", "output", "result", "results",
    "tool_result", "tool_use", "function_calls", "function_results", "antml", "important", "rules", "policy", "message", "messages",
    "inst", "sys",
  ])

  /// Angle brackets of what could pass for a mark become others; code keeps its own.
  private static func withoutMarks(_ line: String) -> String {
    var text = line
    for (mark, plain) in [("«", "‹"), ("»", "›"), ("<|", "‹|"), ("|>", "|›"), ("[INST]", "(INST)"), ("[/INST]", "(/INST)")] {
      text = text.replacingAll(mark, with: plain)
    }
    guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      let inside = rest[rest.index(after: open)...]
      let name = inside.drop { "/ <".contains($0) }.prefix { $0.isLetter || $0 == "_" }
      result += !name.isEmpty && isMark(name.lowercased()) ? "‹" : "<"
      rest = inside
    }
    return result + rest
  }

  private static func isMark(_ name: String) -> Bool {
    tags.contains(name) || name.split(separator: "_").contains { roles.contains(String($0)) }
  }
}
