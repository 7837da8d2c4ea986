import MemoryModel

/// Decisions, techniques and causes that the user states: "we decided …", "the trick is …", "the root cause was …".
enum StatementPhrases {
  static func match(_ clause: Clause) -> SignalDetector.Match? {
    guard !clause.sentence.isQuestion else { return nil }
    return decision(clause) ?? choice(clause) ?? cause(clause) ?? technique(clause)
  }

  private static func made(_ clause: Clause, _ category: Category, _ phrase: String, _ confidence: Double) -> SignalDetector.Match?
  {
    let list = clause.sentence.endsWithColon ? clause.introduced : []
    if clause.sentence.endsWithColon, list.isEmpty { return nil }
    return SignalDetector.Match(
      category: category, phrase: phrase, text: clause.textWithList(list), confidence: confidence, sentences: [clause.index] + list)
  }

  /// Without an introduction that points at what was said before: "That explains it: the bug was …".
  private static func withoutIntroduction(_ match: SignalDetector.Match?, _ clause: Clause, at place: Int) -> SignalDetector.Match?
  {
    guard var match, match.sentences.count == 1, place > 1, [":", ",", "—", "–"].contains(clause.word(place - 1)),
      clause.words.prefix(place).count(where: { !TypedSentence.punctuation.contains($0) }) <= 5,
      !clause.contentWords(from: 0).isEmpty,
      ["that", "this", "it", "so", "ok", "ah", "yes", "now", "turns"].contains(clause.words[0])
    else { return match }
    match.text = clause.sentence.text(afterWord: place - 1).capitalizingFirst()
    return match
  }

  // MARK: events

  private static func decision(_ clause: Clause) -> SignalDetector.Match? {
    for label in ["architecture", "architectural", "design", "technical", "tech", ""] {
      let words = label.isEmpty ? ["decision"] : [label, "decision"]
      for place in clause.places(of: words)
      where clause.opensClause(place) || clause.has(["the"], at: place - 1) && clause.opensClause(place - 1) {
        let mark = clause.word(place + words.count)
        let isNamed =
          mark == ":" || ((mark == "is" || mark == "was") && ["to", "that", ":"].contains(clause.word(place + words.count + 1)))
          || (!label.isEmpty && ["-", "—", "–"].contains(mark))
        guard isNamed else { continue }
        let content = clause.contentWords(from: place + words.count + 1)
        guard content.count >= 2 || (mark == ":" && content.isEmpty) else { continue }
        return made(clause, .events, words.joined(separator: " "), 0.9)
      }
    }
    for place in clause.words.indices where clause.words[place] == "decided" || clause.words[place] == "agreed" {
      var before = place - 1
      while ["have", "also", "now", "just", "finally", "already", "both", "all", "since", "recently", "has"].contains(
        clause.word(before))
      { before -= 1 }
      let subject = clause.word(before)
      let isOwn = ["we", "we've", "team", "i", "i've"].contains(subject) && (clause.words[place] == "decided" || subject != "i")
      guard isOwn, !clause.isReported(before: before),
        !notFacts.contains(clause.word(before - 1)), !notFacts.contains(clause.word(before - 2)),
        ["to", "that", "on", "against", "not", ":", "we", "for", "upon"].contains(
          clause.words.dropFirst(place + 1).first {
            !["yesterday", "today", "earlier", "finally", "recently", "together", "then"].contains($0)
          } ?? ""),
        clause.contentWords(from: place + 1).count >= 2
      else { continue }
      return made(clause, .events, subject + " " + clause.words[place], 0.85)
    }
    return nil
  }

  private static let notFacts: Set<String> = [
    "what", "as", "like", "why", "how", "when", "where", "until", "unless", "if", "whether", "before", "once", "which", "had",
    "wish", "that's",
  ]

  private static func choice(_ clause: Clause) -> SignalDetector.Match? {
    let openings = [
      ["let's", "go", "with"], ["lets", "go", "with"], ["we'll", "go", "with"], ["we", "will", "go", "with"],
      ["we're", "going", "with"],
      ["we", "are", "going", "with"], ["i'm", "going", "with"], ["we", "went", "with"],
    ]
    for opening in openings {
      for place in clause.places(of: opening) where clause.opensClause(place) {
        let object = place + opening.count
        let near = clause.words.dropFirst(object).prefix(5)
        let refers = near.contains { references.contains($0) } && !near.contains("of") && !near.contains(":")
        let content = clause.contentWords(from: object).filter { !references.contains($0) && !hints.contains($0) && $0.count > 1 }
        guard !refers, !content.isEmpty, !["that", "this", "it", "both", "them", "your", "option"].contains(clause.word(object))
        else { continue }
        return made(clause, .events, opening.joined(separator: " "), 0.7)
      }
    }
    return nil
  }

  /// Point at something said elsewhere.
  private static let references: Set<String> = [
    "option", "approach", "solution", "suggestion", "proposal", "version", "plan", "idea", "alternative", "variant", "choice",
    "recommendation", "former", "latter", "second", "first", "third", "last", "one", "two", "three", "default", "names", "name",
    "way", "recommended", "above", "simplest", "simple", "easiest", "minimal", "step", "phase",
  ]
  private static let hints: Set<String> = ["for", "then", "please", "start", "see", "1", "2", "3", "4"]

  // MARK: cases

  private static func cause(_ clause: Clause) -> SignalDetector.Match? {
    guard !clause.isHedged else { return nil }
    for place in clause.places(of: ["root", "cause"]) {
      let verb = clause.word(place + 2)
      let start = ["the", "real", "actual", "our"].contains(clause.word(place - 1)) ? place - 1 : place
      let isDash = ["-", "—", "–"].contains(verb)
      guard
        [":", "is", "was", "turned"].contains(verb) || isDash
          || (verb == "of" && clause.words.dropFirst(place).contains { $0 == "is" || $0 == "was" }),
        clause.opensClause(start) || isFinding(clause, before: start)
      else { continue }
      let after = clause.words.dropFirst(place + 3).first ?? ""
      guard !unknowns.contains(after), !clause.words.contains("find"), clause.contentWords(from: place + 3).count >= 2 else {
        continue
      }
      return withoutIntroduction(made(clause, .cases, "root cause", 0.85), clause, at: start)
    }
    for noun in ["bug", "culprit"] {
      for place in clause.places(of: [noun, "was"]) {
        let start = ["the", "real", "actual", "our"].contains(clause.word(place - 1)) ? place - 1 : place
        guard clause.opensClause(start) || isFinding(clause, before: start) else { continue }
        var after = place + 2
        while ["that", "just", "simply", "actually", "really", "indeed", "in", ":", ","].contains(clause.word(after)) { after += 1 }
        let next = clause.word(after)
        guard !participles.contains(next), !unknowns.contains(next), clause.contentWords(from: after).count >= 2 else { continue }
        return withoutIntroduction(made(clause, .cases, noun + " was", 0.8), clause, at: start)
      }
    }
    return nil
  }

  private static func isFinding(_ clause: Clause, before start: Int) -> Bool {
    ["found", "identified", "was", "is"].contains(clause.word(start - 1))
      || (clause.word(start - 1) == "out" && ["turns", "turned"].contains(clause.word(start - 2)))
  }

  private static let unknowns: Set<String> = [
    "unknown", "unclear", "not", "still", "what", "why", "never", "there", "here", "back", "gone", "similar", "different", "also",
    "always", "analysis", "probably", "maybe", "likely", "something", "somewhere", "?",
  ]
  private static let participles: Set<String> = [
    "reported", "fixed", "found", "introduced", "closed", "filed", "opened", "assigned", "solved", "merged", "resolved",
    "already", "reproduced", "triaged", "reopened", "discussed", "raised", "marked", "noticed", "seen", "only", "happening",
    "hidden", "easy", "hard", "tracked", "first", "created", "logged", "mentioned", "detected", "spotted",
  ]

  // MARK: patterns

  private static func technique(_ clause: Clause) -> SignalDetector.Match? {
    for noun in ["trick", "gotcha", "catch", "pattern"] {
      for place in clause.places(of: ["the", noun]) where clause.opensClause(place) {
        var verb = place + 2
        if ["here", "there", "with", "for", "to", "in"].contains(clause.word(verb)) {
          while verb < clause.words.count, !["is", "was", ":"].contains(clause.word(verb)), verb < place + 9 { verb += 1 }
        }
        guard ["is", "was", ":"].contains(clause.word(verb)) else { continue }
        let next = clause.word(verb + 1)
        guard noun == "trick" || ["to", "that", ":"].contains(next) || clause.word(verb) == ":" else { continue }
        guard !unknowns.contains(next), clause.contentWords(from: verb + 1).count >= 3 else { continue }
        return made(clause, .patterns, "the \(noun) is", 0.8)
      }
    }
    // "use this pattern for …: …" names its subject itself.
    for place in clause.places(of: ["this", "pattern"]) {
      let after = clause.word(place + 2)
      let isUse = ["use", "follow", "apply", "reuse", "repeat"].contains(clause.word(place - 1)) && clause.opensClause(place - 1)
      let says = clause.contentWords(from: place + 3).count
      if after == ":", clause.opensClause(place) || isUse, says >= 3 || clause.sentence.endsWithColon {
        return made(clause, .patterns, "this pattern", 0.75)
      }
      if isUse, let colon = clause.words.lastIndex(of: ":"), colon > place, clause.contentWords(from: colon).count >= 2 {
        return made(clause, .patterns, "this pattern", 0.75)
      }
      let general = clause.words.contains {
        ["every", "all", "each", "always", "whenever", "everywhere", "any", "when"].contains($0)
      }
      guard isUse || (clause.opensClause(place) && ["works", "is", "should"].contains(after)), general, says >= 2,
        let previous = clause.previous, !clause.sentences[previous].isQuestion
      else { continue }
      return SignalDetector.Match(
        category: .patterns, phrase: "this pattern", text: clause.sentences[previous].text + " " + clause.sentence.text,
        confidence: 0.7,
        sentences: [previous, clause.index])
    }
    return nil
  }
}
