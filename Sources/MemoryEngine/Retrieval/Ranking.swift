import MemoryModel
import MemoryStore

/// A passage that may answer, with what the indexes said of it.
struct RankingCandidate {
  var row: PassageRow
  /// Nil when it shares no word with the question.
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

/// Orders candidates: what their words say and what they mean, then what surrounds them. A pure function of its arguments.
struct Ranking {
  let query: QueryAnalysis
  let lexical: LexicalScore
  var weights = RankingWeights.measured
  /// Of the embedder that the cosines are from; nil: unknown.
  var scale: MeaningScore.Scale? = .builtIn

  /// Each memory once, the best first.
  func rank(_ candidates: [RankingCandidate], explain: Bool = false) -> [RankedMemory] {
    let meaning = MeaningScore(candidates, scale: scale)
    let usual = usualLength(candidates)
    var memories = fold(candidates, meaning: meaning, usual: usual)
    spread(&memories, candidates, usual: usual)
    let unit = unit(memories, meaning: meaning)
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

  /// What a score of words is divided by: the best that they give. Where they cover little of the question, it is more, and meaning
  /// decides.
  private func unit(_ memories: [Standing], meaning: MeaningScore) -> Double {
    let best = memories.reduce(0) { max($0, $1.told) }
    guard best > 0 else { return 1 }
    guard meaning.isKnown else { return best }
    let covered = memories.reduce(0) { max($0, $1.words + $1.phrase) } / lexical.whole(of: query.terms)
    return best / (weights.words * min(1, max(0.001, covered)))
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
    /// Its best passage: the one to show.
    var candidate: Int
    /// What that passage's words and meaning say; it is compared with its sisters by it.
    var standing = 0.0
    var words = 0.0
    var phrase = 0.0
    /// How much of what its words say is taken, 0...1.
    var taken = 1.0
    /// From its other passages.
    var elsewhere = 0.0
    /// It is told in time order, and asks.
    var isQuestion = false
    /// What the question in it loses; negative.
    var damping = 0.0
    var neighbours = 0.0
    var session = 0.0
    /// 0...1; less for a question in it.
    var meaning = 0.0
    var meaningOfNeighbours = 0.0
    var total = 0.0

    /// Takes in another passage of the same memory.
    mutating func merge(_ other: Standing) {
      if other.words + other.phrase > words + phrase { (words, phrase, taken) = (other.words, other.phrase, other.taken) }
      meaning = max(meaning, other.meaning)
      if other.standing > standing { (candidate, standing) = (other.candidate, other.standing) }
    }

    var own: Double { words + phrase + elsewhere }
    /// Its own words and its neighbours', without its session's.
    var told: Double { own + damping + neighbours }
  }

  /// A memory counts by its best passage, and by what its other passages say besides.
  private func fold(_ candidates: [RankingCandidate], meaning: MeaningScore, usual: Double) -> [Standing] {
    let whole = lexical.whole(of: query.terms)
    var places: [Int64: Int] = Dictionary(minimumCapacity: candidates.count)
    var memories: [Standing] = []
    memories.reserveCapacity(candidates.count)
    /// The passages of memories of which several matched, by the memory's place.
    var several: [Int: [RankingCandidate]] = [:]
    for (index, candidate) in candidates.enumerated() {
      var one = Standing(candidate: index)
      if let hit = candidate.hit {
        let score = lexical.score(hit, length: Double(candidate.row.text.utf8.count) / usual)
        // A word in common by accident is the rule where most of the question's words are not there: then meaning has to agree.
        let missing = max(0, 1 - lexical.weight(of: hit) / whole)
        one.taken = 1 - missing * (1 - meaning.agreement(candidate.cosine))
        one.words = one.taken * score.words
        one.phrase = one.taken * score.phrase
      }
      one.meaning = meaning.score(candidate.cosine)
      one.standing = (one.words + one.phrase) / whole + weights.meaning * one.meaning
      guard let place = places[candidate.row.node] else {
        places[candidate.row.node] = memories.count
        memories.append(one)
        continue
      }
      several[place, default: [candidates[memories[place].candidate]]].append(candidate)
      memories[place].merge(one)
    }
    for (place, passages) in several where memories[place].taken > 0 {
      let besides = max(0, coverage(passages, usual: usual) - memories[place].words / memories[place].taken)
      memories[place].elsewhere = weights.elsewhere * memories[place].taken * besides
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
        func neighbour(_ distance: Int) -> Standing? {
          guard order.indices.contains(place + distance) else { return nil }
          let (node, index) = order[place + distance]
          return abs(node - order[place].node) <= Int64(RankingWeights.reach) ? memories[index] : nil
        }
        let (previous, next) = (neighbour(-1), neighbour(1))
        let index = order[place].index
        if let previous {
          memories[index].neighbours += (weights.previous + (previous.isQuestion ? weights.answer : 0)) * previous.own
        }
        if let next { memories[index].neighbours += weights.next * next.own }
        for distance in [-2, 2] { memories[index].neighbours += weights.secondNeighbour * (neighbour(distance)?.own ?? 0) }
        memories[index].session = gravity
        memories[index].meaningOfNeighbours =
          weights.previousMeaning * (previous?.meaning ?? 0) + weights.nextMeaning * (next?.meaning ?? 0)
      }
      for (_, index) in order where memories[index].isQuestion { memories[index].meaning *= 1 - weights.questionDamping }
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
    add("meaning", weights.meaning * memory.meaning)
    add("meaning of neighbours", weights.meaning * memory.meaningOfNeighbours)
    let content =
      memory.told / unit + weights.meaning * (memory.meaning + memory.meaningOfNeighbours)
    if row.category == .sessions { add("turn", -weights.turn * (content + memory.session / unit)) }
    let label = PassageTraits.label(of: row.text)
    if !label.isEmpty, label.allSatisfy(query.words.contains) { add("label", weights.label) }
    if !query.dates.isEmpty {
      let day = row.date.date.daysSinceEpoch
      add("date", weights.date * query.dates.reduce(0) { max($0, $1.fit(day)) })
    }
    if query.asksWhen, PassageTraits.namesTime(row.text) { add("time", weights.time) }
    if row.isPinned { add("pinned", weights.pinned) }
    add("relevance", weights.staleness * (row.relevance - 1) * content)
  }
}
