import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Ranked memories for a question; no model is asked. A question without a searchable word has no answer but a note.
  package func find(_ request: FindRequest) throws -> FindOutcome {
    let outcome = try store.read {
      try Retrieval(store: store, request: request, now: now, semantics: semantics, trace: trace).find()
    }
    // Behind the reading: it may write.
    if request.countsAsUse { noteUse(of: outcome.items.map(\.node.id)) }
    return outcome
  }
}

/// One question on its way through the store.
struct Retrieval {
  let store: MemoryStore
  let request: FindRequest
  let now: Timestamp
  /// Nil: by words alone.
  var semantics: SemanticSearch?
  var trace: Trace?
  var weights = RankingWeights.measured

  /// The moment that the answer is of.
  private var moment: Timestamp { request.asOf ?? now }

  func find() throws -> FindOutcome {
    let query = QueryAnalysis(request.query, now: moment)
    guard !query.terms.isEmpty else { return FindOutcome(items: [], notes: try notesOnNothing()) }
    let ranked = try trace.measure("candidates and their order") { try rank(query) }
    var items: [FoundMemory] = []
    var contents: Set<String> = []
    for memory in ranked.memories where items.count < request.limit {
      let row = ranked.candidates[memory.candidate].row
      guard let present = try store.node(id: row.node) else { continue }
      // The same words in two scopes are one answer.
      guard present.contentHash.isEmpty || contents.insert(present.contentHash).inserted else { continue }
      let node = try request.asOf.map { try present.said(at: $0, in: store) } ?? present
      // A passage is of the present text.
      let passage = row.text == node.abstract || node.content != present.content ? nil : row.text
      items.append(FoundMemory(node: node, score: memory.score, passage: passage, parts: memory.parts))
    }
    return FindOutcome(items: items, notes: (ranked.note.map { [$0] } ?? []) + (items.isEmpty ? try notesOnNothing() : []))
  }

  /// Why nothing was found, where it can be told.
  func notesOnNothing() throws -> [String] {
    if SearchText.terms(of: request.query).isEmpty { return ["the query has no searchable word: it needs a letter or a digit"] }
    guard let category = request.category else { return [] }
    var filter = NodeFilter()
    filter.categories = [category]
    filter.limit = 1
    return try store.nodes(filter).isEmpty ? ["there is no memory of the category `\(category.rawValue)` yet"] : []
  }

  /// A question's answers before they are read.
  struct Ranked {
    var candidates: [RankingCandidate]
    var memories: [RankedMemory]
    var lexical: LexicalScore
    /// The cosines are of an embedder that was measured.
    var isMeasured: Bool
    /// Why meaning was left out, when it was.
    var note: String?
  }

  func rank(_ query: QueryAnalysis) throws -> Ranked {
    var query = query
    let (question, note) = trace.measure("the question's vector") { semantics?.question(request.query) } ?? (nil, nil)
    let repair = WordRepair(store: store, scope: scope)
    let rare = query.leavingOut { store.searchStatistics.isUbiquitous($0, in: scope) }
    var found = try trace.measure("passages with its words") { try repair.hits(for: rare.terms) }
    if found.hits.count < request.limit, rare.terms.count < query.terms.count {
      found = try repair.hits(for: query.terms)
    } else {
      query = rare
    }
    let lexical = LexicalScore(found, pairs: query.pairs, constants: weights)
    var candidates = try candidates(found, lexical: lexical)
    if let question { try trace.measure("nearest vectors") { try addNearest(to: question, to: &candidates) } }
    candidates += try neighbours(of: candidates, lexical: lexical)
    candidates += try memories(of: query.dates, besides: candidates)
    if let question { try trace.measure("cosines of the others") { try compare(&candidates, with: question) } }
    let ranking = Ranking(query: query, lexical: lexical, weights: weights, scale: question?.scale)
    return Ranked(
      candidates: candidates, memories: ranking.rank(candidates, explain: request.explain), lexical: lexical,
      isMeasured: question?.scale != nil, note: note)
  }

  private var scope: PassageScope {
    switch request.scope {
    case .project(let name): .project(name)
    case .unscoped: .unscoped
    case .everything: .everything
    }
  }

  // MARK: Candidates

  /// The best passages whose nodes the request admits. Where most are refused, it looks further down.
  private func candidates(_ found: PassageHits, lexical: LexicalScore) throws -> [RankingCandidate] {
    var limit = max(RankingWeights.candidates, 2 * request.limit)
    while true {
      let best = lexical.best(found.hits, limit: limit)
      let byID = Dictionary(uniqueKeysWithValues: best.lazy.map { ($0.id, $0) })
      let candidates = try store.passageRows(ids: best.lazy.map(\.id)).filter(admits).map {
        RankingCandidate(row: $0, hit: byID[$0.id])
      }
      if candidates.count >= max(RankingWeights.enough, request.limit) || best.count == found.hits.count { return candidates }
      limit *= 8
    }
  }

  /// The passages that are nearest in meaning. Where most are refused, it looks further away.
  private func addNearest(to question: SemanticSearch.Question, to candidates: inout [RankingCandidate]) throws {
    guard let semantics else { return }
    let known = Set(candidates.lazy.map(\.row.id))
    var limit = RankingWeights.nearest
    while true {
      let near = try semantics.nearest(
        to: question, in: scope, limit: limit, certain: RankingWeights.certainlyNearest * limit / RankingWeights.nearest)
      let cosines = Dictionary(near.lazy.map { ($0.passage, $0.cosine) }, uniquingKeysWith: { first, _ in first })
      let fresh = near.lazy.map(\.passage).filter { !known.contains($0) }
      let admitted = try store.passageRows(ids: fresh).filter(admits)
      let isEnough = near.count - fresh.count + admitted.count >= min(RankingWeights.nearest / 2, limit)
      if isEnough || near.count < limit || limit >= RankingWeights.farthest {
        candidates += admitted.map { RankingCandidate(row: $0, hit: nil) }
        for index in candidates.indices { candidates[index].cosine = cosines[candidates[index].row.id] }
        return
      }
      limit *= 8
    }
  }

  /// The cosines that the search for the nearest did not find out.
  private func compare(_ candidates: inout [RankingCandidate], with question: SemanticSearch.Question) throws {
    guard let semantics else { return }
    let cosines = try semantics.cosines(of: candidates.lazy.filter { $0.cosine == nil }.map(\.row.id), to: question)
    for index in candidates.indices where candidates[index].cosine == nil {
      candidates[index].cosine = cosines[candidates[index].row.id]
    }
  }

  /// What stands beside the best in their sessions and shares no word with the question: the answer to it often does not.
  private func neighbours(of candidates: [RankingCandidate], lexical: LexicalScore) throws -> [RankingCandidate] {
    let strongest = candidates.lazy.filter(\.isTold).map {
      (score: $0.hit.map { lexical.score($0, length: 1).words } ?? 0, node: $0.row.node)
    }
    .sorted { ($0.score, $0.node) > ($1.score, $1.node) }.prefix(RankingWeights.spreading).map(\.node)
    guard !strongest.isEmpty else { return [] }
    let known = Set(candidates.lazy.map(\.row.node))
    let near = Set(try store.neighbours(ofNodes: strongest, count: 2, reach: RankingWeights.reach)).subtracting(known)
    guard !near.isEmpty else { return [] }
    return try store.firstPassageRows(ofNodes: near).filter(admits).map { RankingCandidate(row: $0, hit: nil) }
  }

  /// What is of the time that the question names, whatever its words: "what did we do yesterday?"
  private func memories(of dates: [DateSpan], besides candidates: [RankingCandidate]) throws -> [RankingCandidate] {
    var known = Set(candidates.lazy.map(\.row.node))
    var found: [RankingCandidate] = []
    // A year is no time that one asks for by itself; a month without a year is one of several.
    for span in dates where span.certainty == 1 {
      let range = (Timestamp(CalendarDate(daysSinceEpoch: span.first)), Timestamp(CalendarDate(daysSinceEpoch: span.end)))
      let rows = try store.firstPassageRows(from: range.0, before: range.1, in: scope, limit: RankingWeights.ofOneTime)
      found += rows.filter { admits($0) && known.insert($0.node).inserted }.map { RankingCandidate(row: $0, hit: nil) }
    }
    return found
  }

  func admits(_ row: PassageRow) -> Bool {
    if let retracted = row.retractedAt, retracted <= moment { return false }
    guard row.validity.contains(moment) else { return false }
    if let asOf = request.asOf, row.validity.from == nil, row.createdAt > asOf { return false }
    if let category = request.category, row.category != category { return false }
    if let within = request.within, !within.isRoot {
      let prefix = within.description
      guard row.uri.hasPrefix(prefix),
        row.uri.utf8.count == prefix.utf8.count || row.uri.utf8.dropFirst(prefix.utf8.count).first == UInt8(ascii: "/")
      else { return false }
    }
    switch request.scope {
    case .project(let name): return row.project == nil || row.project == name
    case .unscoped: return row.project == nil
    case .everything: return true
    }
  }
}
