import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// BM25 over the terms of one question, from what the index reports of each passage.
struct LexicalScore {
  /// What each term weighs: the rarer, the more.
  private(set) var weights: [Double]
  private let pairs: UInt64
  private let constants: RankingWeights

  init(_ hits: PassageHits, pairs: UInt64, constants: RankingWeights) {
    // Lucene's form, which stays positive for a word that stands in most passages: a small store has no other words.
    let all = Double(max(hits.passageCount, hits.hits.count))
    weights = hits.frequencies.map { log(1 + (max(0, all - Double($0)) + 0.5) / (Double($0) + 0.5)) }
    self.pairs = pairs
    self.constants = constants
  }

  /// What term `index` of `hit` adds to its passage's score.
  func contribution(of index: Int, in hit: PassageHit, length: Double) -> Double {
    let norm = constants.saturation * (1 - constants.lengthNormalisation + constants.lengthNormalisation * length)
    let count: Double = hit.repeated & (1 << UInt64(index)) == 0 ? 1 : 2
    return weights[index] * count * (constants.saturation + 1) / (count + norm)
  }

  /// The score of the words and that of their neighbourhood, for a passage of `length` times the usual length.
  func score(_ hit: PassageHit, length: Double) -> (words: Double, phrase: Double) {
    var words = 0.0
    forEachBit(hit.present) { words += contribution(of: $0, in: hit, length: length) }
    let norm = constants.saturation * (1 - constants.lengthNormalisation + constants.lengthNormalisation * length)
    let once = (constants.saturation + 1) / (1 + norm)
    return (words, constants.phrase * phrase(hit) * once)
  }

  /// What the passage's words weigh, however often they stand there; what were written as one count besides.
  func weight(of hit: PassageHit) -> Double {
    var weight = 0.0
    forEachBit(hit.present) { weight += weights[$0] }
    return weight
  }

  /// What all words of a question weigh that has these terms; never 0.
  func whole(of terms: [SearchTerm]) -> Double {
    var weight = 0.0
    for (term, own) in zip(terms, weights) where term.kind != .compound { weight += own }
    return max(weight, .leastNormalMagnitude)
  }

  /// The hits that score best when all are of the usual length, at most `limit`, in no particular order.
  func best(_ hits: [PassageHit], limit: Int) -> [PassageHit] {
    guard hits.count > limit else { return hits }
    // Newer passages win among equals: they come last.
    var scored = hits.indices.map { (score: estimate(hits[$0]), index: $0) }
    partition(&scored, keeping: limit)
    return scored.prefix(limit).map { hits[$0.index] }
  }

  private func estimate(_ hit: PassageHit) -> Double {
    var score = 0.0
    let twice = 2 * (constants.saturation + 1) / (2 + constants.saturation)
    forEachBit(hit.present) { score += weights[$0] * (hit.repeated & (1 << UInt64($0)) == 0 ? 1 : twice) }
    return hit.adjacent & pairs == 0 ? score : score + constants.phrase * phrase(hit)
  }

  private func phrase(_ hit: PassageHit) -> Double {
    var score = 0.0
    forEachBit(hit.adjacent & pairs) { score += (weights[$0] + weights[$0 + 1]) / 2 }
    return score
  }

  /// Brings the `count` best to the front (Hoare's quickselect, https://en.wikipedia.org/wiki/Quickselect).
  private func partition(_ scored: inout [(score: Double, index: Int)], keeping count: Int) {
    func isBetter(_ a: (score: Double, index: Int), _ b: (score: Double, index: Int)) -> Bool {
      a.score != b.score ? a.score > b.score : a.index > b.index
    }
    var low = 0
    var high = scored.count - 1
    while low < high {
      let pivot = scored[(low + high) / 2]
      var left = low
      var right = high
      while left <= right {
        while isBetter(scored[left], pivot) { left += 1 }
        while isBetter(pivot, scored[right]) { right -= 1 }
        if left <= right {
          scored.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if count - 1 <= right { high = right } else if count - 1 >= left { low = left } else { return }
    }
  }
}

@inline(__always)
func forEachBit(_ mask: UInt64, _ body: (Int) -> Void) {
  var rest = mask
  while rest != 0 {
    body(rest.trailingZeroBitCount)
    rest &= rest - 1
  }
}
