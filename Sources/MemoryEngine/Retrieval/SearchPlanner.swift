import MemoryModel
import MemoryStore

/// Understands a question by rules: what kinds of knowledge it asks for, and what "it" may be.
struct SearchPlanner {
  /// More would answer another question.
  static let mostSubQueries = 3
  /// Words that are taken over from what was said before.
  private static let carriedWords = 6

  let query: String
  /// What the caller says they are doing.
  var context: String?
  /// The last words of the session, the newest last.
  var turns: [String] = []

  func subQueries() -> [SearchPlan.SubQuery] {
    let clauses = clauses()
    var result = clauses.prefix(Self.mostSubQueries).map { SearchPlan.SubQuery(type: Self.type(of: $0), query: $0) }
    if result.isEmpty { result = [SearchPlan.SubQuery(type: Self.type(of: query), query: query)] }
    guard result.count < Self.mostSubQueries else { return result }
    let spoken = Self.contentWords(query)
    let before = (context.map { [$0] } ?? []) + (isReferring(spoken) ? turns.reversed() : [])
    let carried = Self.tellingWords(in: before, besides: spoken)
    if !carried.isEmpty {
      let text = ([trimmed(query)] + carried).joined(separator: " ")
      result.append(SearchPlan.SubQuery(type: Self.type(of: query), query: text))
    }
    return result
  }

  // MARK: Clauses

  /// Questions that were asked in one breath: "where is it and who owns it?", "what broke; how was it cured".
  private func clauses() -> [String] {
    var clauses: [String] = []
    var clause: [Substring] = []
    func end() {
      let text = trimmed(clause.joined(separator: " "))
      if !Self.contentWords(text).isEmpty { clauses.append(text) }
      clause = []
    }
    let words = query.split(whereSeparator: \.isWhitespace)
    for (index, word) in words.enumerated() {
      let next = words[safe: index + 1]?.lowercased() ?? ""
      if word.lowercased() == "and", Self.questionWords.contains(next), !clause.isEmpty {
        end()
        continue
      }
      clause.append(word)
      if word.last == ";" || word.last == "？" || (word.last == "?" && index + 1 < words.count) { end() }
    }
    end()
    // A part that only makes sense with the rest is none: all of it is asked at once.
    return clauses.count > 1 && clauses.allSatisfy { Self.contentWords($0).count >= 2 } ? clauses : [trimmed(query)]
  }

  private static let questionWords: Set<String> = ["what", "who", "whom", "whose", "when", "where", "why", "how", "which"]

  // MARK: Kinds

  static func type(of text: String) -> SearchPlan.SubQueryType {
    let words = Set(text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "'") }.map(String.init))
    if !words.isDisjoint(with: patternWords) { return .pattern }
    let first = text.lowercased().split { !$0.isLetter }.first.map(String.init) ?? ""
    if first == "how" && !words.isDisjoint(with: ["do", "does", "to", "should", "can"]) { return .pattern }
    if !words.isDisjoint(with: resourceWords) || first == "who" || first == "where" { return .resource }
    // A path, an address, a name in code.
    return text.contains("/") || text.contains("::") || text.contains("()") ? .resource : .memory
  }

  private static let patternWords: Set<String> = [
    "pattern", "patterns", "convention", "conventions", "fix", "fixed", "solve", "solved", "error", "errors", "bug", "bugs",
    "crash", "fails",
    "failed", "failing", "fail", "broken", "workaround", "technique", "why", "debug", "cause", "caused",
  ]
  private static let resourceWords: Set<String> = [
    "file", "files", "service", "services", "server", "repo", "repository", "url", "endpoint", "database", "table", "branch",
    "library",
    "package", "module", "owner", "owns", "host", "port", "path", "folder", "directory", "document", "documentation",
  ]

  // MARK: What was said before

  /// It points back ("that one", "it again") or says too little to stand alone.
  private func isReferring(_ spoken: [String]) -> Bool {
    if spoken.count <= 2 { return true }
    let words = query.lowercased().split { !$0.isLetter }.map(String.init)
    return words.contains {
      ["it", "its", "that", "this", "these", "those", "they", "them", "he", "she", "there", "same", "again"].contains($0)
    }
  }

  private static func contentWords(_ text: String) -> [String] { SearchText.terms(of: text).filter { !$0.isStopWord }.map(\.text) }

  /// The words that tell most about texts: names in code first, then long ones, of the first text first.
  private static func tellingWords(in texts: [String], besides spoken: [String]) -> [String] {
    var seen = Set(spoken)
    var chosen: [String] = []
    for text in texts {
      let terms = SearchText.terms(of: String(text.prefix(2000))).filter { !$0.isStopWord && $0.kind != .compound }
      let telling = terms.filter {
        $0.kind == .pair || $0.text.utf8.count >= 5 || $0.text.utf8.contains { $0 >= 0x30 && $0 <= 0x39 }
      }
      let longest = telling.indices.sorted { (telling[$0].text.utf8.count, -$0) > (telling[$1].text.utf8.count, -$1) }.prefix(
        carriedWords)
      for index in longest.sorted() where chosen.count < carriedWords && seen.insert(telling[index].text).inserted {
        chosen.append(telling[index].text)
      }
    }
    return chosen
  }
}

extension SearchPlan.SubQueryType {
  /// The categories in which this kind of knowledge stands.
  var categories: [Category] {
    switch self {
    case .memory: [.profile, .preferences, .events, .sessions]
    case .resource: [.entities, .sessions]
    case .pattern: [.patterns, .cases]
    }
  }
}
