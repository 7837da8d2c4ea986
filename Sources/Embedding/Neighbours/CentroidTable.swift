internal import CKernels

/// What the inverted lists of an index are sorted by: the middle of each list, how wide the lists are, and how far a search has to reach.
package struct CentroidTable: Sendable {
  package let dimensions: Int
  package let count: Int
  /// How many of a list's widths a neighbour may stand off its middle, seen from the question: 995 of 1,000 stand nearer. Measured on the
  /// index's own vectors when it is made.
  package var reach: Float
  /// The directions of the middles, as vectors of length 1.
  private let codes: [UInt8]
  private let scales: [Float]
  /// The length of the mean of a list's vectors: 1 for a list of equal vectors, near 0 for one that has no middle.
  private let lengths: [Float]

  init(dimensions: Int, codes: [UInt8], scales: [Float], lengths: [Float], reach: Float) {
    self.dimensions = dimensions
    self.count = scales.count
    self.codes = codes
    self.scales = scales
    self.lengths = lengths
    self.reach = reach
  }

  /// The list in which a vector belongs.
  package func list(of query: NeighbourQuery) -> Int {
    var score: Float = 0
    return continuity_scan_best(ScanKernel.best, codes, scales, count, dimensions, query.codes, query.scale, &score)
  }

  /// For each list the mean cosine of its vectors with the question.
  func means(_ query: NeighbourQuery) -> [Float] {
    var scores = [Float](repeating: 0, count: count)
    continuity_scan(ScanKernel.best, codes, scales, count, dimensions, query.codes, query.scale, &scores)
    for list in 0..<count { scores[list] *= lengths[list] }
    return scores
  }

  /// The root of the mean square of how far a list's vectors stand off its middle: they are of length 1.
  func width(_ list: Int) -> Float { max(0, 1 - lengths[list] * lengths[list]).squareRoot() }

  /// The lists in the order in which they should be looked through.
  package func order(for query: NeighbourQuery) -> ListOrder {
    var bounds = means(query)
    for list in 0..<count { bounds[list] += reach * width(list) }
    return ListOrder(bounds: bounds)
  }

  // MARK: As it stands in a file

  /// Little-endian: reach, scales, lengths, codes.
  package var stored: [UInt8] {
    var bytes: [UInt8] = []
    for number in [reach] + scales + lengths { withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes + codes
  }

  /// Nil when the bytes are no table for vectors of this length.
  package init?(stored bytes: UnsafeRawBufferPointer, dimensions: Int) {
    let (count, rest) = (bytes.count - 4).quotientAndRemainder(dividingBy: 8 + dimensions)
    guard dimensions > 0, count > 0, rest == 0 else { return nil }
    func numbers(from first: Int, count: Int) -> [Float] {
      (first..<(first + count)).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
    self.init(
      dimensions: dimensions, codes: Array(bytes[(4 + 8 * count)...]), scales: numbers(from: 1, count: count),
      lengths: numbers(from: 1 + count, count: count), reach: numbers(from: 0, count: 1)[0])
    guard reach.isFinite, scales.allSatisfy(QuantizedVector.isSound(scale:)), lengths.allSatisfy({ (0...1.01).contains($0) }) else {
      return nil
    }
  }
}

/// Lists, most promising first, each with the greatest cosine that is to be expected in it.
package struct ListOrder: IteratorProtocol {
  private let bounds: [Float]
  /// Sorted as far as somebody has asked.
  private var sorted: [Int] = []
  private var position = 0

  /// Most searches end within these.
  private static let first = 48

  init(bounds: [Float]) {
    self.bounds = bounds
    sorted.reserveCapacity(Self.first + 1)
    var threshold = -Float.infinity
    for (list, bound) in bounds.enumerated() where bound > threshold {
      var place = sorted.count
      while place > 0, bounds[sorted[place - 1]] < bound { place -= 1 }
      sorted.insert(list, at: place)
      if sorted.count > Self.first { sorted.removeLast() }
      if sorted.count == Self.first { threshold = bounds[sorted[Self.first - 1]] }
    }
  }

  package mutating func next() -> (list: Int, bound: Float)? {
    if position == sorted.count {
      guard sorted.count < bounds.count else { return nil }
      let known = Set(sorted)
      sorted += bounds.indices.filter { !known.contains($0) }.sorted { (bounds[$0], $1) > (bounds[$1], $0) }
    }
    defer { position += 1 }
    return (sorted[position], bounds[sorted[position]])
  }
}
