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
    page.line(terminal.paint(item["uri"]?.string ?? "", .cyan) + terminal.paint("  " + facts.joined(separator: " · "), .dim))
    let abstract = item["l0"]?.string ?? ""
    page.paragraph(item["l1"]?.string ?? abstract, indent: 2)
    if let passage = item["passage"]?.string, passage != abstract { page.paragraph("… \(passage)", indent: 2, ink: .dim) }
    let parts = (item["why"]?.array ?? []).map { part in
      "\(part["part"]?.string ?? "?") \(Figures.signed(part["contribution"]?.double ?? 0))"
    }
    if !parts.isEmpty { page.paragraph("why: " + parts.joined(separator: ", "), indent: 2, ink: .magenta) }
  }
}
