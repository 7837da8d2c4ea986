import Transcripts

/// The sentences of a turn that tell what it was about.
enum TurnWords {
  /// What the user asked, in one line of at most `tokens`; nil for mere assent ("yes, do it") and for what is no prose.
  static func request(_ turn: TranscriptTurn, tokens: Int) -> String? {
    let text = turn.userText
    if text.hasPrefix("/"), let command = text.split(separator: "\n").first, !command.dropFirst().prefix(40).contains("/") {
      return TextCut.fit(String(command), tokens: tokens)
    }
    let sentences = TypedProse.sentences(in: text)
    guard let first = sentences.first(where: { !isAssent($0.words) && $0.text.contains(where: \.isLetterOrNumber) }) else {
      return sentences.isEmpty ? heading(of: text, tokens: tokens) : nil
    }
    var line = shortPaths(first.text)
    for next in sentences.drop(while: { $0.text != first.text }).dropFirst() where !isAssent(next.words) {
      let joined = line + (line.last.map { ".!?:,".contains($0) } == true ? " " : ". ") + shortPaths(next.text)
      guard TokenEstimate.tokens(joined) <= tokens else { break }
      line = joined
    }
    let fitted = TextCut.fit(MarkdownBlock.plain(line), tokens: tokens)
    return fitted.isEmpty ? nil : fitted
  }

  /// A long absolute path says what it is about in its last component.
  private static func shortPaths(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let body = word.hasPrefix("@") ? word.dropFirst() : word
      guard body.hasPrefix("/") || body.hasPrefix("~/"), body.count > 24, let last = body.split(separator: "/").last else {
        return String(word)
      }
      return String(last)
    }.joined(separator: " ")
  }

  /// The title of a plan or document that was pasted as a prompt.
  private static func heading(of text: String, tokens: Int) -> String? {
    for block in MarkdownBlock.blocks(of: text) {
      if case .heading(_, let title) = block { return TextCut.fit(MarkdownBlock.plain(title), tokens: tokens) }
    }
    let line = TextCut.fit(Sentences.first(of: MarkdownBlock.plain(String(text.prefix(600)))), tokens: tokens)
    return line.isEmpty ? nil : line
  }

  private static let assents: Set<String> = [
    "yes", "yeah", "yep", "y", "ok", "okay", "sure", "please", "do", "it", "go", "ahead", "continue", "proceed", "thanks",
    "thank", "you", "great", "perfect", "good", "nice", "cool", "lgtm", "that", "now", "this", "then", "sounds", "looks", "right",
    "correct", "exactly", "fine", "no", "next", "again", "try", "done", "both", "all", "hi", "hello", "and", "commit", "hmm",
    "all", "good", "the", "looks", "is", "agreed", "ja", "oui", "sí", "si", "weiter", "vale", "danke", "merci", "gracias",
  ]

  static func isAssent(_ words: [String]) -> Bool {
    let content = words.filter { !TypedSentence.punctuation.contains($0) }
    if content == ["commit", "this"] || content == ["commit"] || content == ["commit", "it"] { return false }
    return content.count <= 6 && content.allSatisfy { assents.contains($0) }
  }

  /// The sentence of the assistant's last words that says most of what was done, at most `tokens`; nil when none does.
  static func outcome(_ turn: TranscriptTurn, tokens: Int) -> String? {
    var best: (text: String, score: Double)?
    // A question is answered in the first sentence; a job is reported anywhere.
    let opening =
      TypedSentence.words(of: String(turn.userText.prefix(80)).lowercased()).first { !Clause.softeners.contains($0) } ?? ""
    let isQuestion = ["what", "why", "how", "when", "where", "who", "which", "is", "are", "does", "did", "do"].contains(opening)
    for (index, sentence) in sentences(of: turn.assistantClosing).prefix(12).enumerated() {
      guard let score = score(sentence, index: index, step: isQuestion ? 0.3 : 0.12), score > best?.score ?? 0 else { continue }
      best = (sentence, score)
    }
    guard var text = best?.text else { return nil }
    text = withoutExclamation(text)
    while text.hasSuffix(":") || text.hasSuffix("：") { text.removeLast() }
    let fitted = TextCut.fit(text, tokens: tokens)
    return fitted.isEmpty ? nil : fitted
  }

  private static let doneWords: Set<String> = [
    "fixed", "added", "updated", "changed", "moved", "removed", "renamed", "now", "created", "implemented", "replaced",
    "committed", "merged", "refactored", "consolidated", "pushed", "fix", "because", "cause", "was", "moves", "adds", "fixes",
  ]

  /// How much a sentence tells of an outcome; nil for what tells nothing: plans, questions, openings of a summary.
  private static func score(_ sentence: String, index: Int, step: Double) -> Double? {
    guard says(sentence) else { return nil }
    let words = TypedSentence.words(of: sentence.lowercased()).filter { !TypedSentence.punctuation.contains($0) }
    let names = sentence.split(separator: " ").count {
      $0.dropFirst().dropLast().contains { "_/.0123456789".contains($0) || $0.isUppercase }
    }
    // "The fix is complete." says that something was done and not what.
    if words.count <= 6, names == 0 { return 0.05 }
    return min(Double(words.count), 16) / 16 + (words.contains { doneWords.contains($0) } ? 0.6 : 0) + min(Double(names), 2) * 0.15
      - Double(index) * step
  }

  /// The sentences of an answer, without Markdown, headings and code; a list item is a sentence.
  static func sentences(of answer: String) -> [String] {
    var result: [String] = []
    for block in MarkdownBlock.blocks(of: answer) {
      let text: String
      switch block {
      case .paragraph(let paragraph): text = MarkdownBlock.plain(paragraph)
      case .listItem(_, let item): text = MarkdownBlock.plain(item)
      case .heading, .code, .tableRow: continue
      }
      let bytes = Array(text.utf8)
      result += Sentences.ranges(in: bytes, 0..<bytes.count).map { String(decoding: bytes[$0], as: UTF8.self).trimmingSpace() }
    }
    return result
  }

  private static func says(_ sentence: String) -> Bool {
    let lower = sentence.lowercased()
    let isUnspaced = sentence.contains { TextCut.isUnspaced($0) } && sentence.count >= 6
    guard sentence.split(separator: " ").count >= 4 || isUnspaced, !sentence.hasSuffix("?") else { return false }
    // "Now it will show:" stands before an example that is not told here.
    if sentence.hasSuffix(":"), let last = lower.dropLast().split(separator: " ").last {
      if ["show", "shows", "see", "like", "this", "follows", "are", "is", "with", "style", "example", "be"].contains(String(last)) {
        return false
      }
    }
    return !fillers.contains { lower.hasPrefix($0) } && !lower.contains("here's a summary") && !lower.contains("here's what")
  }

  private static let fillers = [
    "let me ", "i'll ", "now let me", "i will ", "here's ", "here is ", "here are ", "good question", "great question",
    "you're right", "sure", "based on ", "looking at ", "summary", "so there are ", "the changes were", "changes made",
    "what changed", "would you like", "want me to", "this is ready", "ready to ", "all tests pass", "key changes",
  ]

  private static func withoutExclamation(_ sentence: String) -> String {
    for opening in ["Done! ", "Done. ", "Perfect! ", "Great! ", "Excellent! ", "Yes, ", "Fixed! "] where sentence.hasPrefix(opening)
    {
      return String(sentence.dropFirst(opening.count)).capitalizingFirst()
    }
    return sentence
  }
}
