import MemoryModel
import MemoryStore

/// A passage that may answer, with what the index said of it; `hit` is nil for a neighbour that shares no word with the question.
struct RankingCandidate {
  var row: PassageRow
  var hit: PassageHit?
}

/// A memory in its place. The parts add up to the score.
struct RankedMemory {
  var row: PassageRow
  /// 0...1
  var score: Double
  var parts: [ScorePart]
}

/// Orders candidates: what their words say, then what surrounds them. A pure function of its arguments.
struct Ranking {
  let query: QueryAnalysis
  let lexical: LexicalScore
  var weights = RankingWeights.measured

  /// - Parameter relevance: of each node, 0...1.
  func rank(_ candidates: [RankingCandidate]) -> [RankedMemory] {
    var memories = fold(candidates)
    spread(&memories)
    let best = memories.reduce(0) { max($0, $1.told) }
    // The best that the words alone give is the unit of every other signal.
    let unit = best > 0 ? best : 1
    var ranked = memories.map { memory -> (memory: Standing, parts: [ScorePart], total: Double) in
      let parts = parts(of: memory, unit: unit)
      return (memory, parts, parts.reduce(0) { $0 + $1.contribution })
    }
    ranked.sort {
      ($0.total, $0.memory.row.updatedAt.milliseconds, $0.memory.row.node) > ($1.total, $1.memory.row.updatedAt.milliseconds, $1.memory.row.node)
    }
    let highest = max(ranked.first?.total ?? 1, .leastNonzeroMagnitude)
    return ranked.compactMap { entry in
      guard entry.total > 0 else { return nil }
      let parts = entry.parts.map { ScorePart(name: $0.name, contribution: $0.contribution / highest) }
      return RankedMemory(row: entry.memory.row, score: entry.total / highest, parts: parts)
    }
  }

  // MARK: One memory

  /// A memory by its best passage, while its score grows.
  private struct Standing {
    var row: PassageRow
    var words = 0.0
    var phrase = 0.0
    var isQuestion = false
    var label: [String] = []
    var neighbours = 0.0
    var session = 0.0

    var own: Double { words + phrase }
    /// What the question in it loses; negative.
    var damping = 0.0
    /// Its own words and its neighbours', without its session's.
    var told: Double { own + damping + neighbours }
  }

  private func fold(_ candidates: [RankingCandidate]) -> [Standing] {
    let lengths = candidates.lazy.filter { $0.hit != nil }.map { $0.row.text.utf8.count }
    let usual = max(1, Double(lengths.reduce(0, +)) / Double(max(1, lengths.count)))
    var places: [Int64: Int] = [:]
    var memories: [Standing] = []
    memories.reserveCapacity(candidates.count)
    for candidate in candidates {
      let length = Double(candidate.row.text.utf8.count) / usual
      let score = candidate.hit.map { lexical.score($0, length: length) } ?? (words: 0, phrase: 0)
      if let place = places[candidate.row.node] {
        guard score.words + score.phrase > memories[place].own else { continue }
        memories[place].row = candidate.row
        (memories[place].words, memories[place].phrase) = score
      } else {
        places[candidate.row.node] = memories.count
        memories.append(Standing(row: candidate.row, words: score.words, phrase: score.phrase))
      }
    }
    for index in memories.indices {
      let traits = PassageTraits(memories[index].row.text)
      memories[index].label = traits.label
      memories[index].isQuestion = traits.isQuestion
      if traits.isQuestion, isTold(memories[index]) { memories[index].damping = -weights.questionDamping * memories[index].own }
    }
    return memories
  }

  /// What happened or was said, in time order: there a neighbour tells something about its neighbour.
  private func isTold(_ memory: Standing) -> Bool {
    memory.row.session != nil && (memory.row.category == .events || memory.row.category == .sessions)
  }

  // MARK: What surrounds it

  private func spread(_ memories: inout [Standing]) {
    var sessions: [String: [Int]] = [:]
    for (index, memory) in memories.enumerated() where isTold(memory) { sessions[memory.row.session ?? "", default: []].append(index) }
    for (_, members) in sessions {
      let order = members.sorted { memories[$0].row.node < memories[$1].row.node }
      var best = 0.0
      var squares = 0.0
      for index in order {
        best = max(best, memories[index].own)
        squares += memories[index].own * memories[index].own
      }
      let gravity = weights.sessionBest * best + weights.sessionSum * squares.squareRoot()
      for (place, index) in order.enumerated() {
        func own(_ distance: Int) -> Double {
          guard let other = order[safe: place + distance],
            abs(memories[other].row.node - memories[index].row.node) <= Int64(RankingWeights.reach * abs(distance))
          else { return 0 }
          let share = distance == -1 && memories[other].isQuestion ? weights.previous + weights.answer : share(of: distance)
          return share * memories[other].own
        }
        memories[index].neighbours = own(-1) + own(1) + own(-2) + own(2)
        memories[index].session = gravity
      }
    }
  }

  private func share(of distance: Int) -> Double {
    switch distance {
    case -1: weights.previous
    case 1: weights.next
    default: weights.secondNeighbour
    }
  }

  // MARK: Parts

  private func parts(of memory: Standing, unit: Double) -> [ScorePart] {
    var parts: [ScorePart] = []
    func add(_ name: String, _ contribution: Double) {
      if contribution != 0 { parts.append(ScorePart(name: name, contribution: contribution)) }
    }
    add("words", memory.words / unit)
    add("phrase", memory.phrase / unit)
    add("question", memory.damping / unit)
    add("neighbours", memory.neighbours / unit)
    add("session", memory.session / unit)
    if !memory.label.isEmpty, memory.label.allSatisfy(query.words.contains) { add("label", weights.label) }
    if !query.dates.isEmpty {
      let day = memory.row.date.date.daysSinceEpoch
      add("date", weights.date * (query.dates.lazy.map { $0.fit(day) }.max() ?? 0))
    }
    if query.asksWhen, PassageTraits.namesTime(memory.row.text) { add("time", weights.time) }
    if memory.row.isPinned { add("pinned", weights.pinned) }
    add("relevance", weights.staleness * (memory.row.relevance - 1) * memory.told / unit)
    return parts
  }
}
