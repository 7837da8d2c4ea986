import MemoryModel
import MemoryStore

/// What a session was told of what is remembered: what comes back of it is an echo, not news.
///
/// A memory that is learned again from its own injection looks more certain each time, and whoever can alter the echo can alter the memory.
struct ShownMemories {
  /// Of all words. An echo that was altered on its way shares more than half; two wishes about one matter share less.
  private static let likeness = 0.6

  private let memories: [(words: Set<String>, text: String)]

  init(_ nodes: [MemoryNode]) {
    memories = nodes.map { (Likeness.contentWords(of: $0.content), $0.content) }
  }

  /// - Parameter isTyped: the user's own prompt, at the moment in which it was sent: there an amendment of what is known is news, and only what adds
  ///   nothing is an echo.
  func holds(_ draft: MemoryDraft, isTyped: Bool) -> Bool {
    let words = Likeness.contentWords(of: draft.content)
    guard words.count >= 2 else { return false }
    return memories.contains { memory in
      let isNear = isTyped ? words.isSubset(of: memory.words) : Likeness.overlap(words, memory.words) >= Self.likeness
      // What takes back what was shown is no echo of it.
      return isNear && !Contradiction.closes(old: memory.text, new: draft.content)
    }
  }
}

extension MemoryEngine {
  func shown(to session: String) throws -> ShownMemories {
    ShownMemories(try store.exposedNodes(inSession: session).sorted().compactMap(store.node(id:)))
  }
}
