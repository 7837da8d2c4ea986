import MemoryModel
import Transcripts

/// Problems that the user reported and whose cause or cure an answer states.
enum ProblemCases {
  /// Turns after the report in which the cure may come.
  private static let reach = 3
  private static let confidence = 0.6

  /// `isOver` as for `CandidateExtractor`.
  static func cases(in turns: [TranscriptTurn], isOver: Bool) -> [Candidate] {
    var cases: [Candidate] = []
    var next = 0
    while next < turns.count {
      let reported = next
      next += 1
      guard let problem = problem(in: turns[reported]), let (solved, solution) = solution(in: turns, from: reported),
        isOver || solved + 1 < turns.count
      else { continue }
      cases.append(candidate(problem, solution, turns, reported, solved))
      // What follows up on the same problem belongs to it.
      next = max(next, solved + 1)
    }
    return cases
  }

  private struct Problem {
    var statement: String
    /// A line of an error that was pasted.
    var message: String?
  }

  private struct Solution {
    var cause: String?
    var cure: String?
  }

  // MARK: the report

  private static let failures: Set<String> = [
    "fails", "failing", "failed", "failures", "crash", "crashes", "crashed", "crashing", "broken", "hangs", "hanging", "leaks",
    "leaking", "flaky", "panics", "deadlocks", "segfaults", "exception",
  ]
  private static let phrases = [
    "doesn't work", "does not work", "not working", "isn't working", "don't see it", "i don't see", "blowing up", "blows up",
    "had an error", "an error when", "get an error", "getting an error", "got an error", "get this error", "i get:",
    "i get the error", "get an exception", "throws an", "throws a", "no longer works", "stopped working", "can't connect",
    "is not created", "isn't created", "times out", "is wrong", "are wrong", "comes out wrong", "wrong result",
    "gives me an error", "identify the issue", "find the issue", "figure out why", "there is a bug", "there's a bug",
    "found a bug",
  ]

  /// The user says that something does not work; talk of how errors are to be handled is no report.
  private static func problem(in turn: TranscriptTurn) -> Problem? {
    let sentences = TypedProse.sentences(in: turn.userText)
    guard sentences.count <= 15 else { return nil }
    for (index, sentence) in sentences.enumerated() {
      let isPlan = sentence.words.contains { ["if", "should", "would", "whenever", "ignore", "handling", "handle"].contains($0) }
      let isReport =
        (sentence.words.contains { failures.contains($0) } && !isPlan) || phrases.contains { sentence.masked.contains($0) }
      guard isReport else { continue }
      // What was done before it failed stands in the sentence before.
      var statement = sentence.text
      if index > 0, sentence.wordCount < 6 { statement = sentences[index - 1].text + " " + statement }
      let message = message(in: turn.userText)
      guard sentence.wordCount >= 3 || message != nil else { continue }
      return Problem(statement: TextCut.fit(withoutConjunction(MarkdownBlock.plain(statement)), tokens: 80), message: message)
    }
    return nil
  }

  private static func withoutConjunction(_ text: String) -> String {
    for word in ["because ", "but ", "and ", "so ", "hmm, ", "ok, ", "gah "] where text.lowercased().hasPrefix(word) {
      return String(text.dropFirst(word.count)).capitalizingFirst()
    }
    return text
  }

  /// The line of a paste that names the error.
  private static func message(in text: String) -> String? {
    let typed = PastedLines.typedLines(of: text)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var best: String?
    for (line, kind) in zip(lines, typed) where kind == .pasted {
      let lower = line.lowercased()
      guard ["error", "failed", "panic", "exception", "cannot ", "undefined", "fatal"].contains(where: lower.contains) else {
        continue
      }
      let body = line.trimmingSpace()
      if (12...240).contains(body.count) { best = body }
    }
    return best
  }

  // MARK: the solution

  private static let causes = [
    "root cause", "the bug was", "the bug is", "the issue was", "the problem was", "the issue is that", "the problem is that",
    "caused by", "was missing", "is missing the", "fails because", "failed because", "failing because", "happened because",
    "happens because", "this was because", "was dropped because", "didn't work because", "that's why",
  ]
  private static let cures = [
    "the fix was", "the fix is", "fixed by", "i fixed", "fixed ", "fixed:", "fix:", "the key fix", "changed ", "added ", "updated ",
    "moved ", "replaced ",
  ]
  private static let labels = [
    "root cause:", "root cause is", "cause:", "the root cause", "bug:", "found the root cause", "found and fixed",
    "found the issue", "found the bug", "found the problem",
  ]

  private static func solution(in turns: [TranscriptTurn], from start: Int) -> (Int, Solution)? {
    for index in start..<min(start + reach, turns.count) {
      let turn = turns[index]
      // The user's next words may say that it did not help.
      if index + 1 < turns.count, isRejection(turns[index + 1].userText) { continue }
      let sentences = TurnWords.sentences(of: turn.assistantClosing).filter { !$0.hasSuffix("?") && $0.count < 600 }
      guard let cause = cause(in: sentences) else {
        // "The fix was …" tells the cause with the cure.
        if let cure = sentences.first(where: { tellsCure($0.lowercased()) }) { return (index, Solution(cause: nil, cure: cure)) }
        continue
      }
      var cure = cure(in: sentences, except: cause)
      // The cause is often found first and mended in the next turn.
      if cure == nil, index + 1 < turns.count {
        cure = self.cure(in: TurnWords.sentences(of: turns[index + 1].assistantClosing), except: cause)
        if cure != nil { return (index + 1, Solution(cause: cause, cure: cure)) }
      }
      guard cure != nil || !turn.tools.isEmpty else { continue }
      return (index, Solution(cause: cause, cure: cure))
    }
    return nil
  }

  private static func tellsCure(_ lower: String) -> Bool {
    ["the fix was", "the fix is", "the key fix", "fixed by"].contains(where: lower.contains) && !isGuess(lower)
      && lower.split(separator: " ").count >= 7
  }

  private static func isRejection(_ text: String) -> Bool {
    let lower = String(text.prefix(160)).lowercased()
    return [
      "still ", "doesn't work", "not working", "didn't help", "same error", "that's not", "that is not", "no, ", "nope", "wrong",
      "revert", "undo",
    ]
    .contains { lower.contains($0) } && !lower.contains("still be")
  }

  private static func cause(in sentences: [String]) -> String? {
    for (index, sentence) in sentences.enumerated() {
      let lower = sentence.lowercased()
      guard causes.contains(where: lower.contains) || labels.contains(where: lower.contains), !isGuess(lower) else { continue }
      // "Found the root cause." tells it in the next sentence.
      if sentence.split(separator: " ").count < 7 {
        guard index + 1 < sentences.count, labels.contains(where: lower.contains) else { continue }
        return sentences[index + 1]
      }
      return sentence
    }
    return nil
  }

  private static func cure(in sentences: [String], except cause: String) -> String? {
    sentences.first { sentence in
      let lower = sentence.lowercased()
      return sentence != cause && cures.contains(where: { opens(lower, $0) }) && !isGuess(lower) && !sentence.hasSuffix(":")
        && namesSomething(sentence)
    }
  }

  /// "Added …", "pay.go: added …", "I added …"; not "the harvest is added to a week".
  private static func opens(_ lower: String, _ verb: String) -> Bool {
    lower.hasPrefix(verb) || [": ", "- ", "— ", "– ", "i ", "i've ", "done. ", "done! "].contains { lower.contains($0 + verb) }
  }

  /// "The fix is complete." says nothing that helps anybody later.
  private static func namesSomething(_ sentence: String) -> Bool {
    let words = sentence.split(separator: " ")
    return words.count >= 10
      || (words.count >= 4 && words.contains { $0.dropFirst().dropLast().contains { "_/.()-".contains($0) || $0.isUppercase } })
  }

  private static func isGuess(_ lower: String) -> Bool {
    [
      "might be", "may be", "probably", "possibly", "could be", "i suspect", "let me", "would be", "if you", "likely",
      "pre-existing",
    ].contains(where: lower.contains)
  }

  /// The problem and its cause in one sentence, for that becomes the abstract; below it what else is known.
  private static func candidate(
    _ problem: Problem, _ solution: Solution, _ turns: [TranscriptTurn], _ reported: Int, _ solved: Int
  ) -> Candidate {
    var statement = TextCut.fit(problem.statement, tokens: 38)
    while let last = statement.last, ".!?:,".contains(last) { statement.removeLast() }
    let cause = solution.cause.map(withoutLabel) ?? solution.cure ?? ""
    var lines: [String] = []
    if let message = problem.message { lines.append("Error: \(message)") }
    if solution.cause != nil, let cure = solution.cure { lines.append("Fix: \(withoutLabel(cure))") }
    let files = SessionWork([turns[reported], turns[solved]]).files.prefix(4).map(\.path)
    if !files.isEmpty { lines.append("Files: " + files.joined(separator: ", ")) }
    if statement != problem.statement, statement.hasSuffix("…") { lines.append("Report: \(problem.statement)") }
    let text = ([statement + " → " + cause + (lines.isEmpty ? "" : "\n")] + lines).joined(separator: "\n")
    return Candidate(
      category: .cases, content: RelativeDates.absolute(in: text, on: turns[reported].startedAt.date),
      confidence: solution.cause == nil ? confidence - 0.1 : confidence, turnNumber: solved + 1, at: turns[solved].startedAt)
  }

  private static func withoutLabel(_ sentence: String) -> String {
    for label in ["Root Cause: ", "Root cause: ", "Cause: ", "Bug: ", "Fix: ", "Fixed: ", "Solution: "]
    where sentence.hasPrefix(label) {
      return String(sentence.dropFirst(label.count))
    }
    return sentence
  }
}
