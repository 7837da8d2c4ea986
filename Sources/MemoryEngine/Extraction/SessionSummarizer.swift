import MemoryModel
package import Transcripts

/// What one session was about, for the list of sessions and for the start of the next one.
package struct SessionSummary: Hashable, Sendable {
  /// What was asked first, at most 80 characters.
  package var title: String
  /// L0: what was asked and what came of it, one line.
  package var abstract: String
  /// L1, as Markdown: each request with its outcome, files and commands, the last words, what is left open.
  package var overview: String

  package init(title: String, abstract: String, overview: String) {
    self.title = title
    self.abstract = abstract
    self.overview = overview
  }
}

/// Writes a session's summary by rules, from its own words: it states what was said and done and concludes nothing.
package enum SessionSummarizer {
  private static let titleLength = 80
  private static let requestTokens = 45
  private static let outcomeTokens = 50
  /// Requests shown; of more, the first and the last ones.
  private static let maximumRequests = 14
  private static let maximumFiles = 12
  private static let maximumCommands = 8
  private static let closingTokens = 500

  /// Nil for a session in which nothing was asked or answered.
  package static func summary(of turns: [TranscriptTurn]) -> SessionSummary? {
    let turns = withoutRepeats(turns)
    guard let first = turns.first, let last = turns.last else { return nil }
    let requests = turns.compactMap { TurnWords.request($0, tokens: requestTokens) }
    guard let subject = requests.first ?? turns.lazy.compactMap({ TurnWords.outcome($0, tokens: requestTokens) }).first else {
      return nil
    }
    let outcome = turns.reversed().lazy.compactMap { TurnWords.outcome($0, tokens: outcomeTokens) }.first
    let title = shortened(Sentences.first(of: subject).split(separator: " ").count >= 4 ? Sentences.first(of: subject) : subject)
    let work = SessionWork(turns)

    var sections = ["# " + title, place(first, last, count: turns.count)]
    sections.append("## Asked and done\n" + requestLines(turns).joined(separator: "\n"))
    let done = workLines(work)
    if !done.isEmpty { sections.append("## Work\n" + done.joined(separator: "\n")) }
    if let closing = turns.last(where: { !$0.assistantClosing.isEmpty })?.assistantClosing {
      sections.append("## Last words\n" + TierWriter.overview(of: demoted(closing), limit: closingTokens))
    }
    let open = openEnds(turns, work)
    if !open.isEmpty { sections.append("## Open\n" + open.map { "- " + $0 }.joined(separator: "\n")) }
    let overview = TierWriter.overview(of: sections.joined(separator: "\n\n"))

    let ends = outcome.map { $0 == subject ? "" : " → " + $0 } ?? ""
    let abstract = TextCut.fit(subject + ends, tokens: TierWriter.abstractLimit)
    return SessionSummary(title: title, abstract: abstract.isEmpty ? title : abstract, overview: overview)
  }

  /// A prompt that was stopped and sent again is told once, as it was sent last.
  private static func withoutRepeats(_ turns: [TranscriptTurn]) -> [TranscriptTurn] {
    turns.enumerated().filter { index, turn in
      guard turn.wasInterrupted, index + 1 < turns.count else { return true }
      return !turns[index + 1].userText.hasPrefix(turn.userText)
    }.map(\.element)
  }

  private static func shortened(_ line: String) -> String {
    guard line.count > titleLength else { return line }
    var cut = ""
    for word in line.split(separator: " ") {
      if cut.count + word.count + 2 > titleLength { break }
      cut += (cut.isEmpty ? "" : " ") + word
    }
    while let last = cut.last, ",;:-–—(".contains(last) || last == " " { cut.removeLast() }
    return cut.isEmpty ? String(line.prefix(titleLength - 1)) + "…" : cut + "…"
  }

  /// `2026-01-09, 10:50–12:06 UTC, 7 turns, branch main, in shop`
  private static func place(_ first: TranscriptTurn, _ last: TranscriptTurn, count: Int) -> String {
    let (start, end) = (first.startedAt, last.endedAt)
    var parts = [start.date.iso8601]
    let clock = { (time: Timestamp) in String(time.iso8601.dropFirst(11).prefix(5)) }
    switch (start.date == end.date, clock(start) == clock(end)) {
    case (true, true): parts.append("\(clock(start)) UTC")
    case (true, false): parts.append("\(clock(start))–\(clock(end)) UTC")
    default: parts.append("\(clock(start)) to \(end.date.iso8601) \(clock(end)) UTC")
    }
    parts.append(count == 1 ? "1 turn" : "\(count) turns")
    if let branch = last.gitBranch { parts.append("branch \(branch)") }
    if let directory = last.cwd?.split(separator: "/").last { parts.append("in \(directory)") }
    return parts.joined(separator: ", ")
  }

  private static func requestLines(_ turns: [TranscriptTurn]) -> [String] {
    var lines: [String] = []
    for turn in turns {
      let request = TurnWords.request(turn, tokens: requestTokens)
      let outcome = TurnWords.outcome(turn, tokens: outcomeTokens)
      switch (request, outcome) {
      case (let request?, let outcome?): lines.append("- \(request) → \(outcome)")
      case (let request?, nil): lines.append("- \(request)")
      // An assent carries on what was asked before.
      case (nil, let outcome?): lines.append("  - → \(outcome)")
      case (nil, nil): continue
      }
    }
    guard lines.count > maximumRequests else { return lines }
    let half = maximumRequests / 2
    return lines.prefix(half) + ["- … \(lines.count - 2 * half) more"] + lines.suffix(half)
  }

  private static func workLines(_ work: SessionWork) -> [String] {
    var lines: [String] = []
    if !work.files.isEmpty {
      let names = work.files.prefix(maximumFiles).map { $0.edits == 1 ? $0.path : "\($0.path) (\($0.edits) edits)" }
      let more = work.files.count > maximumFiles ? ", \(work.files.count - maximumFiles) more" : ""
      lines.append("- Changed: " + names.joined(separator: ", ") + more)
    }
    if !work.commands.isEmpty {
      let texts = work.commands.prefix(maximumCommands).map { command in
        let failed = command.failures == 0 ? "" : command.runs == 1 ? " (failed)" : " (\(command.failures) failed)"
        return "`\(command.text)`" + (command.runs > 1 ? " ×\(command.runs)" : "") + failed
      }
      let more = work.commands.count > maximumCommands ? ", \(work.commands.count - maximumCommands) more" : ""
      lines.append("- Ran: " + texts.joined(separator: ", ") + more)
    }
    if !work.delegated.isEmpty { lines.append("- Delegated: " + work.delegated.prefix(6).joined(separator: "; ")) }
    var looked: [String] = []
    if work.filesRead > 0 { looked.append("\(work.filesRead) other \(work.filesRead == 1 ? "file" : "files") read") }
    if work.searches > 0 { looked.append("\(work.searches) \(work.searches == 1 ? "search" : "searches")") }
    if !looked.isEmpty { lines.append("- Looked at: " + looked.joined(separator: ", ")) }
    return lines
  }

  /// An answer's own headings stand below the section's.
  private static func demoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let marks = line.prefix { $0 == "#" }.count
      guard (1...6).contains(marks), line.dropFirst(marks).first == " " else { return String(line) }
      return "**" + line.dropFirst(marks).trimmingSpace() + "**"
    }.joined(separator: "\n")
  }

  /// What the next session may have to go on with, as far as it was said.
  private static func openEnds(_ turns: [TranscriptTurn], _ work: SessionWork) -> [String] {
    guard let last = turns.last else { return [] }
    var open: [String] = []
    if last.wasInterrupted { open.append("The user stopped the last turn.") }
    if last.assistantClosing.isEmpty, last.tools.isEmpty, let request = TurnWords.request(last, tokens: requestTokens) {
      open.append("Not answered: \(request)")
    }
    if let question = TurnWords.sentences(of: last.assistantClosing).last, question.hasSuffix("?"), question.count < 300 {
      open.append("The assistant asked: \(question)")
    }
    for command in work.commands where command.lastFailed && command.runs > 1 {
      open.append("The last run of `\(command.text)` failed.")
    }
    for sentence in TurnWords.sentences(of: last.assistantClosing)
    where pending.contains(where: { sentence.lowercased().contains($0) }) {
      let line = TextCut.fit(sentence, tokens: 60)
      if !open.contains(where: { $0.contains(line) }) { open.append(line) }
    }
    for turn in turns.suffix(3) {
      for sentence in TypedProse.sentences(in: turn.userText)
      where postponed.contains(where: { sentence.masked.contains($0) }) && !sentence.isQuestion {
        open.append("The user said: \(TextCut.fit(sentence.text, tokens: 60))")
      }
    }
    return Array(open.prefix(6))
  }

  private static let pending = [
    "todo", "not yet", "still fail", "still failing", "remains to", "left to do", "next step", "follow-up", "follow up",
    "needs to be done", "i haven't", "not implemented", "out of scope", "before merging", "once you", "still open",
    "still missing", "exist yet",
  ]
  private static let postponed = [
    "i'll follow up", "follow up with", "i'll do it later", "tomorrow", "next time", "later today", "next week", "i will check",
    "remind me",
  ]
}
