import MemoryModel

extension RelationalProfile {
  /// Takes in what a session said. A line that stands is counted, one that is taken back goes with the new one as its cause; nothing else goes.
  ///
  /// - Returns: whether anything was said that was not known, or was known and said again.
  @discardableResult
  mutating func take(_ text: String, in section: Section, from source: Source) -> Bool {
    let text = text.filter { !$0.isNewline }
    if let standing = line(saying: text) ?? likeness(of: text, in: section) {
      guard lines[standing].source?.place.session != source.place.session else { return false }
      lines[standing].since = lines[standing].since ?? lines[standing].source?.day ?? source.day
      lines[standing].times += 1
      lines[standing].source = source
      return true
    }
    let taken = lines.indices.filter { Self.takesBack(lines[$0], text, section) }
    let replaced = taken.map { Self.quotable(lines[$0].text) }
    for index in taken.reversed() { lines.remove(at: index) }
    lines.append(Line(section: section, text: text, source: source, replaced: replaced))
    return true
  }

  /// Takes a line out because the memory with the same words was forgotten.
  mutating func withdraw(fingerprints: Set<String>) -> Bool {
    let before = self
    lines.removeAll { fingerprints.contains(Fingerprint.words($0.text)) }
    for index in lines.indices { lines[index].replaced.removeAll { fingerprints.contains(Fingerprint.words($0)) } }
    return self != before
  }

  private func likeness(of text: String, in section: Section) -> Int? {
    let words = Likeness.contentWords(of: text)
    return lines.firstIndex {
      $0.section == section && !Contradiction.closes(old: $0.text, new: text)
        && MergeRules.areAlike(Likeness.contentWords(of: $0.text), words)
    }
  }

  private static func takesBack(_ line: Line, _ text: String, _ section: Section) -> Bool {
    if Contradiction.closes(old: line.text, new: text) { return true }
    // Leave that is given takes the duty to ask away, and the other way round.
    guard (line.section == .signals) != (section == .signals), line.section == .dynamic || section == .dynamic else { return false }
    let (old, new) = (Likeness.contentWords(of: line.text), Likeness.contentWords(of: text))
    return old.contains("ask") && new.contains("ask")
      && !old.intersection(new).subtracting(["ask", "without", "before", "can"]).isEmpty
  }

  static func quotable(_ text: String) -> String {
    String(text.map { $0 == ";" ? "," : $0 }.filter { !"“”[]".contains($0) })
  }
}

extension MemoryURI {
  /// Of something that stands in a session's directory.
  fileprivate var session: String? { category == .sessions && segments.count > 1 ? segments[1] : nil }
}
