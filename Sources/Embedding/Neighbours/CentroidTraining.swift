internal import CKernels

/// Finds the middles of lists by spherical k-means on the 8-bit codes of a sample.
package struct CentroidTraining {
  private static let rounds = 8
  /// The same store always gets the same lists.
  private static let seed: UInt64 = 0x00C0_FFEE

  private let sample: VectorBlock
  private let dimensions: Int
  private var codes: [UInt8] = []
  private var scales: [Float] = []

  /// How many lists so many vectors get: a search looks at all middles and then at some lists, and both should cost about the same.
  package static func listCount(for vectors: Int) -> Int {
    max(1, min(vectors / 128, Int((16 * Double(vectors)).squareRoot())))
  }

  /// How many vectors are enough to train so many lists.
  package static func sampleCount(forLists lists: Int) -> Int { lists * 40 }

  /// - Parameter shouldStop: asked between rounds; the table is then worse, not wrong.
  package static func train(_ sample: VectorBlock, lists: Int, shouldStop: () -> Bool = { false }) -> CentroidTable? {
    guard sample.count > 0, lists > 0 else { return nil }
    var training = CentroidTraining(sample: sample)
    training.begin(lists: min(lists, sample.count))
    for _ in 0..<rounds where !shouldStop() { training.improve() }
    return CentroidTable(
      dimensions: sample.dimensions, codes: training.codes, scales: training.scales, reach: 0)
  }

  private init(sample: VectorBlock) {
    self.sample = sample
    dimensions = sample.dimensions
  }

  private mutating func begin(lists: Int) {
    var state = Self.seed
    var rows = Array(0..<sample.count)
    for index in 0..<lists {
      // The state of a linear congruential generator (Knuth's MMIX constants); its high bits are good enough to draw lots.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      rows.swapAt(index, index + Int(state >> 33) % (rows.count - index))
    }
    scales = [Float](repeating: 1, count: lists)
    codes = [UInt8](repeating: 128, count: lists * dimensions)
    for list in 0..<lists { place(sample.query(row: rows[list]), in: list) }
  }

  private mutating func place(_ query: NeighbourQuery, in list: Int) {
    scales[list] = query.scale
    for index in 0..<dimensions { codes[list * dimensions + index] = UInt8(Int(query.codes[index]) + 128) }
  }

  /// Puts each vector into the list of the nearest middle, and each middle where the mean of its list is.
  private mutating func improve() {
    let lists = scales.count
    var sums = [Float](repeating: 0, count: lists * dimensions)
    var sizes = [Int](repeating: 0, count: lists)
    // The vectors that fit worst take the places of lists that nobody is in.
    var strays: [(score: Float, row: Int)] = []
    for row in 0..<sample.count {
      let query = sample.query(row: row)
      var score: Float = 0
      let list = continuity_scan_best(ScanKernel.best, codes, scales, lists, dimensions, query.codes, query.scale, &score)
      sizes[list] += 1
      sums.withUnsafeMutableBufferPointer {
        sample.add(row: row, to: UnsafeMutableBufferPointer(rebasing: $0[(list * dimensions)..<((list + 1) * dimensions)]))
      }
      if row % max(1, sample.count / (4 * lists)) == 0 { strays.append((score, row)) }
    }
    strays.sort { ($0.score, $0.row) < ($1.score, $1.row) }
    var stray = strays.makeIterator()
    for list in 0..<lists {
      let sum = Array(sums[(list * dimensions)..<((list + 1) * dimensions)])
      if sizes[list] > 0, let mean = try? QuantizedVector(sum) {
        place(NeighbourQuery(mean), in: list)
      } else if let (_, row) = stray.next() {
        place(sample.query(row: row), in: list)
      }
    }
  }
}
