import MemoryModel
import MemoryStore

/// What a directory says about itself by rules, so that a tree reads like a table of contents: L0 names what stands in it, L1 counts it.
enum DirectoryDigest {
  /// Tokens of an L0 by rules. A tree shows dozens of them, so it stays far below the limit of a tier.
  static let abstractLimit = 40
  /// Memories that an L0 and an L1 are made from.
  static let sample = 8

  /// What goes where, for a newcomer and for a directory of directories.
  static func purpose(of uri: MemoryURI) -> String {
    switch uri.description {
    case "mem://": "What is remembered: of the user, for the agent, and of each session"
    case "mem://user": "Who the user is, what they want, what they work with, what happened"
    case "mem://agent": "What agents learned: what works here, and how problems were solved"
    case "mem://user/profile": "Who the user is, and how to work with them"
    case "mem://user/preferences": "What the user wants, until they want something else"
    case "mem://user/entities": "People, projects, services, files"
    case "mem://user/events": "What happened and what was decided"
    case "mem://agent/patterns": "Techniques and conventions that worked"
    case "mem://agent/cases": "Problems, and how they were solved"
    case "mem://sessions": "What was said and done, session by session"
    default: uri.category == .sessions && uri.name == "turns" ? "What was said, turn by turn" : ""
    }
  }

  /// The topics of what stands in it, as many as fit; nothing for a directory of directories whose purpose is known.
  /// - Parameters:
  ///   - memories: the most telling first.
  ///   - directories: the names of those below.
  static func abstract(of uri: MemoryURI, memories: [MemoryNode], directories: [String]) -> String {
    var topics: [String] = []
    var used = 0
    for topic in memories.map({ Self.topic(abstract: $0.abstract, name: $0.uri.name) }) + directories.map({ $0 + "/" }) {
      let cost = TokenEstimate.tokens(topic) + 1
      guard !topic.isEmpty, !topics.contains(where: { $0.lowercased() == topic.lowercased() }) else { continue }
      guard used + cost <= abstractLimit else { continue }
      used += cost
      topics.append(topic)
    }
    return topics.isEmpty ? purpose(of: uri) : topics.joined(separator: "; ")
  }

  /// The first thing that a memory says, in a few words: `acme-api`, `Always use tabs for indentation in Go`.
  static func topic(abstract: String, name: String) -> String {
    let plain = MarkdownBlock.plain(abstract)
    let clause = clause(of: plain)
    let words = clause.split(separator: " ").count
    if !clause.isEmpty, words <= mostWords, TokenEstimate.tokens(clause) <= mostTokens { return clause }
    let named = name.split(separator: "-").drop { $0.allSatisfy(\.isNumber) }.joined(separator: " ")
    if named.contains(where: \.isLetter), named.split(separator: " ").count <= mostWords { return named }
    return TextCut.fit(clause.isEmpty ? plain : clause, tokens: mostTokens)
  }

  private static let mostWords = 8
  private static let mostTokens = 12

  /// Up to the first mark or word that begins an explanation.
  private static func clause(of text: String) -> String {
    var end = text.endIndex
    for mark in [". ", "; ", ", ", ": ", " – ", " — ", " (", " → ", "。", "，", "：", "！", " because ", " so that ", " since "] {
      var rest = text[..<end]
      while let found = rest.firstRange(of: mark) {
        let head = text[..<found.lowerBound]
        // "No, use bun": one word is a topic only where it is named and explained.
        if mark.hasPrefix(":") || mark.hasPrefix("：") || head.split(separator: " ").count > 1
          || TextCut.isUnspaced(head.last ?? " ")
        {
          end = found.lowerBound
          break
        }
        rest = text[found.upperBound..<end]
      }
    }
    var clause = text[..<end].trimmingSpace()
    while let last = clause.last, ".!。！:：".contains(last) { clause.removeLast() }
    return clause
  }

  /// What a list by name does not show: how many, since when, of which projects, what is used and what is new.
  static func overview(
    state: DirectoryState, projects: [(project: String?, count: Int)], memories: [MemoryNode], newest: [MemoryNode]
  ) -> String {
    let days = (state.oldest.date.iso8601, state.newest.date.iso8601)
    var lines = [
      "\(state.count) \(state.count == 1 ? "memory" : "memories"), \(days.0 == days.1 ? days.0 : "\(days.0) to \(days.1)")"
    ]
    if projects.contains(where: { $0.project != nil }) {
      let shown = projects.prefix(mostProjects).map { "\($0.project ?? "no project") \($0.count)" }
      lines.append("Of " + shown.joined(separator: ", ") + (projects.count > mostProjects ? " and others" : ""))
    }
    func add(_ label: String, _ nodes: [MemoryNode]) {
      if !nodes.isEmpty { lines.append("\(label): " + nodes.map(\.uri.name).joined(separator: ", ")) }
    }
    guard state.count > sample / 2 else { return lines.joined(separator: "\n") }
    add("Pinned", memories.filter { $0.pinnedAt != nil })
    add("Used most", Array(memories.filter { $0.pinnedAt == nil && $0.accessCount > 0 }.prefix(4)))
    add("Newest", Array(newest.prefix(4)))
    return lines.joined(separator: "\n")
  }

  private static let mostProjects = 8
}
