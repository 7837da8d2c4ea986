/// The MCP server as a table of Codex's `config.toml` (https://developers.openai.com/codex/mcp). The file is edited as text: every
/// other line stays as it is, comments and all.
struct CodexServerTable: SettingsPart {
  private static let path = ["mcp_servers", "continuity"]

  var title: String { "the MCP server" }
  var events: [String] { [] }

  func adding(_ invocation: Invocation, to text: String) throws(UnexpectedSettings) -> String {
    let outline = try outline(text)
    let lineBreak = text.utf8.contains(0x0D) && text.contains("\r\n") ? "\r\n" : "\n"
    guard let block = try block(in: outline) else {
      try checkRoom(in: outline)
      let table = snippet(invocation).split(separator: "\n").map { $0 + lineBreak }.joined()
      if text.allSatisfy(\.isWhitespace) { return text + table }
      return text + (text.utf8.last == 0x0A ? "" : lineBreak) + lineBreak + table
    }
    let changes = Self.values(invocation).map { name, value in
      if let place = block.keys.last(where: { $0.path == Self.path + [name] })?.value { return (place, value) }
      let start = block.header.lines.upperBound
      return (start..<start, "\(name) = \(value)\(lineBreak)")
    }
    var bytes = outline.bytes
    // From the end, so that places stay right, in whatever order somebody wrote them.
    for (place, text) in changes.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) { bytes.replaceSubrange(place, with: text.utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func removing(from text: String) throws(UnexpectedSettings) -> String {
    let outline = try outline(text)
    guard let block = try block(in: outline) else { return text }
    var bytes = outline.bytes
    for range in block.ranges.reversed() {
      var range = range
      // The empty line that we put before it, unless it is what keeps two other tables apart.
      let before = bytes[..<range.lowerBound]
      let isLast = bytes[range.upperBound...].allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
      let followsBlank = bytes[range.upperBound...].first.map { $0 == 0x0A || $0 == 0x0D } ?? false
      if isLast || followsBlank {
        if before.suffix(2) == [0x0A, 0x0A] {
          range = (range.lowerBound - 1)..<range.upperBound
        } else if before.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A] {
          range = (range.lowerBound - 2)..<range.upperBound
        }
      }
      bytes.removeSubrange(range)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func found(in text: String) throws(UnexpectedSettings) -> [FoundEntry] {
    guard let block = try? block(in: try outline(text)), let started = block.started else { return [] }
    return [FoundEntry(event: nil, started: started)]
  }

  func snippet(_ invocation: Invocation) -> String {
    "[\(Self.path.joined(separator: "."))]\n" + Self.values(invocation).map { "\($0) = \($1)\n" }.joined()
  }

  private static func values(_ invocation: Invocation) -> [(String, String)] {
    [
      ("command", TOMLValue.string(invocation.program).toml),
      ("args", TOMLValue.strings(invocation.arguments("mcp")).toml),
    ]
  }

  // MARK: What is there

  /// Our table, with the tables below it.
  private struct Block {
    var header: TOMLOutline.Statement
    var keys: [TOMLOutline.Statement]
    /// Whole lines, in the file's order.
    var ranges: [Range<Int>]
    /// Nil where it starts no program.
    var started: StartedProgram?
  }

  private func outline(_ text: String) throws(UnexpectedSettings) -> TOMLOutline {
    do {
      return try TOMLOutline(text)
    } catch {
      throw UnexpectedSettings("line \(error.line) is not understood: \(error.reason)")
    }
  }

  /// Nil when there is none. Fails on one that is not ours, or is written in a way that we do not edit.
  private func block(in outline: TOMLOutline) throws(UnexpectedSettings) -> Block? {
    let statements = outline.statements
    func isWithin(_ path: [String]) -> Bool { path.starts(with: Self.path) }
    guard statements.contains(where: { isWithin($0.path) }) else { return nil }
    guard let header = statements.first(where: { $0.kind == .table && $0.path == Self.path }) else {
      throw UnexpectedSettings("`mcp_servers.continuity` is not written as a table of its own, [mcp_servers.continuity]")
    }
    var (keys, ranges, isInside) = ([TOMLOutline.Statement](), [Range<Int>](), false)
    for statement in statements {
      if statement.kind != .key { isInside = isWithin(statement.path) }
      guard isInside else {
        if isWithin(statement.path) {
          throw UnexpectedSettings("a part of `mcp_servers.continuity` stands outside of its table")
        }
        continue
      }
      if statement.kind == .key { keys.append(statement) }
      // Comments between two of its lines are in it, those behind it belong to what follows.
      if let last = ranges.last, statement.kind == .key {
        ranges[ranges.count - 1] = last.lowerBound..<statement.lines.upperBound
      } else {
        ranges.append(statement.lines)
      }
    }
    // Only what stands under the header itself, each line by itself: what else is there may be more than our reader knows.
    let own = keys.filter { $0.path.count == Self.path.count + 1 }.flatMap {
      TOMLReader.read(Array(outline.bytes[$0.lines]), source: "").entries
    }
    var (command, arguments) = (String?.none, [String]())
    for entry in own {
      switch (entry.path.last, entry.value) {
      case ("command"?, .string(let text)): command = text
      case ("args"?, .strings(let texts)): arguments = texts
      default: break
      }
    }
    let started = command.map { StartedProgram(command: $0, arguments: arguments) }
    guard started?.isOurs == true else {
      throw UnexpectedSettings(
        "a server named `continuity` is there that is not ours (\(command ?? "without a command")): give it another name or take it out first"
      )
    }
    return Block(header: header, keys: keys, ranges: ranges, started: started)
  }

  /// A table cannot be added to what was written as one value.
  private func checkRoom(in outline: TOMLOutline) throws(UnexpectedSettings) {
    guard let inline = outline.statements.first(where: { $0.kind == .key && $0.path == [Self.path[0]] }) else { return }
    let line = outline.bytes[..<inline.lines.lowerBound].count { $0 == 0x0A } + 1
    throw UnexpectedSettings("line \(line) writes `mcp_servers` as one value, and a table cannot stand beside it")
  }
}
