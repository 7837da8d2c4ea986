import MemoryModel

/// Standing instructions: "always …", "never …", "from now on …", "I prefer …".
enum RulePhrases {
  static func match(_ clause: Clause) -> SignalDetector.Match? {
    guard !clause.sentence.isQuestion || clause.isPoliteOrder || clause.isPoliteRule else { return nil }
    return fromNowOn(clause) ?? alwaysOrNever(clause) ?? dontEver(clause) ?? preference(clause)
  }

  private static func made(_ clause: Clause, _ phrase: String, _ confidence: Double) -> SignalDetector.Match? {
    let list = clause.sentence.endsWithColon ? clause.introduced : []
    if clause.sentence.endsWithColon, list.isEmpty { return nil }
    return SignalDetector.Match(
      category: .preferences, phrase: phrase, text: clause.textWithList(list), confidence: confidence,
      sentences: [clause.index] + list)
  }

  // MARK: always, never

  private static func alwaysOrNever(_ clause: Clause) -> SignalDetector.Match? {
    for place in clause.words.indices where clause.words[place] == "always" || clause.words[place] == "never" {
      let phrase = clause.words[place]
      guard isRule(clause, place) else { continue }
      // "Never do that again" needs the sentence that it is about.
      if clause.contentWords(from: place + 1).filter({ !bareVerbs.contains($0) }).isEmpty {
        guard let previous = clause.previous, !clause.sentences[previous].isQuestion else { continue }
        return SignalDetector.Match(
          category: .preferences, phrase: phrase, text: clause.sentences[previous].text + " " + clause.sentence.text,
          confidence: 0.8,
          sentences: [previous, clause.index])
      }
      if let match = made(clause, phrase, 0.9) { return match }
    }
    return nil
  }

  private static let bareVerbs: Set<String> = ["do", "use", "make", "have", "be", "go", "get", "let", "take", "will", "try"]

  private static func isRule(_ clause: Clause, _ place: Int) -> Bool {
    var verbPlace = place + 1
    while clause.word(verbPlace) == "," || clause.word(verbPlace) == "please" || clause.word(verbPlace) == "ever" { verbPlace += 1 }
    let verb = clause.word(verbPlace)
    if clause.word(place) == "never", verb == "mind" || verb == "say" && clause.word(verbPlace + 1) == "never" { return false }
    if clause.word(place) == "never", verb == "forget" { return false }
    guard !isNegated(clause, place) else { return false }
    let before = clause.word(place - 1)
    if isImperative(verb), clause.opensClause(place) { return true }
    if clause.opensSentence(place), couldBeOrder(verb), clause.contentWords(from: verbPlace + 1).count >= 1 { return true }
    if clause.isPoliteOrder || clause.isPoliteRule, isImperative(verb) {
      return clause.opensSentence(place, after: ["can", "could", "would", "will", "you"])
    }
    // "always, always use"
    if before == ",", clause.word(place - 2) == clause.word(place), isImperative(verb), clause.opensClause(place - 2) {
      return true
    }
    guard !clause.isReported(before: place) else { return false }
    switch before {
    case "should", "must", "shall":
      guard isImperative(verb) else { return false }
      let subject = clause.word(place - 2)
      // "we should never get here" tells what the code does.
      if clause.word(place) == "never",
        ["get", "be", "have", "see", "need", "reach", "end", "fail", "break", "lose"].contains(verb)
      {
        return false
      }
      if subject == "you" { return true }
      return (subject == "we" || people.contains(subject)) && !beginsConditionally(clause)
    case "to":
      // "I want you to always …", "make sure to never …", "I told you to always …"
      let urges = ["you", "sure", "remember", "try", "careful", "important", "crucial", "essential"].contains(
        clause.word(place - 2))
      let isConvention = clause.word(place - 2) == "is" && clause.words.contains { ["convention", "rule", "policy"].contains($0) }
      return isImperative(verb) && (urges || isConvention) && !beginsConditionally(clause)
    case "you":
      // "make sure you always …", "it is important that you never …"; "you always …" alone is a complaint.
      let urges = clause.words.prefix(place).contains {
        ["sure", "important", "crucial", "essential", "ensure", "expect"].contains($0)
      }
      return isImperative(verb) && urges && !beginsConditionally(clause)
    case "let's", "lets": return isImperative(verb) && clause.opensClause(place - 1)
    case "i", "we":
      guard habits.contains(verb), clause.opensClause(place - 1), !beginsConditionally(clause) else { return false }
      return !["this", "that", "it", "these", "those", "them"].contains(clause.word(verbPlace + 1))
    case "and", "or", "but":
      return isImperative(verb) && clause.word(place - 2) != "you" && startsAsOrder(clause)
    default: return false
    }
  }

  /// At the very beginning of a sentence "always" and "never" stand before a verb, if what follows looks like one at all.
  private static func couldBeOrder(_ word: String) -> Bool {
    word.count > 2 && word.utf8.allSatisfy { (0x61...0x7A).contains($0) } && !notVerbs.contains(word)
      && !["s", "ed", "ing", "ly", "ion", "ness", "ble", "ous", "ful"].contains { word.hasSuffix($0) }
  }

  private static let notVerbs: Set<String> = [
    "the", "been", "seen", "had", "have", "was", "again", "before", "after", "true", "false", "good", "bad", "nice", "fun",
    "more", "less", "too", "and", "but", "not", "got", "knew", "saw", "did", "thought", "heard", "made", "such", "same", "that",
    "this", "there", "here", "one", "two", "better", "worse", "null", "nil", "red", "green", "when", "where", "what", "why",
    "how", "who", "will", "would", "can", "could", "should", "might", "may", "must", "even", "once", "worth", "right", "wrong",
    "sure", "said", "told", "gave", "went", "came", "took", "for", "from", "with", "without", "into", "onto", "they", "you",
    "she", "her", "him", "his", "our", "your", "their", "its", "any", "all", "some", "none", "out", "off", "over", "under",
    "between", "new", "old", "mind", "ran", "felt", "ready", "late", "early", "empty", "full", "slow", "fast", "enough", "found",
    "worked", "understood", "lost", "won", "met", "kept", "left", "meant", "quite", "only",
  ]

  /// The first word of the sentence is an order's verb, so that a later "and always …" is one too.
  private static func startsAsOrder(_ clause: Clause) -> Bool {
    guard let first = clause.words.first(where: { !Clause.softeners.contains($0) && !TypedSentence.punctuation.contains($0) })
    else {
      return false
    }
    return isImperative(first) || ["don't", "always", "never"].contains(first)
  }

  private static func isNegated(_ clause: Clause, _ place: Int) -> Bool {
    for word in clause.words[max(0, place - 4)..<place].reversed() {
      if TypedSentence.punctuation.contains(word) { return false }
      if ["not", "no", "needn't", "isn't", "cannot", "without", "almost", "nearly"].contains(word) || word.hasSuffix("n't") {
        return true
      }
    }
    return false
  }

  /// "if we always …", "when we never …", "since you should always …".
  private static func beginsConditionally(_ clause: Clause) -> Bool {
    clause.words.contains { ["if", "whether", "why", "unless", "suppose", "assuming", "wondering"].contains($0) }
  }

  private static func isImperative(_ verb: String) -> Bool {
    verb == "don't" || verb == TypedSentence.opaque || imperatives.contains(verb)
      || verb.split(separator: "-").first.map { verb.contains("-") && imperatives.contains(String($0)) } == true
  }

  // MARK: don't ever, from now on

  private static func dontEver(_ clause: Clause) -> SignalDetector.Match? {
    for opening in [["don't", "ever"], ["dont", "ever"], ["do", "not", "ever"], ["under", "no", "circumstances"]] {
      for place in clause.places(of: opening) where clause.opensClause(place) {
        guard clause.contentWords(from: place + opening.count).count >= 2 else { continue }
        return made(clause, opening.joined(separator: " "), 0.9)
      }
    }
    return nil
  }

  /// With the words that a future phrase announces a rule in; those of the second kind are common in talk about plans too, and
  /// need an order.
  private static let futures: [(words: [String], needsOrder: Bool)] = [
    (["from", "now", "on"], false), (["from", "here", "on"], false), (["from", "this", "point", "on"], false),
    (["going", "forward"], false), (["moving", "forward"], false), (["for", "all", "future", "sessions"], false),
    (["in", "all", "future", "sessions"], false), (["in", "future", "sessions"], false), (["in", "the", "future"], true),
    (["in", "future"], true), (["next", "time"], true),
  ]
  private static let orderWords: Set<String> = ["always", "never", "don't", "only", "no"]
  private static let wishWords: Set<String> = ["i", "i'd", "we", "you", "all", "every", "when", "whenever", "let's", "if"]

  private static func fromNowOn(_ clause: Clause) -> SignalDetector.Match? {
    for (future, needsOrder) in futures {
      guard let place = clause.places(of: future).first, !clause.isReported(before: place) else { continue }
      guard clause.contentWords(from: 0).count(where: { !future.contains($0) }) >= 2 || clause.sentence.endsWithColon else {
        continue
      }
      let rest = clause.words.dropFirst(place + future.count)
      let order: ArraySlice<String>
      if clause.opensClause(place) {
        order = rest.drop { $0 == "," || $0 == ":" || (Clause.softeners.contains($0) && $0 != "no") }
        if order.isEmpty, clause.sentence.endsWithColon, !needsOrder { return made(clause, "from now on", 0.9) }
      } else if rest.allSatisfy({ TypedSentence.punctuation.contains($0) || Clause.softeners.contains($0) }) {
        order = clause.words.drop { TypedSentence.punctuation.contains($0) || Clause.softeners.contains($0) }
      } else {
        continue
      }
      guard let first = order.first else { continue }
      // "from now on it works", "from now on you will see" are no wishes.
      let tells = ["will", "can", "have"].contains(order.dropFirst().first ?? "") && !["we", "you"].contains(first)
      guard isImperative(first) || orderWords.contains(first) || (!needsOrder && wishWords.contains(first) && !tells) else {
        continue
      }
      return made(clause, future.joined(separator: " "), needsOrder ? 0.85 : 0.9)
    }
    return nil
  }

  // MARK: I prefer

  private static func preference(_ clause: Clause) -> SignalDetector.Match? {
    for place in clause.words.indices where clause.words[place] == "prefer" {
      let subject = clause.word(place - 1)
      let isOwn =
        ["i", "we"].contains(subject) && clause.opensClause(place - 1)
        || ["generally", "usually", "always", "strongly", "really", "personally"].contains(subject)
          && ["i", "we"].contains(clause.word(place - 2))
      let rest = clause.words.dropFirst(place + 1)
      let compares = rest.contains("over") || rest.contains("instead") || rest.contains("than") || rest.contains("to")
      let isOrder = clause.opensClause(place) && compares
      guard isOwn || isOrder, !isNegated(clause, place), !clause.words.prefix(place).contains("if") else { continue }
      // "I prefer the second option" is about this moment.
      let pointers: Set<String> = [
        "option", "approach", "version", "second", "first", "third", "last", "latter", "former", "solution", "suggestion",
        "variant", "1", "2", "3", "b", "c",
      ]
      let content = clause.contentWords(from: place + 1)
      guard content.contains(where: { !pointers.contains($0) }), !pointers.contains(content.first ?? ""),
        !["this", "that", "your"].contains(clause.word(place + 1)),
        clause.word(place + 1) != "it" || ["when", "if"].contains(clause.word(place + 2)),
        clause.word(place + 1) != "not" || content.count > 2
      else { continue }
      return made(clause, isOwn ? "I prefer" : "prefer", 0.85)
    }
    return nil
  }

  // MARK: words

  private static let people: Set<String> = ["we", "claude", "agents", "everyone", "commits", "tests", "code", "migrations", "prs"]

  /// What people say of themselves with "I always …"; other verbs tell what a program does.
  private static let habits: Set<String> = [
    "use", "prefer", "write", "commit", "deploy", "squash", "rebase", "push", "name", "want", "indent", "ship", "release", "pin",
    "vendor", "format", "like",
  ]

  static let imperatives: Set<String> = [
    "use", "run", "write", "add", "prefer", "put", "keep", "make", "ask", "check", "commit", "create", "format", "include",
    "name", "avoid", "start", "test", "tell", "show", "explain", "wrap", "return", "log", "validate", "follow", "push", "pull",
    "merge", "rebase", "squash", "delete", "remove", "edit", "touch", "change", "modify", "mock", "skip", "import", "export",
    "install", "call", "do", "be", "answer", "reply", "respond", "respect", "read", "document", "comment", "sign", "build",
    "compile", "lint", "deploy", "release", "open", "close", "handle", "pass", "set", "store", "save", "send", "treat", "quote",
    "escape", "sort", "update", "verify", "confirm", "assume", "guess", "invent", "ignore", "disable", "enable", "hardcode",
    "expose", "print", "throw", "catch", "raise", "rely", "refer", "reference", "round", "pin", "bump", "generate", "prefix",
    "suffix", "end", "begin", "spell", "speak", "say", "give", "leave", "let", "have", "inject", "pick", "choose", "stick",
    "propose", "suggest", "work", "cache", "clean", "declare", "define", "specify", "annotate", "type", "try", "stop", "wait",
    "review", "refactor", "rename", "move", "copy", "duplicate", "trust", "share", "publish", "upload", "download", "fetch",
    "query", "drop", "truncate", "force", "amend", "reset", "revert", "stash", "tag", "branch", "fork", "vendor", "upgrade",
    "downgrade", "link", "mention", "summarize", "summarise", "think", "plan", "draft", "finish", "apologize", "apologise",
    "translate", "indent", "align", "inline", "extract", "split", "join", "order", "group", "limit", "cap", "batch", "parse",
    "encode", "decode", "hash", "encrypt", "mask", "redact", "measure", "benchmark", "profile", "restart", "kill", "spawn",
    "block", "lock", "hard-code", "double-check", "re-run", "rerun", "regenerate", "rebuild", "cite", "bundle", "dockerize",
    "capitalize", "scope", "gate", "output", "report", "note", "remember", "forget", "compare", "default", "fail", "break",
    "create", "place", "bring", "take", "go", "get", "switch", "target", "support", "ship", "expect", "require", "allow",
    "ensure",
  ]
}
