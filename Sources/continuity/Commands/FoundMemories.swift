import JSONValues

/// Ranked memories, as `find` and `search` show them.
enum FoundMemories {
  /// - Parameter looksEverywhere: nothing more would be found in other projects.
  static func show(_ result: JSONValue, looksEverywhere: Bool, on page: inout Page) {
    let items = result["items"]?.array ?? []
    for (index, item) in items.enumerated() {
      if index > 0 { page.line() }
      showItem(item, on: &page)
    }
    let notes = (result["notes"]?.array ?? []).compactMap(\.string)
    if items.isEmpty {
      page.line("Nothing found.")
      if !looksEverywhere { page.line(page.terminal.paint("--all-projects looks into other projects too.", .dim)) }
    }
    for note in notes {
      if !items.isEmpty { page.line() }
      page.paragraph("Note: \(note)", ink: .yellow)
    }
  }

  private static func showItem(_ item: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    let facts = [
      item["category"]?.string, item["project"]?.string, item["updated_at"]?.string.map { Moment.relative($0) },
      item["score"]?.double.map { Figures.score($0) },
    ].compactMap { $0 }
    let (uri, words) = (item["uri"]?.string ?? "", facts.joined(separator: " · "))
    if let width = terminal.width, DisplayWidth.of(uri) + DisplayWidth.of(words) + 2 > width {
      page.line(terminal.paint(uri, .cyan))
      page.short(words, indent: 2, ink: .dim)
    } else {
      page.line(terminal.paint(uri, .cyan) + terminal.paint("  " + words, .dim))
    }
    let abstract = item["l0"]?.string ?? ""
    page.paragraph(item["l1"]?.string ?? abstract, indent: 2)
    if let passage = item["passage"]?.string, passage != abstract { showPassage(passage, on: &page) }
    showParts(item["why"]?.array ?? [], on: &page)
  }

  /// A person is shown its beginning; `read` shows all of it.
  private static func showPassage(_ passage: String, on page: inout Page) {
    guard let width = page.terminal.width else { return page.paragraph("… \(passage)", indent: 2, ink: .dim) }
    let oneLine = passage.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    page.paragraph("… " + DisplayWidth.shorten(oneLine, to: 2 * (width - 4)), indent: 2, ink: .dim)
  }

  private static func showParts(_ parts: [JSONValue], on page: inout Page) {
    let parts = parts.map { (name: $0["part"]?.string ?? "?", value: $0["contribution"]?.double ?? 0) }
    guard !parts.isEmpty else { return }
    guard page.terminal.width != nil else {
      return page.line("  why: " + parts.map { "\($0.name) \(Figures.signed($0.value))" }.joined(separator: ", "))
    }
    let column = parts.map { DisplayWidth.of($0.name) }.max() ?? 0
    for part in parts where abs(part.value) >= 0.0005 {
      let bar = page.terminal.paint(Bar.padded(abs(part.value), columns: 20), part.value < 0 ? .red : .magenta)
      page.line("    \(page.terminal.paint(DisplayWidth.pad(part.name, to: column), .dim))  \(bar)  \(Figures.signed(part.value))")
    }
  }
}
