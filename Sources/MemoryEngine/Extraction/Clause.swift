/// A sentence in its prompt, with the questions that the phrase rules ask about it.
struct Clause {
  let sentences: [TypedSentence]
  let index: Int

  init(_ sentences: [TypedSentence], _ index: Int) {
    self.sentences = sentences
    self.index = index
  }

  var sentence: TypedSentence { sentences[index] }
  var words: [String] { sentence.words }

  /// The word at a place, "" outside of the sentence.
  func word(_ position: Int) -> String { words.indices.contains(position) ? words[position] : "" }

  func has(_ phrase: [String], at position: Int) -> Bool {
    phrase.indices.allSatisfy { word(position + $0) == phrase[$0] }
  }

  /// The places at which `phrase` stands.
  func places(of phrase: [String]) -> [Int] { words.indices.filter { has(phrase, at: $0) } }

  /// Whether an order can begin at this place: at the beginning of the sentence or of a clause, behind nothing but words like
  /// "please" and "also". Not so where somebody else is quoted or the clause is a condition or a question.
  func opensClause(_ position: Int) -> Bool {
    var before = position - 1
    while before >= 0, Self.softeners.contains(words[before]) { before -= 1 }
    guard before >= 0 else { return true }
    let mark = words[before]
    guard [",", ":", ";", "—", "–", "(", "-"].contains(mark) || Self.softConjunctions.contains(mark) else { return false }
    if isOpenCondition(before: before) { return false }
    if mark == ":", words.prefix(before).contains(where: { Self.messages.contains($0) }) { return false }
    // "When the user asks for a report, always …" reports nothing.
    if mark == ",", let first = words.first(where: { !Self.softeners.contains($0) }), Self.conditions.contains(first) {
      return true
    }
    return !isReported(before: position)
  }

  /// Nothing but words like "please" stands before this place in the sentence.
  func opensSentence(_ position: Int, after others: Set<String> = []) -> Bool {
    words.prefix(max(0, position)).allSatisfy {
      Self.softeners.contains($0) || TypedSentence.punctuation.contains($0) || others.contains($0)
    }
  }

  /// Someone else said it: "the docs say: never …". What the user says that they said counts.
  func isReported(before position: Int) -> Bool {
    for index in words.indices.prefix(max(0, position)) where Self.reporters.contains(words[index]) {
      if !["i", "i've", "i'd", "already", "we", "to"].contains(word(index - 1)) { return true }
    }
    return false
  }

  /// A comma after "if we always" closes nothing; one after "if it fails" does, but "what if", "whether" and "why" never give orders.
  private func isOpenCondition(before position: Int) -> Bool {
    words.prefix(max(0, position)).contains { ["whether", "why", "wondering", "wonder", "suppose", "imagine"].contains($0) }
  }

  /// The user is not sure.
  var isHedged: Bool {
    words.contains { Self.hedges.contains($0) } || !places(of: ["i", "think"]).isEmpty || !places(of: ["i", "guess"]).isEmpty
      || !places(of: ["not", "sure"]).isEmpty || !places(of: ["i", "believe"]).isEmpty || !places(of: ["seems", "like"]).isEmpty
  }

  /// "can you please always …": a question in form only.
  var isPoliteOrder: Bool {
    let content = words.filter { !TypedSentence.punctuation.contains($0) }
    guard content.count > 3, ["can", "could", "would", "will"].contains(content[0]), content[1] == "you" else { return false }
    return content.prefix(5).contains { ["please", "pls", "plz", "kindly", "remember"].contains($0) }
  }

  /// "could you always …": nobody asks that about one time only.
  var isPoliteRule: Bool {
    let content = words.filter { !TypedSentence.punctuation.contains($0) }
    return content.count > 3 && ["could", "would", "will"].contains(content[0]) && content[1] == "you"
      && ["always", "never"].contains(content[2])
  }

  /// Words that say something by themselves, from a place on.
  func contentWords(from position: Int) -> [String] {
    words.dropFirst(max(0, position)).filter {
      !TypedSentence.punctuation.contains($0) && !Self.emptyWords.contains($0) && !Self.softeners.contains($0)
    }
  }

  /// The sentence before in the same paragraph, which this one may be about.
  var previous: Int? {
    guard index > 0, sentences[index - 1].paragraph == sentence.paragraph else { return nil }
    return index - 1
  }

  var next: Int? {
    guard index + 1 < sentences.count, sentences[index + 1].paragraph == sentence.paragraph else { return nil }
    return index + 1
  }

  /// The list that a sentence with a colon at its end introduces; without list marks, the rest of the paragraph.
  var introduced: [Int] {
    var result: [Int] = []
    var at = index + 1
    while at < sentences.count, result.count < 20 {
      let follows = sentences[at].paragraph == sentence.paragraph
      // A list may be parted from its introduction by one blank line.
      let isListBelow = sentences[at].isListItem && sentences[at].paragraph <= sentence.paragraph + 1
      guard follows || isListBelow else { break }
      result.append(at)
      at += 1
    }
    return result
  }

  /// The sentence and what it introduces, as one text.
  func textWithList(_ list: [Int]) -> String {
    let items = list.map { (sentences[$0].isListItem ? "- " : "") + sentences[$0].text }
    return ([sentence.text] + items).joined(separator: "\n")
  }

  static let softeners: Set<String> = [
    "please", "pls", "plz", "kindly", "also", "just", "ok", "okay", "yes", "yeah", "yep", "no", "nope", "hey", "hi", "hello",
    "well", "btw", "oh", "ah", "right", "now", "again", "really", "actually", "fyi", "note", "important", "reminder", "rule",
    "claude", "guys", "thanks", "hmm", "first", "firstly", "second", "secondly", "third", "finally", "lastly", "additionally",
    "instead", "generally", "ps", "p.s", "very", "so", "then", "and", "but", "good", "great", "perfect", "cool", "nice", "sorry",
    "man", "dude", "gah", "ugh",
  ]
  private static let softConjunctions: Set<String> = ["and", "but", "so", "then", "because", "since"]
  private static let reporters: Set<String> = [
    "says", "said", "say", "saying", "states", "stated", "wrote", "writes", "reads", "told", "tells", "suggests", "suggested",
    "recommends", "recommended", "claims", "mentions", "according", "prints", "reports", "complains", "warns", "claimed",
    "thinks", "thought", "asked",
  ]
  /// Before a colon, what follows is a text that is talked about.
  private static let messages: Set<String> = [
    "message", "called", "titled", "named", "text", "string", "label", "labelled", "prompt", "error", "warning", "article",
    "title", "docs", "readme", "reads", "asks", "comment", "documentation", "quote", "example", "output",
  ]
  private static let conditions: Set<String> = [
    "when", "whenever", "if", "before", "after", "for", "in", "while", "during", "on", "with", "once", "where", "as", "until",
  ]
  private static let hedges: Set<String> = [
    "maybe", "perhaps", "probably", "possibly", "might", "may", "could", "apparently", "presumably", "suspect", "guess",
    "guessing", "unsure", "wonder", "wondering", "likely", "unless",
  ]
  /// Words that point at something else or mean nothing alone.
  static let emptyWords: Set<String> = [
    "this", "that", "it", "these", "those", "them", "they", "one", "ones", "the", "a", "an", "i", "you", "we", "me", "us", "my",
    "your", "our", "is", "was", "are", "be", "to", "of", "for", "in", "on", "at", "with", "and", "or", "if", "as", "too", "do",
    "did", "does", "done", "way", "thing", "things", "stuff", "so", "there", "here", "same", "like", "such", "not", "else",
    "what", "how", "everything", "anything", "something", "nothing", "ever", "again", "next", "time", "later", "future", "all",
    "both", "its",
  ]
}
