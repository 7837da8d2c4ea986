package import MemoryModel
import MemoryStore

/// Something that is to be done later: an event with a tag, open until its validity is closed. It is found, read, forgotten, exported and
/// synced like any other memory, and is offered at the start of the next session in its project.
package enum Intention {
  package static let tag = "intention"
  /// Weeks after which it is no longer offered by itself. It stays open, and is found.
  package static let weeksOffered = 4
  /// The most that a session's start offers.
  static let offered = 12
}

package struct CompletionOutcome: Sendable {
  package enum Action: String, Sendable { case done, alreadyDone = "already_done" }
  package var uri: MemoryURI
  package var action: Action
  package var abstract: String
}

extension MemoryEngine {
  /// What is still to be done, the newest first.
  package func openIntentions(_ scope: Scope, limit: Int = 100) throws -> [MemoryNode] {
    var filter = NodeFilter()
    filter.categories = [.events]
    filter.project = scope.filter
    filter.validAt = now
    filter.tag = Intention.tag
    filter.limit = limit
    return try store.nodes(filter)
  }

  /// Notes that something is done: it is true no longer that it is to be done. What it said stays, with its history.
  package func complete(_ uri: MemoryURI) throws -> CompletionOutcome {
    try store.write {
      guard let node = try store.node(at: uri), node.kind == .leaf, node.retraction == nil else { throw notFound(uri) }
      guard node.tags.contains(Intention.tag) else {
        throw EngineError.invalid(
          parameter: "uri",
          reason: "\(uri) is nothing that is to be done: only what was remembered as \"next: …\" and the like can be done")
      }
      guard node.validity.to == nil else { return CompletionOutcome(uri: uri, action: .alreadyDone, abstract: node.abstract) }
      try close(node)
      return CompletionOutcome(uri: uri, action: .done, abstract: node.abstract)
    }
  }

  /// Inside a write.
  private func close(_ node: MemoryNode) throws {
    var done = node
    try store.insertRevision(of: node, cause: .edited, at: now, session: nil)
    // One that was to begin later is done all the same.
    done.validity.to = max(now, node.validity.from ?? now)
    done.updatedAt = node.changed(at: now)
    try store.update(done)
  }

  /// Closes what a text says is done: "done: the parser's error recovery". Inside a write.
  ///
  /// - Returns: where they stand. Of several that the words could mean the one that they fit best.
  func closeIntentions(saidDoneIn text: String, project: String?) throws -> [MemoryURI] {
    let sentences = TypedProse.sentences(in: text)
    let said = sentences.indices.compactMap { IntentionPhrases.completion(Clause(sentences, $0)) }.map {
      Set($0.map(Likeness.stem))
    }
    guard !said.isEmpty else { return [] }
    var open = try openIntentions(project.map(Scope.project) ?? .unscoped)
    var closed: [MemoryURI] = []
    for words in said {
      let fits = open.map { (node: $0, fit: Self.fit(of: words, to: $0)) }.filter { $0.fit >= 0.6 }
      guard let best = fits.max(by: { $0.fit < $1.fit })?.node else { continue }
      try close(best)
      closed.append(best.uri)
      open.removeAll { $0.uri == best.uri }
    }
    return closed
  }

  /// The part of the words that the intention shares, 0...1; one word alone is not enough to close something that says more.
  private static func fit(of words: Set<String>, to node: MemoryNode) -> Double {
    let intended = Likeness.contentWords(of: node.content)
    let shared = words.intersection(intended)
    guard shared.count >= 2 || shared.count == intended.count else { return 0 }
    return Double(shared.count) / Double(words.count)
  }

  /// Whether a text that is remembered by hand says that something is to be done later.
  static func isIntention(_ content: String) -> Bool {
    let sentences = TypedProse.sentences(in: content)
    return !sentences.isEmpty && IntentionPhrases.match(Clause(sentences, 0)) != nil
  }

  /// A request for something to be done later becomes an event with the tag.
  static func recognizingIntention(_ request: RememberRequest) -> RememberRequest {
    let isFree = request.uri == nil && (request.category ?? .events) == .events
    guard isFree, request.tags.contains(Intention.tag) || isIntention(request.content) else { return request }
    var request = request
    request.category = .events
    if !request.tags.contains(Intention.tag) { request.tags.append(Intention.tag) }
    return request
  }
}
