import MemoryModel

extension RelationalProfile {
  /// Reads what `content` writes; anything else in the text becomes a note.
  package init(parsing text: String) {
    self.init()
    var section: Section?
    var notes: [Substring] = []
    for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = row.trimmingSpace()
      if line.hasPrefix("## ") {
        section = Section.allCases.first { $0.rawValue.lowercased() == line.dropFirst(3).lowercased() }
        if section != nil { continue }
      } else if let section, line.hasPrefix("- ") {
        lines.append(Self.line(String(line.dropFirst(2)).trimmingSpace(), section))
        continue
      } else if line == "# " + Self.title || (section != nil && line.isEmpty) {
        continue
      }
      notes.append(row)
    }
    self.notes = trimmed(notes.joined(separator: "\n"))
  }

  /// L2: every line with where it comes from.
  package var content: String {
    var text = "# " + Self.title
    if !notes.isEmpty { text += "\n\n" + notes }
    for section in Section.allCases {
      let lines = lines(of: section)
      guard !lines.isEmpty else { continue }
      text += "\n\n## \(section.rawValue)\n" + lines.map { "- " + $0.written }.joined(separator: "\n")
    }
    return text
  }

  /// L1: the lines without where they come from. Where they would pass the limit those stay that were said most often, then last.
  package var overview: String { overview(limit: TierWriter.overviewLimit) }

  func overview(limit: Int) -> String {
    let heading = shownNotes(limit: limit)
    let shown = shownLines(within: limit - TokenEstimate.tokens(heading))
    var parts = heading.isEmpty ? [] : [heading]
    for section in Section.allCases {
      let told = shown.filter { lines[$0].section == section }.map { "- " + lines[$0].told }
      if !told.isEmpty { parts.append("## \(section.rawValue)\n" + told.joined(separator: "\n")) }
    }
    return parts.joined(separator: "\n\n")
  }

  func lines(shownWithin limit: Int) -> [Line] {
    shownLines(within: limit - TokenEstimate.tokens(shownNotes(limit: limit))).map { lines[$0] }
  }

  private func shownNotes(limit: Int) -> String { notes.isEmpty ? "" : TierWriter.overview(of: notes, limit: max(1, limit / 2)) }

  /// Where they stand, in their order.
  private func shownLines(within limit: Int) -> [Int] {
    var room = limit - 4
    var shown: [Int] = []
    var opened = Set<Section>()
    for index in order {
      let line = lines[index]
      // A heading and the blank line before it.
      let cost = TokenEstimate.tokens("- " + line.told) + 1 + (opened.contains(line.section) ? 0 : 8)
      guard cost <= room else { continue }
      room -= cost
      shown.append(index)
      opened.insert(line.section)
    }
    return shown.sorted()
  }

  /// For a session's beginning: a section a line.
  func told(limit: Int) -> String {
    var told: [String] = []
    for row in overview(limit: limit).split(separator: "\n") {
      if row.hasPrefix("## ") {
        told.append(String(row.dropFirst(3)) + ":")
      } else if row.hasPrefix("- "), !told.isEmpty {
        told[told.count - 1] += " " + row.dropFirst(2)
      } else {
        told.append(String(row))
      }
    }
    return told.joined(separator: "\n")
  }

  /// L0: what was said most often, as many lines as fit.
  package var abstract: String {
    var abstract = ""
    for text in order.map({ lines[$0].text }) {
      let next = abstract.isEmpty ? text : abstract + " " + text
      guard TokenEstimate.tokens(next) <= TierWriter.abstractLimit / 2 else { continue }
      abstract = next.last.map { ".!?。！？".contains($0) } == true ? next : next + "."
    }
    return abstract.isEmpty ? TierWriter.abstract(of: notes.isEmpty ? lines.first?.text ?? Self.title : notes) : abstract
  }

  private static let title = "Working with the user"

  /// What was said most often, then what was said last.
  private var order: [Int] {
    lines.indices.sorted { left, right in
      let (one, other) = (lines[left], lines[right])
      let days = (one.source?.day.daysSinceEpoch ?? .max, other.source?.day.daysSinceEpoch ?? .max)
      if one.times != other.times { return one.times > other.times }
      return days.0 != days.1 ? days.0 > days.1 : left > right
    }
  }

  // MARK: Lines

  /// `Keep it short. [2026-11-20 mem://sessions/s-1/turns/0003; 3 times since 2026-10-01; instead of “…”]`
  private static func line(_ text: String, _ section: Section) -> Line {
    let asWritten = Line(section: section, text: text, source: nil)
    guard text.hasSuffix("]"), let open = text.range(ofLast: " ["), let parts = parts(of: text[open.end...].dropLast()) else {
      return asWritten
    }
    var line = Line(section: section, text: String(text[..<open.start]), source: nil)
    for part in parts {
      let words = part.split(separator: " ")
      if part.hasPrefix("instead of “") {
        line.replaced.append(String(part.dropFirst("instead of “".count).dropLast()))
      } else if words.count == 4, words[1] == "times", let times = Int(words[0]) {
        // Somebody may have written any number; the next session that says the line counts on.
        line.times = min(max(times, 1), 1_000_000)
        line.since = CalendarDate(day: String(words[3]))
      } else if words.count == 2, let day = CalendarDate(day: String(words[0])),
        let place = try? MemoryURI(parsing: String(words[1]))
      {
        line.source = Source(day: day, place: place)
      }
    }
    // Without a place it is nothing that we wrote: somebody's own words in brackets stay.
    return line.source == nil ? asWritten : line
  }

  /// Nil where the brackets hold something else.
  private static func parts(of text: some StringProtocol) -> [String]? {
    let parts = text.split(separator: "; ").map { String($0) }
    guard let first = parts.first?.split(separator: " "), first.count == 2, CalendarDate(day: String(first[0])) != nil else {
      return nil
    }
    return parts
  }
}

extension RelationalProfile.Line {
  fileprivate var written: String {
    guard let source else { return text }
    var parts = ["\(source.day.iso8601) \(source.place)"]
    if times > 1 { parts.append("\(times) times since \((since ?? source.day).iso8601)") }
    parts += replaced.map { "instead of “\($0)”" }
    return "\(text) [\(parts.joined(separator: "; "))]"
  }

  fileprivate var told: String { times > 1 ? "\(text) (said \(times) times)" : text }
}

extension CalendarDate {
  fileprivate init?(day text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2, let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension String {
  /// Where `part` stands last.
  fileprivate func range(ofLast part: String) -> (start: Index, end: Index)? {
    var end = endIndex
    while let start = self[..<end].lastIndex(of: part.first ?? " ") {
      if self[start...].hasPrefix(part) { return (start, index(start, offsetBy: part.count)) }
      end = start
    }
    return nil
  }
}
