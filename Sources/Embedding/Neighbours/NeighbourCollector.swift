/// The best of what a scan has seen so far, by approximate cosine.
package struct NeighbourCollector {
  package struct Candidate {
    package let block: VectorBlock
    package let row: Int
    package let score: Float
  }

  /// Best first.
  private var scores: [Float] = []
  private var places: [(block: Int, row: Int)] = []
  private var blocks: [VectorBlock] = []
  private let capacity: Int
  private var threshold = -Float.infinity

  /// - Parameter capacity: how many are kept.
  package init(capacity: Int) {
    self.capacity = capacity
    scores.reserveCapacity(capacity + 1)
    places.reserveCapacity(capacity + 1)
  }

  package var count: Int { scores.count }

  package var candidates: [Candidate] {
    zip(scores, places).map { Candidate(block: blocks[$1.block], row: $1.row, score: $0) }
  }

  /// The score of the best but `rank`, from 0; less than every score when there are not so many.
  package func score(rank: Int) -> Float { rank < scores.count ? scores[rank] : -.infinity }

  /// - Parameters:
  ///   - scopes: hashes of the projects that are searched; nil for all.
  ///   - gone: vectors that were deleted after the block was written.
  package mutating func scan(_ block: VectorBlock, for query: NeighbourQuery, in scopes: [UInt32]?, gone: Set<Int64>) {
    guard block.count > 0 else { return }
    let number = blocks.count
    blocks.append(block)
    block.scan(query) { first, scores in
      for offset in 0..<scores.count where scores[offset] > threshold {
        let row = first + offset
        if let scopes, !scopes.contains(block.scopes[row]) { continue }
        if !gone.isEmpty, gone.contains(block.ids[row]) { continue }
        insert(scores[offset], (number, row))
      }
    }
  }

  private mutating func insert(_ score: Float, _ place: (block: Int, row: Int)) {
    var (low, high) = (0, scores.count)
    while low < high {
      let middle = (low + high) / 2
      if scores[middle] >= score { low = middle + 1 } else { high = middle }
    }
    if scores.count == capacity {
      scores.removeLast()
      places.removeLast()
    }
    scores.insert(score, at: low)
    places.insert(place, at: low)
    if scores.count == capacity, let last = scores.last { threshold = last }
  }
}
