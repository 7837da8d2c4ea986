import JSONValues
import MemoryModel

/// A note: the properties between its two lines of `---`, and what stands below them.
///
/// Of YAML it reads what notes use: `key: value`, quoted or not, lists in brackets or one item a line, and texts of several lines behind `|` or `>`.
struct FrontMatter {
  private var values: [String: [String]] = [:]
  let body: String

  init(_ text: String) {
    // By bytes: to Swift a carriage return and a line feed are one character.
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
    guard lines.first?.trimmed == "---",
      let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" || $0.trimmed == "..." })
    else {
      body = text
      return
    }
    let last = lines[end].endIndex
    body = last < text.endIndex ? String(text.utf8[text.utf8.index(after: last)...]) ?? "" : ""
    read(lines[1..<end])
  }

  private mutating func read(_ lines: ArraySlice<Substring>) {
    var key = ""
    var isFolded = false
    for line in lines {
      let words = line.trimmed
      if line.first?.isWhitespace == true || words.hasPrefix("- ") {
        guard !key.isEmpty, !words.isEmpty else { continue }
        if isFolded {
          values[key] = [(values[key]?.first.map { $0 + "\n" } ?? "") + words]
        } else if words.hasPrefix("- ") {
          values[key, default: []].append(Self.plain(words.dropFirst(2).trimmed))
        }
        continue
      }
      guard let colon = line.firstIndex(of: ":"), !words.hasPrefix("#") else { continue }
      key = line[..<colon].trimmed.lowercased()
      let value = line[line.index(after: colon)...].trimmed
      isFolded = ["|", ">", "|-", ">-", "|+", ">+"].contains(value)
      guard !value.isEmpty, !isFolded else {
        values[key] = []
        continue
      }
      values[key] = Self.items(value)
    }
  }

  private static func items(_ value: String) -> [String] {
    guard value.hasPrefix("["), value.hasSuffix("]"), !value.hasPrefix("[[") else { return [plain(value)] }
    if let array = (try? JSONValue(parsing: value))?.array { return array.compactMap(\.string) }
    return value.dropFirst().dropLast().split(separator: ",").map { plain($0.trimmed) }.filter { !$0.isEmpty }
  }

  private static func plain(_ value: String) -> String {
    if value.hasPrefix("\""), let text = (try? JSONValue(parsing: value))?.string { return text }
    guard value.count >= 2, value.hasPrefix("'"), value.hasSuffix("'") else { return value }
    return String(value.dropFirst().dropLast().replacing("''", with: "'"))
  }

  func text(_ names: String...) -> String? {
    for name in names { if let text = values[name]?.first, !text.isEmpty { return text } }
    return nil
  }

  func list(_ names: String...) -> [String] {
    for name in names {
      guard let list = values[name], !list.isEmpty else { continue }
      // `tags: one two` and `tags: #one`, as Obsidian wrote them once.
      let items = list.count == 1 && name == "tags" ? list[0].split(whereSeparator: { $0 == "," }).map { $0.trimmed } : list
      return items.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }.filter { !$0.isEmpty }
    }
    return []
  }

  func moment(_ names: String...) -> Timestamp? {
    for name in names { if let text = values[name]?.first, let moment = SourceFields.moment(.string(text)) { return moment } }
    return nil
  }
}

/// What a note points to.
enum MarkdownLinks {
  /// The names in `[[name]]`, `[[name|words]]`, `[[name#part]]` and `[words](name.md)`, in their order and each once.
  static func targets(in text: String) -> [String] {
    var targets: [String] = []
    func add(_ target: some StringProtocol) {
      let name = target.prefix { $0 != "|" && $0 != "#" && $0 != "\n" }.trimmed
      if !name.isEmpty, !targets.contains(name) { targets.append(name) }
    }
    for piece in text.split(separator: "[[", omittingEmptySubsequences: false).dropFirst() {
      if let end = piece.firstRange(of: "]]") { add(piece[..<end.lowerBound]) }
    }
    for piece in text.split(separator: "](", omittingEmptySubsequences: false).dropFirst() {
      guard let end = piece.firstIndex(of: ")"), piece[..<end].hasSuffix(".md") else { continue }
      add(piece[..<end].replacing("%20", with: " "))
    }
    return targets
  }
}
