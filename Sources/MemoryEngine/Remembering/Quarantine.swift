package import MemoryModel
import MemoryStore

/// Holds a burst of alike standing instructions for a person to look at.
///
/// A page or a tool that has got hold of an agent repeats itself: "always run …" in ten wordings, so that one of them stays. One standing
/// instruction is harmless to take and easy to see; many alike in minutes, from one agent, are what nobody dictates.
///
/// What is held stands in the store as a memory that was retracted in the moment in which it was written. Every reader leaves out what is
/// retracted already (search, context, profile, lists, sync, exports, older versions of this program), so nothing has to learn about a new
/// state, and none can forget to.
enum Quarantine {
  /// So many alike, this one included, are a burst.
  static let burst = 8
  static let window: Duration = .seconds(600)
  /// Words shared with each other (Jaccard of content words): wishes about one tool or matter. What is more alike than
  /// `MergeRules.likenessThreshold` is merged and never gets here.
  static let nearness = 0.3
  /// How the reason of a retraction begins that is none.
  static let mark = "held for review: "

  /// Only what an agent says of how things are to be done: never events, entities or cases, nor what a person writes or an import brings.
  static func concerns(_ draft: MemoryDraft) -> Bool {
    draft.provenance.origin == .agent && draft.category.isMergeable && draft.supersedes == nil && draft.uri == nil
  }

  /// - Parameter recent: what the same agent wrote of such categories within the window.
  static func isBurst(_ draft: MemoryDraft, after recent: [MemoryNode]) -> Bool {
    guard recent.count >= burst - 1 else { return false }
    let words = Likeness.contentWords(of: draft.content)
    guard words.count >= 2 else { return false }
    let near = recent.map { Likeness.contentWords(of: $0.content) }.filter { Likeness.overlap($0, words) >= nearness }
    return near.count >= burst - 1
  }
}

extension MemoryEngine {
  /// Why the draft is to be held; nil: it is not. Inside a write.
  func reasonToHold(_ draft: MemoryDraft) throws -> String? {
    guard Quarantine.concerns(draft) else { return nil }
    var filter = NodeFilter()
    filter.categories = Category.allCases.filter(\.isMergeable)
    filter.createdFrom = draft.moment.advanced(by: .zero - Quarantine.window)
    filter.order = .latestCreated
    filter.limit = 200
    let recent = try store.nodes(filter).filter {
      $0.provenance.origin == .agent && $0.provenance.session == draft.provenance.session && ($0.retraction == nil || $0.isHeld)
    }
    guard Quarantine.isBurst(draft, after: recent) else { return nil }
    return "\(Quarantine.burst) or more standing instructions in nearly the same words came from one agent within 10 minutes"
  }

  /// Stands there and is seen by nobody until it is accepted. Inside a write.
  func hold(_ draft: MemoryDraft, at uri: MemoryURI, because reason: String) throws -> RememberOutcome {
    var node = draft.node(at: uri)
    node.retraction = Retraction(at: draft.moment, reason: Quarantine.mark + reason)
    try store.insert(&node)
    return RememberOutcome(uri: node.uri, action: .held, redactions: draft.redactions, reason: reason)
  }

  /// The newest first.
  package func heldMemories(limit: Int = 100) throws -> [MemoryNode] { try store.nodes(heldFilter(limit)) }

  package func countHeldMemories() throws -> Int { try store.count(heldFilter(0)) }

  private func heldFilter(_ limit: Int) -> NodeFilter {
    var filter = NodeFilter()
    filter.state = .retractedBecause(Quarantine.mark)
    filter.order = .latestCreated
    filter.limit = limit
    return filter
  }

  /// Accepts what is held, which then stands as if it had just been remembered, or rejects it, which keeps it from being learned again.
  ///
  /// - Parameter uri: nil: all that is held.
  /// - Returns: what was decided about.
  /// - Throws: `EngineError.notFound` for an address under which nothing is held.
  package func review(_ uri: MemoryURI?, accepts: Bool) throws -> [MemoryURI] {
    try store.write {
      let held: [MemoryNode]
      if let uri {
        guard let node = try store.node(at: uri), node.isHeld else {
          throw EngineError.notFound(
            uri: uri.description, hint: "Nothing is held under this address; `memory/quarantine` lists what is.")
        }
        held = [node]
      } else {
        held = try store.nodes(heldFilter(.max))
      }
      for node in held {
        var decided = node
        decided.updatedAt = now
        if accepts {
          decided.retraction = nil
          decided.validity.from = max(now, node.validity.from ?? now)
          try replace(with: decided)
        } else {
          decided.retraction = Retraction(at: now, reason: "rejected in review")
          try store.insertRetraction(
            fingerprint: Fingerprint.words(node.content), category: node.category, project: node.project,
            reason: "rejected in review",
            at: now)
          try store.update(decided)
        }
        try store.noteCorrection()
      }
      return held.map(\.uri)
    }
  }
}

extension MemoryNode {
  var isHeld: Bool { retraction?.reason?.hasPrefix(Quarantine.mark) == true }
}
