import LanguageModels
import MemoryModel
import MemoryStore

/// Finds memories that say the same among those that stand.
struct StandingDuplicates {
  struct Group {
    var kept: MemoryNode
    var taken: [MemoryNode]
    /// What is kept says from now on.
    var content: String
    var abstract: String
    var maker: String?
  }

  let engine: MemoryEngine
  /// Whether a model may be asked.
  let asks: Bool
  private(set) var unclear: [(MemoryURI, MemoryURI)] = []
  /// Of one category in one scope, the newest; each is compared with each.
  private static let mostCompared = 2000
  /// Questions to a model in one run, which would otherwise spend a day's budget at once.
  private static let mostAsked = 20
  private var asked = 0

  init(engine: MemoryEngine, asks: Bool) {
    self.engine = engine
    self.asks = asks && engine.models?.isThere(for: .merge) == true
  }

  mutating func groups(of category: Category, in scope: NodeFilter.ProjectFilter) throws -> [Group] {
    var filter = NodeFilter()
    filter.categories = [category]
    filter.project = scope
    filter.validAt = engine.now
    filter.limit = Self.mostCompared
    // Best first: what a person wrote or holds on to, then what was used, then the older account.
    let nodes = try engine.store.nodes(filter).filter { $0.kind == .leaf && $0.supersededBy == nil }.sorted(by: Self.isBetter)
    let facts = nodes.map { Facts($0, engine.meanings) }
    var groups: [Group] = []
    var isTaken = [Bool](repeating: false, count: nodes.count)
    for index in nodes.indices where !isTaken[index] {
      var group = Group(
        kept: nodes[index], taken: [], content: nodes[index].content, abstract: nodes[index].abstract)
      for other in nodes.indices.dropFirst(index + 1) where !isTaken[other] {
        guard nodes[other].pinnedAt == nil, try takes(nodes[other], into: &group, facts[index], facts[other]) else { continue }
        isTaken[other] = true
        group.taken.append(nodes[other])
      }
      if !group.taken.isEmpty { groups.append(group) }
    }
    return groups
  }

  private static func isBetter(_ left: MemoryNode, _ right: MemoryNode) -> Bool {
    func rank(_ node: MemoryNode) -> (Int, Int, Int, Int64, Int64) {
      let isOwn = node.provenance.origin == .user
      return (node.pinnedAt != nil ? 0 : 1, isOwn ? 0 : 1, -node.accessCount, node.createdAt.milliseconds, node.id)
    }
    return rank(left) < rank(right)
  }

  /// What two memories are compared by, made once for each.
  private struct Facts {
    let words: Set<String>
    let vector: [Float]?

    init(_ node: MemoryNode, _ meanings: Meanings?) {
      words = Likeness.contentWords(of: node.abstract)
      vector = meanings?.vector(ofReadable: node.abstract)
    }
  }

  private mutating func takes(_ node: MemoryNode, into group: inout Group, _ kept: Facts, _ other: Facts) throws -> Bool {
    let duplicates = NearDuplicates(engine: engine)
    let neighbour = NearDuplicates.Neighbour(
      node: group.kept, overlap: Likeness.overlap(kept.words, other.words), cosine: Meanings.cosine(kept.vector, other.vector))
    guard neighbour.nearness >= duplicates.thresholds.least else { return false }
    // Which of two is older does not matter here: what contradicts is left alone.
    guard !Contradiction.closes(old: node.content, new: group.content) else { return false }
    let draft = MemoryDraft(standing: node, at: engine.now)
    switch duplicates.judge(neighbour, draft) {
    case .other: return false
    case .settled: return join(node, into: &group)
    case .unclear:
      guard asks, asked < Self.mostAsked else {
        unclear.append((group.kept.uri, node.uri))
        return false
      }
      asked += 1
      guard let sameness = duplicates.ask(group.kept, draft, session: nil) else { return false }
      switch sameness {
      case .known: return group.kept.category.isMergeable || isSaid(node, in: group)
      case .refines(_, let words):
        // It was written of the two, so it stands only where no third one was taken in before.
        guard let words, group.content == group.kept.content else { return false }
        (group.content, group.abstract, group.maker) = (words.content, words.abstract, words.maker)
        return true
      case .contradicts, .new: return false
      }
    }
  }

  private func isSaid(_ node: MemoryNode, in group: Group) -> Bool {
    NearDuplicates.addsNothing(node.content, to: group.content)
  }

  /// By rules; false where they do not fit together.
  private func join(_ node: MemoryNode, into group: inout Group) -> Bool {
    guard group.kept.category.isMergeable else { return isSaid(node, in: group) }
    switch MergeRules.decide(old: group.content, new: node.content) {
    case .contradiction: return false
    case .unchanged: return true
    // The longer one says all of the other; what a person wrote is not replaced.
    case .replace where node.content.utf8.count > group.content.utf8.count && group.kept.provenance.origin != .user:
      (group.content, group.abstract) = (node.content, node.abstract)
      return true
    case .replace, .append:
      if isSaid(node, in: group) { return true }
      return append(node, to: &group)
    }
  }

  private func append(_ node: MemoryNode, to group: inout Group) -> Bool {
    let content = group.content + "\n\n" + node.content
    guard group.kept.pinnedAt == nil, group.kept.provenance.origin != .user, content.utf8.count <= MemoryEngine.maximumContentLength
    else {
      return false
    }
    group.content = content
    return true
  }
}
