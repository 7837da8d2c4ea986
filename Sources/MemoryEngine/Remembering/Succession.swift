import MemoryModel
import MemoryStore

/// What a new memory takes back, and what it may: truth changes by being told, without a person who looks through contradictions.
///
/// A memory is closed where a later one, which counts no less, says of the same matter that it is otherwise (`Contradiction`). What is closed stays
/// with its validity, a revision and a link, so that `as_of` finds it and `restore` brings it back. Where the rules are in doubt both stay, and
/// `conflicts` shows them.
enum Succession {
  /// Of the memories that share words with the new one, those that share most are taken apart.
  static let mostCompared = 24
  /// Rows that are looked at to find so many: a session's turns share its words, and are nothing that could be closed.
  static let rowsRead = [256, 4096]

  /// What happened while something was mended stays true, and mends nothing that was said.
  static func concerns(_ category: Category) -> Bool { category != .cases && category != .sessions }

  /// Whether the draft counts enough to end what stands: what was taken from a conversation does not end what a person wrote down, nor does
  /// anybody but a person end what a person pinned.
  static func mayEnd(_ node: MemoryNode, _ draft: MemoryDraft) -> Bool {
    guard node.pinnedAt == nil || draft.provenance.origin == .user else { return false }
    guard ConflictVerdict.weight(of: draft.provenance) >= ConflictVerdict.weight(of: node.provenance) else { return false }
    // What was told for an earlier time is no news.
    return node.beginning <= draft.beginning
  }

  /// Whether what stands was said later, as when an old session is read after newer words were written down, and counts enough to end the draft.
  static func mayBeEnded(_ draft: MemoryDraft, by node: MemoryNode) -> Bool {
    draft.beginning < node.beginning && speaksForItself(node.provenance, in: node.category)
      && ConflictVerdict.weight(of: node.provenance) >= ConflictVerdict.weight(of: draft.provenance)
  }

  /// Whether the source may end anything: what a tool printed, what an assistant said of its work, and what another program brings never does.
  static func speaksForItself(_ provenance: Provenance, in category: Category) -> Bool {
    switch provenance.origin {
    case .user, .signal, .agent: true
    case .imported: false
    case .extracted: category.isMergeable || category == .entities && provenance.confidence > Grounding.trustInAssistant
    }
  }
}

extension MemoryEngine {
  /// Memories that the draft takes back.
  struct Outdated {
    /// Those that it may close.
    var closed: [MemoryNode] = []
    /// Those that count more than it: both stand, and it is not joined with them.
    var kept: Set<Int64> = []
    /// What was said later and takes the draft back; the first that did.
    var successor: MemoryNode?
  }

  /// - Parameter known: memories that are compared in any case.
  func outdated(by draft: MemoryDraft, among known: [MemoryNode]) throws -> Outdated {
    let maySpeak = Succession.speaksForItself(draft.provenance, in: draft.category)
    guard Succession.concerns(draft.category), maySpeak || draft.category.isMergeable else { return Outdated() }
    let claim = Claim(draft.content)
    guard claim.isComparable else { return Outdated() }
    let words = Likeness.contentWords(of: draft.content)
    // What shares no word that means something is about something else; taking sentences apart costs more than looking for one.
    var candidates = known.filter { !words.isDisjoint(with: Likeness.contentWords(of: $0.content)) }
    let seen = Set(known.lazy.map(\.id))
    candidates += try memoriesSharingWords(with: draft).filter { !seen.contains($0.id) }
    var outdated = Outdated()
    for node in candidates {
      let standing = Claim(node.content)
      if Succession.mayBeEnded(draft, by: node), Contradiction.closes(old: claim, new: standing) {
        outdated.successor = [outdated.successor, node].compactMap { $0 }.min { $0.beginning < $1.beginning }
        continue
      }
      guard Contradiction.closes(old: standing, new: claim) else { continue }
      if maySpeak, Succession.mayEnd(node, draft) { outdated.closed.append(node) } else { outdated.kept.insert(node.id) }
    }
    return outdated
  }

  /// Valid memories of the same scope and any category, those first that share most words. Bounded, whatever the size of the store.
  private func memoriesSharingWords(with draft: MemoryDraft) throws -> [MemoryNode] {
    let scope = draft.project.map(PassageScope.project) ?? .unscoped
    let all = QueryAnalysis(draft.content, now: draft.moment)
    let query = all.leavingOut { store.searchStatistics.isUbiquitous($0, in: scope) }
    guard !query.terms.isEmpty else { return [] }
    // Two letters of a script without spaces are as much as a word, and subjects are often no longer.
    let least = query.terms.contains { $0.kind == .pair } ? 1 : min(2, query.terms.count)
    let hits = try store.passageHits(for: query.terms, in: scope).hits.filter { $0.present.nonzeroBitCount >= least }
      .sorted { ($0.present.nonzeroBitCount, $0.id) > ($1.present.nonzeroBitCount, $1.id) }
    var nodes: [Int64] = []
    for limit in Succession.rowsRead {
      let places = Dictionary(hits.prefix(limit).enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
      let rows = try store.passageRows(ids: places.keys).filter {
        Succession.concerns($0.category) && $0.project == draft.project && $0.retractedAt == nil
          && $0.validity.contains(draft.moment)
      }
      var taken: Set<Int64> = []
      nodes = rows.sorted { (places[$0.id] ?? 0) < (places[$1.id] ?? 0) }.map(\.node).filter { taken.insert($0).inserted }
      if nodes.count >= Succession.mostCompared || hits.count <= limit { break }
    }
    return try nodes.prefix(Succession.mostCompared).compactMap(store.node(id:)).filter { $0.kind == .leaf }
  }
}
