import JSONValues
import MemoryModel

/// What a model's answer makes of the profile. A line that stands goes only where the user's own words of this session take it back; everything else is
/// put back as it was.
struct RelationalRevision {
  private(set) var profile: RelationalProfile
  /// What is wrong with the answer and can be mended by asking again.
  private(set) var complaints: [String] = []

  /// Tokens of one line.
  static let lineLimit = 60
  /// New lines of one session: more is a model that tells the session again.
  static let mostLines = 4

  /// - Parameter answer: satisfies the prompt's schema.
  init(_ answer: JSONValue, of standing: RelationalProfile, _ grounding: Grounding, session: String) {
    profile = standing
    var gone = Set<Int>()
    var added = 0
    for line in answer["lines"]?.array ?? [] {
      guard added < Self.mostLines, let name = line["section"]?.string, let section = RelationalProfile.Section(shortName: name),
        let said = line["text"]?.string, let evidence = line["evidence"]?.string
      else { continue }
      let text = RelationalPhrases.oneLine(Redactor.redact(MaterialText.harmless(said)).text)
      guard !text.isEmpty, let ground = grounding.ground(for: text, .profile, evidence: [evidence]) else { continue }
      guard TokenEstimate.tokens(text) <= Self.lineLimit else {
        complaints.append(
          "The line “\(TextCut.fit(text, tokens: 20))” has \(TokenEstimate.tokens(text)) tokens; the limit is \(Self.lineLimit).")
        continue
      }
      let replaced = Set((line["replaces"]?.array ?? []).compactMap { $0.integer }.map { Int(clamping: $0) - 1 })
        .filter { standing.lines.indices.contains($0) && !gone.contains($0) }
      guard Self.isAbout(text, [evidence] + replaced.map { standing.lines[$0].text }) else { continue }
      let source = RelationalProfile.Source(
        day: ground.at.date, place: SessionWriter.turnURI(ground.turnNumber, ofSession: session))
      if replaced.isEmpty {
        if profile.take(text, in: section, from: source) { added += 1 }
      } else if profile.replace(replaced.sorted().map { standing.lines[$0] }, with: text, in: section, from: source) {
        gone.formUnion(replaced)
        added += 1
      }
    }
    for drop in answer["dropped"]?.array ?? [] {
      guard let number = drop["line"]?.integer, let evidence = drop["evidence"]?.string,
        let index = standing.lines.indices.first(where: { $0 == Int(clamping: number) - 1 }), !gone.contains(index)
      else { continue }
      let line = standing.lines[index]
      // Somebody's words, and about this line.
      guard grounding.ground(for: line.text, .profile, evidence: [evidence]) != nil, Self.isAbout(line.text, [evidence]) else {
        continue
      }
      profile.lines.removeAll { $0.text == line.text && $0.section == line.section }
    }
    let tokens = TokenEstimate.tokens(profile.wholeOverview)
    // Lines that stood before are not the answer's fault.
    if tokens > TierWriter.overviewLimit, added > 0 {
      complaints.append(
        "With it the notes have \(tokens) tokens; the limit is \(TierWriter.overviewLimit). Put lines that belong together into one that replaces them."
      )
    }
  }

  /// Shares a word that means something: an answer that speaks of something else was taken from somewhere else.
  private static func isAbout(_ text: String, _ grounds: [String]) -> Bool {
    let words = Likeness.contentWords(of: text)
    return grounds.contains { !words.isDisjoint(with: Likeness.contentWords(of: $0)) }
  }
}

extension RelationalProfile.Section {
  /// As the prompt calls it.
  fileprivate init?(shortName: String) {
    guard let section = Self.allCases.first(where: { "\($0)" == shortName }) else { return nil }
    self = section
  }
}

extension RelationalProfile {
  /// One line in the place of others, which it names. False when one of them has gone meanwhile.
  fileprivate mutating func replace(_ old: [Line], with text: String, in section: Section, from source: Source) -> Bool {
    let places = old.compactMap { line in lines.firstIndex { $0.text == line.text && $0.section == line.section } }
    guard places.count == old.count, let first = places.min() else { return false }
    var line = Line(section: section, text: text, source: source, times: old.map(\.times).max() ?? 1)
    line.since = old.compactMap { $0.since ?? $0.source?.day }.min()
    if line.times == 1 { line.since = nil }
    line.replaced = old.filter { $0.text != text }.map { Self.quotable($0.text) }
    for place in places.sorted(by: >) { lines.remove(at: place) }
    lines.insert(line, at: min(first, lines.count))
    return true
  }

  /// Every line, whatever the limit.
  var wholeOverview: String { overview(limit: .max / 2) }
}
