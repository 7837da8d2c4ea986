import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// `find` for each of the things that a question asks for, and what is linked with the best of them, until that changes nothing more.
  ///
  /// A model plans it where there is one and the settings allow the time; rules do otherwise, and always when it fails. The answer says who did.
  package func search(_ request: FindRequest) throws -> SearchOutcome {
    let turns = try lastWords(ofSession: request.session)
    // Before the reading: an answer takes seconds, and what it costs is written down.
    let model = ModelPlanner(engine: self, request: request)
    let planned = try model.subQueries(turns: turns)
    var wide = request
    // A model puts more in order than are shown: what helps most may stand just below them.
    if settings.reranksSearch { wide.limit = max(request.limit, ModelPlanner.reranked) }
    var outcome = try store.read {
      let subQueries = planned ?? SearchPlanner(query: request.query, context: request.context, turns: turns).subQueries()
      return try SearchRun(
        store: store, request: wide, now: now, semantics: semantics, author: planned == nil ? .rules : .llm,
        subQueries: subQueries
      ).outcome()
    }
    if let reordered = try model.reordered(outcome.items) {
      outcome.items = reordered
      outcome.plan.isReranked = true
    }
    outcome.items = Array(outcome.items.prefix(request.limit))
    // Behind the reading: it may write.
    if request.countsAsUse { noteUse(of: outcome.items.map(\.node.id)) }
    return outcome
  }

  /// What was said last in a session, oldest first.
  private func lastWords(ofSession session: String?) throws -> [String] {
    guard let session else { return [] }
    // A slash command names a tool and no matter: `/recall cellar` would make "recall" a word of the question.
    let spoken = try store.observations(ofSession: session, limit: 20).filter { observation in
      (observation.kind == .prompt || observation.kind == .reply) && !observation.text.hasPrefix("/")
    }
    return spoken.suffix(4).map(\.text)
  }
}

/// One search on its way: its sub-queries' answers, growing together.
private struct SearchRun {
  let store: MemoryStore
  let request: FindRequest
  let now: Timestamp
  let semantics: SemanticSearch?
  let author: SearchPlan.Author
  let subQueries: [SearchPlan.SubQuery]

  /// What answers several sub-queries answers the question better than what answers one.
  private static let agreement = 0.1
  /// A memory of the kind that is asked for.
  private static let kind = 0.05
  /// What a link of full weight passes on (RFC-001 §7.2 gives the surroundings 0.2).
  private static let gravity = 0.2
  /// Words that were carried over from earlier turns may be about something else.
  private static let carriedOver = 0.7
  /// Rounds without a change that end the search, and rounds that end it anyway.
  private static let stableRounds = 3
  private static let mostRounds = 8

  private struct Standing {
    var row: PassageRow
    var score: Double
    var parts: [ScorePart]

    mutating func add(_ name: String, _ contribution: Double) {
      score += contribution
      if let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].contribution += contribution
      } else {
        parts.append(ScorePart(name: name, contribution: contribution))
      }
    }
  }

  func outcome() throws -> SearchOutcome {
    var standings: [Int64: Standing] = [:]
    var notes: [String] = []
    for (index, subQuery) in subQueries.enumerated() {
      let isCarriedOver = author == .rules && index > 0 && subQuery.query.hasPrefix(trimmed(request.query))
      let note = try take(subQuery, weight: isCarriedOver ? Self.carriedOver : 1, into: &standings)
      if let note, !notes.contains(note) { notes.append(note) }
    }
    guard !standings.isEmpty else {
      notes += try Retrieval(store: store, request: request, now: now, semantics: semantics).notesOnNothing()
      return SearchOutcome(items: [], plan: SearchPlan(author: author, subQueries: subQueries, rounds: 1), notes: notes)
    }
    let rounds = try followLinks(&standings)
    return SearchOutcome(
      items: try items(standings), plan: SearchPlan(author: author, subQueries: subQueries, rounds: rounds), notes: notes)
  }

  /// - Returns: what the reader should know about it.
  private func take(_ subQuery: SearchPlan.SubQuery, weight: Double, into standings: inout [Int64: Standing]) throws -> String? {
    var one = request
    one.query = subQuery.query
    one.limit = 100
    let retrieval = Retrieval(store: store, request: one, now: now, semantics: semantics)
    let ranked = try retrieval.rank(QueryAnalysis(subQuery.query, now: request.asOf ?? now))
    for memory in ranked.memories {
      let row = ranked.candidates[memory.candidate].row
      var standing = Standing(
        row: row, score: weight * memory.score,
        parts: memory.parts.map { ScorePart(name: $0.name, contribution: weight * $0.contribution) })
      if subQuery.type.categories.contains(row.category) { standing.add("kind", Self.kind * standing.score) }
      guard let known = standings[row.node] else {
        standings[row.node] = standing
        continue
      }
      var better = known.score >= standing.score ? known : standing
      better.add("agreement", Self.agreement * min(known.score, standing.score))
      standings[row.node] = better
    }
    return ranked.note
  }

  // MARK: Rounds

  /// Each round looks at the links of what came newly among the best.
  private func followLinks(_ standings: inout [Int64: Standing]) throws -> Int {
    var visited: Set<Int64> = []
    var best = order(standings).prefix(request.limit).map { $0 }
    var stable = 1
    var rounds = 1
    while stable < Self.stableRounds, rounds < Self.mostRounds {
      rounds += 1
      let fresh = best.filter { visited.insert($0).inserted }
      if !fresh.isEmpty { try pass(from: fresh, into: &standings) }
      let next = order(standings).prefix(request.limit).map { $0 }
      stable = next == best ? stable + 1 : 1
      best = next
    }
    return rounds
  }

  private func pass(from nodes: [Int64], into standings: inout [Int64: Standing]) throws {
    let links = try store.linkedNodes(of: nodes)
    let unknown = Set(links.lazy.map(\.to)).subtracting(standings.keys)
    let retrieval = Retrieval(store: store, request: request, now: now, semantics: semantics)
    let rows = try store.firstPassageRows(ofNodes: unknown).filter(retrieval.admits)
    let rowsByNode = Dictionary(rows.lazy.map { ($0.node, $0) }) { first, _ in first }
    let scores = Dictionary(uniqueKeysWithValues: nodes.map { ($0, standings[$0]?.score ?? 0) })
    for link in links {
      guard let score = scores[link.from] else { continue }
      let passed = Self.gravity * link.weight * score
      if standings[link.to] != nil {
        standings[link.to]?.add("link", passed)
      } else if let row = rowsByNode[link.to] {
        standings[link.to] = Standing(row: row, score: passed, parts: [ScorePart(name: "link", contribution: passed)])
      }
    }
  }

  /// The best first; equals: the newer first.
  private func order(_ standings: [Int64: Standing]) -> [Int64] {
    standings.values.sorted {
      ($0.score, $0.row.updatedAt.milliseconds, $0.row.node) > ($1.score, $1.row.updatedAt.milliseconds, $1.row.node)
    }.map(\.row.node)
  }

  private func items(_ standings: [Int64: Standing]) throws -> [FoundMemory] {
    let order = order(standings)
    let highest = max(order.first.flatMap { standings[$0]?.score } ?? 1, .leastNonzeroMagnitude)
    var contents: Set<String> = []
    var items: [FoundMemory] = []
    for id in order where items.count < request.limit {
      guard let standing = standings[id], let present = try store.node(id: id) else { continue }
      guard present.contentHash.isEmpty || contents.insert(present.contentHash).inserted else { continue }
      let node = try request.asOf.map { try present.said(at: $0, in: store) } ?? present
      let isOfThen = node.content != present.content
      let parts = standing.parts.map { ScorePart(name: $0.name, contribution: $0.contribution / highest) }
      items.append(
        FoundMemory(
          node: node, score: standing.score / highest,
          passage: standing.row.text == node.abstract || isOfThen ? nil : standing.row.text,
          parts: request.explain ? parts : []))
    }
    return items
  }
}
