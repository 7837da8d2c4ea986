import MemoryModel

/// What a prompt says about how to work with its author, by rules: wishes for answers, who does what, corrections, praise and trust.
///
/// It holds in every project from then on, so a sentence counts only where it is about the agent's conduct: "keep answers short" and "ask me before you
/// commit", but not "always use tabs" or "we use pnpm here", which are preferences of a project. Like `SignalDetector` it rather misses a wish than
/// invents one, and it sees typed words alone: a paste, a quotation or a tool's output says nothing about the user.
enum RelationalPhrases {
  struct Finding: Hashable {
    var section: RelationalProfile.Section
    var text: String
  }

  /// Lines of one prompt; more is a list of rules that belongs in a file.
  static let maximumFindings = 4

  static func findings(in prompt: String) -> [Finding] {
    let sentences = TypedProse.sentences(in: prompt)
    let standing = SignalDetector.signals(in: prompt).filter { $0.category == .preferences && !$0.isIntention }
    var findings: [Finding] = []
    for index in sentences.indices where findings.count < maximumFindings {
      let clause = Clause(sentences, index)
      // A signal's text has its first word taken away, or sentences beside it added.
      let isStanding =
        standing.contains { $0.text.contains(clause.sentence.text) || clause.sentence.text.hasSuffix($0.text.dropFirst()) }
        || UserStatements.isStandingOrder(clause)
      guard let section = section(of: clause, isStanding: isStanding) else { continue }
      let text = oneLine(clause.sentence.text)
      if !findings.contains(where: { $0.text == text }) { findings.append(Finding(section: section, text: text)) }
    }
    return findings
  }

  /// Without what would make it two lines of the profile.
  static func oneLine(_ text: String) -> String {
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    return SignalDetector.standingAlone(words).capitalizingFirst()
  }

  private static func section(of clause: Clause, isStanding: Bool) -> RelationalProfile.Section? {
    guard !clause.sentence.isQuestion || clause.isPoliteOrder || clause.isPoliteRule, clause.sentence.wordCount <= 40,
      !clause.words.contains("if"), !isLocal(clause)
    else { return nil }
    if !clause.isHedged || forbidsGuessing(clause) {
      if isEarned(clause) { return .signals }
      if isCorrection(clause) { return .corrections }
    }
    guard isStanding else { return isPlainWish(clause) ? .feedback : nil }
    let words = Set(clause.words)
    if !words.isDisjoint(with: answering) { return .feedback }
    return words.isDisjoint(with: procedure) ? nil : .dynamic
  }

  /// "I told you not to guess" is not unsure of anything.
  private static func forbidsGuessing(_ clause: Clause) -> Bool {
    clause.words.indices.contains {
      ["guess", "guessing"].contains(clause.words[$0]) && ["to", "stop", "keep"].contains(clause.word($0 - 1))
    }
  }

  /// About one place: what holds there is no matter of the person.
  private static func isLocal(_ clause: Clause) -> Bool {
    if UserText.speaksOfAllProjects(clause.sentence.text) { return false }
    let places = [
      ["in", "this"], ["for", "this"], ["on", "this"], ["in", "here"], ["this", "repo"], ["this", "project"], ["this", "codebase"],
      ["this", "branch"], ["this", "file"], ["this", "one"], ["right", "here"], ["this", "time"], ["for", "now"],
      ["this", "session"],
    ]
    return clause.words.contains(TypedSentence.opaque) || places.contains { !clause.places(of: $0).isEmpty }
  }

  // MARK: feedback

  /// What answers are made of.
  private static let answering: Set<String> = [
    "answer", "answers", "answering", "reply", "replies", "replying", "respond", "response", "responses", "explain", "explaining",
    "explanation", "explanations", "summary", "summaries", "summarize", "summarise", "summarizing", "summarising", "recap",
    "verbose",
    "verbosity", "wordy", "brief", "briefly", "concise", "concisely", "terse", "tersely", "emoji", "emojis", "apologize",
    "apologise",
    "apologizing", "apologising", "apologies", "sorry", "tone", "praise", "flattery", "compliments", "english", "german", "french",
    "spanish", "italian", "portuguese", "dutch", "polish", "japanese", "chinese", "korean", "swedish", "paragraphs", "headings",
    "jargon", "speak", "talk", "tutoyer", "antworte", "antworten", "antwort", "erkläre", "deutsch", "responde", "respuestas",
    "español", "réponds", "répondre", "réponses", "français",
  ]

  /// "Shorter answers please.", "Less explanation, more code.": no standing words, but nobody means one answer by it.
  private static func isPlainWish(_ clause: Clause) -> Bool {
    let words = clause.words.filter { !TypedSentence.punctuation.contains($0) && !Clause.softeners.contains($0) }
    guard words.count <= 9, !clause.isHedged, let first = words.first else { return false }
    let plural: Set<String> = [
      "answers", "replies", "responses", "explanations", "explanation", "summaries", "emojis", "apologies", "apologizing",
    ]
    if ["shorter", "fewer", "less", "briefer", "more", "longer"].contains(first) {
      return words.dropFirst().prefix(2).contains { plural.contains($0) }
    }
    let keeps = ["keep", "make"].contains(first) && words.dropFirst().prefix(2).contains("your")
    return keeps && words.contains { ["answers", "replies", "responses", "explanations"].contains($0) }
  }

  // MARK: dynamic

  /// What two who work together agree on.
  private static let procedure: Set<String> = [
    "ask", "asking", "asks", "confirm", "confirming", "confirmation", "wait", "waiting", "permission", "approval", "approve",
    "propose", "proposing", "plan", "commit", "commits", "committing", "push", "pushing", "guess", "guessing", "assume", "assuming",
    "invent", "inventing", "step", "steps", "review", "check", "tell", "telling", "suggest", "delegate", "interrupt", "frag",
    "frage",
    "fragen", "pregunta", "preguntar", "demande", "demander",
  ]

  // MARK: corrections

  /// "stop adding comments to obvious code", "you keep apologizing", "that's not what I asked for: …", "I told you not to guess".
  private static func isCorrection(_ clause: Clause) -> Bool {
    for opening in [["you", "keep"], ["you", "kept"]] {
      for place in clause.places(of: opening) where clause.opensClause(place) && clause.word(place + 2).hasSuffix("ing") {
        if clause.contentWords(from: place + 2).count >= 1 { return true }
      }
    }
    for place in clause.places(of: ["stop"]) where clause.opensClause(place) {
      if ["apologizing", "apologising", "guessing"].contains(clause.word(place + 1)) { return true }
    }
    guard UserStatements.isComplaint(clause) else { return false }
    // "I told you to use pnpm" is about pnpm, and about this project.
    let told = clause.places(of: ["told", "you"]) + clause.places(of: ["asked", "you"])
    return told.isEmpty
      || clause.words.allSatisfy { !["use", "using", "run", "install", "switch", "import", "name", "call"].contains($0) }
  }

  // MARK: signals

  /// "I like how you explained the why", "you can commit without asking", "no need to ask before running the tests".
  private static func isEarned(_ clause: Clause) -> Bool {
    for verb in ["like", "love", "appreciate"] {
      for place in clause.places(of: ["i", verb]) + clause.places(of: ["i", "really", verb]) where clause.opensClause(place) {
        let object = place + (clause.word(place + 1) == "really" ? 3 : 2)
        let isWay =
          clause.has(["how", "you"], at: object) || clause.has(["that", "you"], at: object)
          || clause.has(["the", "way", "you"], at: object) || clause.has(["when", "you"], at: object)
        if isWay, clause.contentWords(from: object + 2).count >= 1 { return true }
      }
    }
    for place in clause.places(of: ["keep"]) where clause.opensSentence(place) && praised.contains(clause.word(place + 1)) {
      if clause.contentWords(from: place + 2).count >= 1 { return true }
    }
    for opening in [["no", "need", "to", "ask"], ["you", "don't", "have", "to", "ask"], ["you", "don't", "need", "to", "ask"]] {
      for place in clause.places(of: opening) where clause.opensClause(place) {
        if clause.contentWords(from: place + opening.count).count >= 1 { return true }
      }
    }
    for place in clause.places(of: ["you", "can"]) + clause.places(of: ["you", "may"]) where clause.opensClause(place) {
      let rest = clause.words.dropFirst(place + 2).joined(separator: " ")
      if ["without asking", "on your own", "by yourself"].contains(where: rest.contains),
        clause.contentWords(from: place + 2).count >= 2
      {
        return true
      }
    }
    for place in clause.places(of: ["i", "trust", "you"]) where clause.opensClause(place) {
      if clause.contentWords(from: place + 3).count >= 1 { return true }
    }
    return false
  }

  private static let praised: Set<String> = [
    "explaining", "asking", "writing", "showing", "doing", "checking", "testing", "summarizing", "summarising", "suggesting",
    "proposing", "working", "pointing", "telling",
  ]
}
