import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore

/// Finds out whether a new memory says again what one says that stands: by words and by meaning, by thresholds first, and by a model where
/// these do not tell. Reads and asks; writes nothing, so it needs no lock.
struct NearDuplicates {
  let engine: MemoryEngine
  var thresholds = DuplicateThresholds.measured
  /// Of a category and a scope, the newest first.
  private static let mostCompared = 500
  /// Questions to a model about one new memory: the nearest is nearly always the one.
  private static let mostAsked = 1
  /// Bytes of a memory that a model is shown.
  private static let longestShown = 4000

  struct Neighbour {
    var node: MemoryNode
    /// Shared content words over all.
    var overlap: Double
    /// Nil where nothing can be said of the meaning.
    var cosine: Float?
  }

  /// What stands near a draft, the nearest first.
  func neighbours(of draft: MemoryDraft) throws -> [Neighbour] {
    var filter = NodeFilter()
    filter.categories = [draft.category]
    // What may be rewritten is rewritten in its own scope; what happened is told once, wherever.
    filter.project =
      draft.category.isMergeable
      ? draft.project.map(NodeFilter.ProjectFilter.only) ?? .unscoped
      : draft.project.map(NodeFilter.ProjectFilter.projectAndUnscoped) ?? .unscoped
    filter.validAt = draft.moment
    filter.limit = Self.mostCompared
    let words = Likeness.contentWords(of: draft.abstract)
    return try engine.store.nodes(filter).filter { $0.kind == .leaf }
      .map { node in
        Neighbour(
          node: node, overlap: Likeness.overlap(Likeness.contentWords(of: node.abstract), words),
          cosine: engine.meanings?.cosine(node.abstract, draft.abstract))
      }
      .sorted { ($1.nearness, $0.node.id) < ($0.nearness, $1.node.id) }
  }

  /// - Parameter session: whose budget a question spends; nil: none is asked.
  func sameness(of draft: MemoryDraft, session: String?) throws -> Sameness {
    var asked = 0
    for neighbour in try neighbours(of: draft).prefix(3) {
      switch judge(neighbour, draft) {
      case .settled(let sameness): return sameness
      case .other: continue
      case .unclear:
        guard asked < Self.mostAsked, let session else { continue }
        asked += 1
        if let sameness = ask(neighbour.node, draft, session: session) { return sameness }
      }
    }
    return .new
  }

  // MARK: By thresholds

  enum Judgement: Equatable {
    case settled(Sameness)
    case unclear
    case other
  }

  func judge(_ neighbour: Neighbour, _ draft: MemoryDraft) -> Judgement {
    let node = neighbour.node
    // `remember` closes what is contradicted, and joins what is alike by words.
    if Succession.concerns(draft.category), Contradiction.closes(old: node.content, new: draft.content) { return .settled(.new) }
    if draft.category.isMergeable {
      if MergeRules.areAlike(node.content, draft.content) { return .settled(.new) }
      guard Self.namesAgree(node.abstract, draft.abstract) else { return .other }
      if let cosine = neighbour.cosine, cosine >= thresholds.same {
        if Self.addsNothing(draft.content, to: node.content) { return .settled(.known(node)) }
        return Self.mayRewrite(node, draft) ? .settled(.refines(node, words: nil)) : .other
      }
    } else {
      guard Self.namesAgree(node.abstract, draft.abstract) else { return .other }
      if isSameAccount(neighbour) || MergeRules.areAlike(node.content, draft.content) { return .settled(.known(node)) }
    }
    return neighbour.cosine.map { $0 >= thresholds.grey } ?? (neighbour.overlap >= thresholds.greyWords) ? .unclear : .other
  }

  private func isSameAccount(_ neighbour: Neighbour) -> Bool {
    guard let cosine = neighbour.cosine else { return false }
    return cosine >= thresholds.sameAccount && neighbour.overlap >= thresholds.accountWords
  }

  /// Versions, addresses, numbers: where both have some and they differ, two things are meant, however alike the sentences.
  static func namesAgree(_ left: String, _ right: String) -> Bool {
    let (first, second) = (
      Set(OwnWords.names(in: left).map { $0.lowercased() }), Set(OwnWords.names(in: right).map { $0.lowercased() })
    )
    return first.isSubset(of: second) || second.isSubset(of: first)
  }

  /// What happened is never rewritten, nor is by extraction what a person wrote or holds on to.
  private static func mayRewrite(_ node: MemoryNode, _ draft: MemoryDraft) -> Bool {
    draft.category.isMergeable && node.pinnedAt == nil && (node.provenance.origin != .user || draft.provenance.origin == .user)
  }

  static func addsNothing(_ text: String, to standing: String) -> Bool {
    let (words, known) = (Likeness.contentWords(of: text), Likeness.contentWords(of: standing))
    return words.subtracting(known).count <= words.count / 8
  }

  // MARK: By a model

  /// Nil when it does not tell.
  func ask(_ node: MemoryNode, _ draft: MemoryDraft, session: String?) -> Sameness? {
    guard let models = engine.models, models.isThere(for: .merge) else { return nil }
    let fence = Fence()
    let question = """
      \(fence.rule)

      Category: \(draft.category.rawValue)

      OLD:
      \(fence.around(Excerpt.words(node.content, limit: Self.longestShown), as: "memory"))

      NEW:
      \(fence.around(Excerpt.words(draft.content, limit: Self.longestShown), as: "memory"))
      """
    guard case .answered(let answer, let maker) = models.ask(.merge, question, session: session) else { return nil }
    switch answer["relation"]?.string {
    case "same": return .known(node)
    case "contradicts":
      let isDecided =
        Succession.mayBeEnded(draft, by: node)
        || Succession.speaksForItself(draft.provenance, in: draft.category) && Succession.mayEnd(node, draft)
      return draft.category.isMergeable && isDecided ? .contradicts(node) : nil
    case "refines":
      guard Self.mayRewrite(node, draft) else { return nil }
      // Of a text that was shown in part a model cannot write the whole: rules put the two together.
      guard max(node.content.utf8.count, draft.content.utf8.count) <= Self.longestShown else { return .refines(node, words: nil) }
      // What it wrote does not hold: then its word for it that the two agree does not either.
      return joined(answer, node, draft, maker: maker).map { .refines(node, words: $0) }
    default: return nil
    }
  }

  /// What a model made of the two, if it is within the limits and says nothing that neither says.
  private func joined(_ answer: JSONValue, _ node: MemoryNode, _ draft: MemoryDraft, maker: String) -> JoinedWords? {
    func text(_ name: String) -> String? {
      answer[name]?.string.map { trimmed(Redactor.redact(MaterialText.withoutInvisible($0)).text) }.flatMap {
        $0.isEmpty ? nil : $0
      }
    }
    guard let abstract = text("l0"), let content = text("l2"), TokenEstimate.tokens(abstract) <= TierWriter.abstractLimit else {
      return nil
    }
    let both = node.content + "\n" + draft.content
    guard TierLimits.addsNothing(abstract, to: both), TierLimits.addsNothing(content, to: both),
      // Nor may it lose half of what was known.
      TierLimits.keeps(content, of: node.content), TierLimits.keeps(content, of: draft.content)
    else { return nil }
    return JoinedWords(abstract: abstract, content: content, maker: maker)
  }
}

extension NearDuplicates.Neighbour {
  var nearness: Double { max(overlap, Double(cosine ?? 0)) }
}
