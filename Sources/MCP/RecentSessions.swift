import JSONValues

/// The last sessions of a `memory/timeline` result as text for a model: what was asked, what was touched, what was said last.
struct RecentSessions {
  /// How many sessions are asked for.
  static let count: Int64 = 5
  /// What is shown of one session's words, in characters: enough to recognise it by.
  private static let excerptLength = 600
  private static let maximumPrompts = 4
  private static let maximumSubjects = 8

  private let sessions: [JSONValue]

  init(_ timeline: JSONValue) { sessions = timeline["sessions"]?.array ?? [] }

  var text: String {
    guard !sessions.isEmpty else { return "No session of this project is recorded yet." }
    return sessions.map(Self.text).joined(separator: "\n\n")
  }

  private static func text(_ session: JSONValue) -> String {
    let observations = session["observations"]?.array ?? []
    func texts(_ kind: String) -> [String] {
      observations.filter { $0["kind"]?.string == kind }.compactMap { $0["text"]?.string }
    }
    var heading = "## Session \(session["session_id"]?.string ?? "")"
    if let start = session["started_at"]?.string { heading += ", begun \(start)" }
    if let end = session["ended_at"]?.string { heading += ", ended \(end)" }
    var lines = [heading]
    lines += texts("prompt").suffix(maximumPrompts).map { "- The user: \(excerpt($0))" }
    let subjects = observations.compactMap { observation in
      observation["subject"]?.string.map { "\(observation["tool"]?.string ?? "tool") \(excerpt($0, length: 120))" }
    }
    if !subjects.isEmpty { lines.append("- Worked on: \(unique(subjects).suffix(maximumSubjects).joined(separator: "; "))") }
    if let last = texts("reply").last { lines.append("- The assistant's last words: \(excerpt(last))") }
    lines += (session["memories"]?.array ?? []).compactMap { memory in
      guard let uri = memory["uri"]?.string, let abstract = memory["l0"]?.string else { return nil }
      return "- Learned: \(excerpt(abstract, length: 200)) (\(uri))"
    }
    return lines.joined(separator: "\n")
  }

  /// On one line, so that no recorded text looks like a line of ours.
  private static func excerpt(_ text: String, length: Int = excerptLength) -> String {
    let words = text.split(whereSeparator: \.isWhitespace)
    var line = ""
    for word in words {
      if line.count + word.count > length { return line + (line.isEmpty ? String(word.prefix(length)) : "") + "…" }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen = Set<String>()
    return texts.filter { seen.insert($0).inserted }
  }
}
