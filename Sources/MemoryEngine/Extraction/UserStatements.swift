import MemoryModel

/// What a user says about themselves, their code base and their wishes without one of the signal phrases.
///
/// Looser than `SignalDetector`, and so used only on a whole session afterwards, not on a prompt as it is typed.
enum UserStatements {
  struct Finding: Hashable {
    var category: Category
    var text: String
    var confidence: Double
  }

  static func findings(in prompt: String) -> [Finding] {
    let sentences = TypedProse.sentences(in: prompt)
    return sentences.indices.compactMap { finding(Clause(sentences, $0)) }
  }

  private static func finding(_ clause: Clause) -> Finding? {
    guard !clause.sentence.isQuestion, !clause.words.contains("if"), clause.words.contains("unless") || !clause.isHedged,
      clause.sentence.wordCount <= 40
    else {
      return nil
    }
    let text = clause.sentence.text
    if isAboutUser(clause) { return Finding(category: .profile, text: text, confidence: 0.85) }
    if isStandingOrder(clause) { return Finding(category: .preferences, text: text, confidence: 0.8) }
    if isComplaint(clause) { return Finding(category: .preferences, text: text, confidence: 0.75) }
    if isConvention(clause) { return Finding(category: .patterns, text: text, confidence: 0.75) }
    if isDefinition(clause) { return Finding(category: .entities, text: text, confidence: 0.7) }
    return nil
  }

  // MARK: profile

  private static let roles: Set<String> = [
    "engineer", "developer", "designer", "researcher", "student", "manager", "founder", "scientist", "writer", "admin",
    "administrator", "architect", "maintainer", "beginner", "analyst", "teacher", "professor", "programmer", "freelancer",
    "contractor", "consultant", "lead", "cto", "ceo", "pm", "sre", "devops", "hobbyist", "novice", "author", "owner", "creator",
    "newcomer", "physicist", "biologist", "journalist", "doctor", "tester",
  ]

  /// "my name is Ada", "I'm a backend engineer", "I'm new to Rust", "I work at …".
  private static func isAboutUser(_ clause: Clause) -> Bool {
    for opening in [
      ["my", "name", "is"], ["my", "timezone", "is"], ["my", "time", "zone", "is"], ["i", "work", "at"], ["i", "work", "as"],
      ["i", "live", "in"], ["i'm", "new", "to"], ["i", "am", "new", "to"], ["i'm", "based", "in"],
    ] {
      for place in clause.places(of: opening) where clause.opensClause(place) {
        let next = clause.word(place + opening.count)
        if !notNames.contains(next), !clause.contentWords(from: place + opening.count).isEmpty { return true }
      }
    }
    for opening in [["i'm", "a"], ["i'm", "an"], ["i", "am", "a"], ["i", "am", "an"], ["i'm", "the"], ["i", "am", "the"]] {
      for place in clause.places(of: opening) where clause.opensClause(place) {
        if clause.words.dropFirst(place + opening.count).prefix(5).contains(where: { roles.contains($0) }) { return true }
      }
    }
    return false
  }

  /// "my name is in the list", "I work at night".
  private static let notNames: Set<String> = [
    "in", "on", "not", "the", "a", "an", "also", "missing", "wrong", "night", "home", "it", "this", "that", "there", "being",
    "spelled", "still", "now", "already",
  ]

  // MARK: preferences

  /// "whenever you change the schema, …", "don't commit without asking", "ask me before you …".
  static func isStandingOrder(_ clause: Clause) -> Bool {
    for opening in [["whenever"], ["every", "time"], ["each", "time"], ["everytime"]]
    where clause.opensClause(0) && clause.has(opening, at: 0) {
      let rest = clause.words.dropFirst(opening.count)
      guard ["you", "we"].contains(rest.first ?? ""), clause.contentWords(from: opening.count).count >= 3 else { continue }
      // The order stands behind the comma, or behind "you".
      if let comma = rest.firstIndex(of: ","), isOrderWord(clause.word(comma + 1)) { return true }
      let order = rest.joined(separator: " ")
      if [" you need to ", " you have to ", " you must ", " you should "].contains(where: order.contains) { return true }
    }
    for place in clause.places(of: ["don't"]) + clause.places(of: ["do", "not"]) + clause.places(of: ["never"])
    where clause.opensClause(place) {
      let rest = clause.words.dropFirst(place + 1).joined(separator: " ")
      if ["without asking", "without my", "without telling", "until i say so", "unless i ask", "unless i tell", "unless i say"]
        .contains(where: rest.contains)
      {
        return clause.sentence.wordCount >= 4
      }
    }
    for opening in [
      ["ask", "me", "before"], ["ask", "before", "you"], ["ask", "before", "installing"], ["check", "with", "me", "before"],
    ] {
      for place in clause.places(of: opening) {
        let isWanted = clause.word(place - 1) == "to" && clause.word(place - 2) == "you"
        if clause.opensSentence(place) || isWanted, clause.contentWords(from: place + opening.count).count >= 1 { return true }
      }
    }
    return false
  }

  /// What begins an order, and not a statement about a thing.
  private static func isOrderWord(_ word: String) -> Bool {
    RulePhrases.imperatives.contains(word) || ["please", "always", "don't", "never", "also"].contains(word)
  }

  /// Habits of writing that people complain about; "stop running the server" is about one server.
  private static let habits: Set<String> = [
    "adding", "using", "writing", "creating", "making", "putting", "asking", "apologizing", "apologising", "saying", "explaining",
    "committing", "mocking", "guessing", "assuming", "inventing", "repeating", "summarizing", "summarising", "reformatting",
    "renaming", "skipping", "deleting",
  ]

  /// "stop adding comments to obvious code", "no more emojis in commit messages", "I told you not to …".
  static func isComplaint(_ clause: Clause) -> Bool {
    for place in clause.places(of: ["stop"]) where clause.opensClause(place) && habits.contains(clause.word(place + 1)) {
      let object = clause.word(place + 2)
      if clause.contentWords(from: place + 2).count >= 1, !["this", "that", "it", "these", "those"].contains(object) {
        return true
      }
    }
    for place in clause.places(of: ["no", "more"]) where clause.opensSentence(place) {
      if clause.contentWords(from: place + 2).count >= 1, clause.sentence.wordCount <= 10, !clause.words.contains("than") {
        return true
      }
    }
    for opening in [
      ["i", "told", "you", "not", "to"], ["i", "told", "you", "to"], ["i", "asked", "you", "not", "to"],
      ["i", "already", "told", "you"],
    ] {
      for place in clause.places(of: opening)
      where clause.opensClause(place) && clause.contentWords(from: place + opening.count).count >= 2 {
        return true
      }
    }
    return false
  }

  // MARK: patterns

  /// "we use pnpm in this repo, not npm", "this project uses …", "our convention is …".
  private static func isConvention(_ clause: Clause) -> Bool {
    for subject in [
      ["this", "project"], ["this", "repo"], ["this", "codebase"], ["the", "codebase"], ["our", "codebase"],
      ["this", "code", "base"], ["this", "repository"],
    ] {
      for place in clause.places(of: subject) where clause.opensClause(place) {
        if ["uses", "follows", "requires", "targets", "supports"].contains(clause.word(place + subject.count)),
          clause.contentWords(from: place + subject.count + 1).count >= 1
        {
          return true
        }
      }
    }
    for place in clause.places(of: ["convention"]) where ["is", ":", "here"].contains(clause.word(place + 1)) {
      if ["our", "the"].contains(clause.word(place - 1)), clause.opensClause(place - 1),
        clause.contentWords(from: place + 2).count >= 2
      {
        return true
      }
    }
    let places = [
      ["in", "this", "repo"], ["in", "this", "project"], ["in", "this", "codebase"], ["in", "our", "codebase"],
      ["in", "this", "code", "base"], ["across", "the", "codebase"],
    ]
    for place in clause.places(of: ["we", "use"]) + clause.places(of: ["we", "don't", "use"]) {
      // "In this project we use …"
      guard
        clause.opensClause(place)
          || places.contains(where: { clause.has($0, at: place - $0.count) && clause.opensClause(place - $0.count) })
      else { continue }
      let isScoped = places.contains { !clause.places(of: $0).isEmpty }
      let isContrasted =
        clause.words.contains("not") || !clause.places(of: ["instead", "of"]).isEmpty
        || !clause.places(of: ["rather", "than"]).isEmpty
      let object = clause.word(place + (clause.word(place + 1) == "use" ? 2 : 3))
      if isScoped || isContrasted, !["this", "that", "it", "these", "those", "to"].contains(object),
        clause.contentWords(from: place).count >= 2
      {
        return true
      }
    }
    return false
  }

  // MARK: entities

  private static let things: Set<String> = [
    "service", "api", "library", "database", "server", "framework", "application", "app", "team", "client", "customer", "cluster",
    "daemon", "worker", "gateway", "cache", "queue", "proxy", "vendor", "provider", "dashboard", "frontend", "backend",
    "monorepo", "sdk",
  ]

  /// "acme-api is our billing service".
  private static func isDefinition(_ clause: Clause) -> Bool {
    guard let verb = clause.words.firstIndex(of: "is"), (1...3).contains(verb),
      ["our", "the", "a", "an"].contains(clause.word(verb + 1))
    else { return false }
    // "our backend is …", "moth-api is …"
    let subject = clause.words.prefix(verb).dropFirst(clause.words.first == "our" && verb > 1 ? 1 : 0)
    guard
      !subject.contains(where: {
        Clause.emptyWords.contains($0) || Clause.softeners.contains($0) || TypedSentence.punctuation.contains($0)
      }),
      subject.allSatisfy({ $0.count > 2 })
    else { return false }
    let object = clause.words.dropFirst(verb + 2).prefix(4)
    return object.contains { things.contains($0) }
      && !object.contains {
        ["problem", "issue", "same", "only", "wrong", "right", "best", "one", "that", "which", "who", "mess", "bit"].contains($0)
      }
  }
}
