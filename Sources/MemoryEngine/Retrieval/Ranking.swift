import MemoryModel
import MemoryStore

/// A passage that may answer, with what the index said of it; `hit` is nil for a neighbour that shares no word with the question.
struct RankingCandidate {
  var row: PassageRow
  var hit: PassageHit?
  /// Of its vector and the question's; nil without either.
  var cosine: Float?

  /// What happened or was said, in time order: there a neighbour tells something about its neighbour.
  var isTold: Bool { row.session != nil && (row.category == .events || row.category == .sessions) }
}

/// A memory in its place.
struct RankedMemory {
  /// Which of the candidates it was: its node's best passage.
  var candidate: Int
  /// 0...1
  var score: Double
  /// Add up to the score.
  var parts: [ScorePart]
}

/// Orders candidates: what their words say, then what surrounds them. A pure function of its arguments.
struct Ranking {
  let query: QueryAnalysis
  let lexical: LexicalScore
  var weights = RankingWeights.measured

  /// Each memory once, the best first.
  func rank(_ candidates: [RankingCandidate], explain: Bool = false) -> [RankedMemory] {
    let usual = usualLength(candidates)
    var memories = fold(candidates, usual: usual)
    spread(&memories, candidates, usual: usual)
    // The best that the words alone give is the unit of every other signal.
    let best = memories.reduce(0) { max($0, $1.told) }
    let unit = best > 0 ? best : 1
    for index in memories.indices {
      forEachPart(of: memories[index], candidates[memories[index].candidate].row, unit: unit) { memories[index].total += $1 }
    }
    let order = memories.indices.sorted { precedes(memories[$0], memories[$1], candidates) }
    let highest = max(order.first.map { memories[$0].total } ?? 1, .leastNonzeroMagnitude)
    return order.lazy.filter { memories[$0].total > 0 }.map { index in
      let memory = memories[index]
      var parts: [ScorePart] = []
      if explain {
        forEachPart(of: memory, candidates[memory.candidate].row, unit: unit) {
          parts.append(ScorePart(name: $0, contribution: $1 / highest))
        }
      }
      return RankedMemory(candidate: memory.candidate, score: memory.total / highest, parts: parts)
    }
  }

  /// Equals: the newer first.
  private func precedes(_ left: Standing, _ right: Standing, _ candidates: [RankingCandidate]) -> Bool {
    if left.total != right.total { return left.total > right.total }
    let (one, other) = (candidates[left.candidate].row, candidates[right.candidate].row)
    return (one.updatedAt.milliseconds, one.node) > (other.updatedAt.milliseconds, other.node)
  }

  // MARK: One memory

  /// A memory while its score grows.
  private struct Standing {
    var candidate: Int
    var words: Double
    var phrase: Double
    /// From its other passages.
    var elsewhere = 0.0
    /// It is told in time order, and asks.
    var isQuestion = false
    /// What the question in it loses; negative.
    var damping = 0.0
    var neighbours = 0.0
    var session = 0.0
    var total = 0.0

    var own: Double { words + phrase + elsewhere }
    /// Its own words and its neighbours', without its session's.
    var told: Double { own + damping + neighbours }
  }

  /// A memory counts by its best passage, and by what its other passages say besides.
  private func fold(_ candidates: [RankingCandidate], usual: Double) -> [Standing] {
    var places: [Int64: Int] = Dictionary(minimumCapacity: candidates.count)
    var memories: [Standing] = []
    memories.reserveCapacity(candidates.count)
    /// The passages of memories of which several matched, by the memory's place.
    var several: [Int: [RankingCandidate]] = [:]
    for (index, candidate) in candidates.enumerated() {
      let length = Double(candidate.row.text.utf8.count) / usual
      let score = candidate.hit.map { lexical.score($0, length: length) } ?? (words: 0, phrase: 0)
      guard let place = places[candidate.row.node] else {
        places[candidate.row.node] = memories.count
        memories.append(Standing(candidate: index, words: score.words, phrase: score.phrase))
        continue
      }
      several[place, default: [candidates[memories[place].candidate]]].append(candidate)
      guard score.words + score.phrase > memories[place].own else { continue }
      memories[place] = Standing(candidate: index, words: score.words, phrase: score.phrase)
    }
    for (place, passages) in several {
      memories[place].elsewhere = weights.elsewhere * max(0, coverage(passages, usual: usual) - memories[place].words)
    }
    return memories
  }

  /// Bytes of a passage, on average of those that matched.
  private func usualLength(_ candidates: [RankingCandidate]) -> Double {
    var sum = 0
    var count = 0
    for candidate in candidates where candidate.hit != nil {
      sum += candidate.row.text.utf8.count
      count += 1
    }
    return max(1, Double(sum) / Double(max(1, count)))
  }

  // MARK: What surrounds it

  private func spread(_ memories: inout [Standing], _ candidates: [RankingCandidate], usual: Double) {
    var sessions: [String: [Int]] = [:]
    for index in memories.indices {
      let candidate = candidates[memories[index].candidate]
      guard candidate.isTold, let session = candidate.row.session else { continue }
      sessions[session, default: []].append(index)
      memories[index].isQuestion = PassageTraits.isQuestion(candidate.row.text)
      if memories[index].isQuestion { memories[index].damping = -weights.questionDamping * memories[index].own }
    }
    for members in sessions.values {
      let order = members.map { (node: candidates[memories[$0].candidate].row.node, index: $0) }.sorted { $0.node < $1.node }
      let gravity = weights.session * coverage(order.map { candidates[memories[$0.index].candidate] }, usual: usual)
      for place in order.indices {
        func share(_ distance: Int, _ weight: Double) -> Double {
          guard order.indices.contains(place + distance) else { return 0 }
          let (node, index) = order[place + distance]
          guard abs(node - order[place].node) <= Int64(RankingWeights.reach) else { return 0 }
          let isAnswer = distance == -1 && memories[index].isQuestion
          return (isAnswer ? weight + weights.answer : weight) * memories[index].own
        }
        memories[order[place].index].neighbours =
          share(-1, weights.previous) + share(1, weights.next) + share(-2, weights.secondNeighbour)
          + share(2, weights.secondNeighbour)
        memories[order[place].index].session = gravity
      }
    }
  }

  /// What these passages say of the question together: the sum over its words, each where it counts most.
  private func coverage(_ candidates: [RankingCandidate], usual: Double) -> Double {
    var best = Array(repeating: 0.0, count: lexical.weights.count)
    for candidate in candidates {
      guard let hit = candidate.hit else { continue }
      let length = Double(candidate.row.text.utf8.count) / usual
      forEachBit(hit.present) { best[$0] = max(best[$0], lexical.contribution(of: $0, in: hit, length: length)) }
    }
    return best.reduce(0, +)
  }

  // MARK: Parts

  private func forEachPart(of memory: Standing, _ row: PassageRow, unit: Double, _ body: (String, Double) -> Void) {
    func add(_ name: String, _ contribution: Double) {
      if contribution != 0 { body(name, contribution) }
    }
    add("words", memory.words / unit)
    add("phrase", memory.phrase / unit)
    add("elsewhere", memory.elsewhere / unit)
    add("question", memory.damping / unit)
    add("neighbours", memory.neighbours / unit)
    add("session", memory.session / unit)
    if row.category == .sessions { add("turn", -weights.turn * (memory.told + memory.session) / unit) }
    let label = PassageTraits.label(of: row.text)
    if !label.isEmpty, label.allSatisfy(query.words.contains) { add("label", weights.label) }
    if !query.dates.isEmpty {
      let day = row.date.date.daysSinceEpoch
      add("date", weights.date * query.dates.reduce(0) { max($0, $1.fit(day)) })
    }
    if query.asksWhen, PassageTraits.namesTime(row.text) { add("time", weights.time) }
    if row.isPinned { add("pinned", weights.pinned) }
    add("relevance", weights.staleness * (row.relevance - 1) * memory.told / unit)
  }
}
