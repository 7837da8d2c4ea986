import Embedding
import SeededRandom
import Testing

@Suite struct QuantizedVectorTests {
  @Test("a vector of any length is made one of length 1", arguments: [Float.leastNormalMagnitude, 1e-30, 1, 3e38])
  func normalization(_ size: Float) throws {
    let unit = try VectorMath.normalized([size * 0.3, -size * 0.4, 0])
    #expect(abs(unit[0] - 0.6) < 1e-6 && abs(unit[1] + 0.8) < 1e-6 && unit[2] == 0)
  }

  @Test("what has no direction is refused, and the error says where") func refusals() {
    #expect(throws: VectorError.notFinite(component: 1)) { try VectorMath.normalized([1, .nan]) }
    #expect(throws: VectorError.notFinite(component: 0)) { try QuantizedVector([.infinity, 1]) }
    #expect(throws: VectorError.zero) { try QuantizedVector([0, -0.0]) }
    #expect(throws: VectorError.zero) { try QuantizedVector([]) }
    #expect(throws: VectorError.wrongDimensions(expected: 3, found: 2)) { try NeighbourQuery([1, 2], dimensions: 3) }
  }

  @Test("sixteen bits keep a cosine, the better the more components there are", arguments: [1, 3, 16, 384, 1000])
  func precision(_ dimensions: Int) throws {
    var random = SeededGenerator(seed: UInt64(dimensions))
    for _ in 0..<50 {
      let (left, right) = (random.direction(dimensions), random.direction(dimensions))
      let exact = try VectorMath.dot(VectorMath.normalized(left), VectorMath.normalized(right))
      let query = try NeighbourQuery(left, dimensions: dimensions)
      let cosine = try QuantizedVector(right).stored.withUnsafeBytes { query.cosine(stored: $0) }
      #expect(abs(try #require(cosine) - exact) < (dimensions < 100 ? 5e-5 : 5e-6))
    }
  }

  @Test("what was stored is read as it was, and other bytes are no vector") func storage() throws {
    var random = SeededGenerator(seed: 1)
    let vector = try QuantizedVector(random.direction(20))
    #expect(QuantizedVector(stored: vector.stored, dimensions: 20) == vector)
    #expect(vector.stored.count == QuantizedVector.storedLength(dimensions: 20))
    #expect(QuantizedVector(stored: vector.stored, dimensions: 19) == nil)
    #expect(QuantizedVector(stored: vector.stored.dropLast(), dimensions: 20) == nil)
    for bits: UInt32 in [0x7FC0_0000, 0x7F80_0000, 0, 0xBF80_0000, 0x3F80_0000] {
      let scale = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
      let bytes = scale + vector.stored.dropFirst(4)
      #expect(QuantizedVector(stored: bytes, dimensions: 20) == nil)
      let query = NeighbourQuery(vector)
      let cosine = bytes.withUnsafeBytes { query.cosine(stored: $0) }
      #expect(cosine == nil)
      let block = VectorBlock(dimensions: 20)
      let isTaken = bytes.withUnsafeBytes { block.append(id: 1, passage: 1, scope: 0, stored: $0) }
      #expect(!isTaken)
    }
  }

  @Test("a block is read as it was stored, and other bytes are no block") func blocks() throws {
    var random = SeededGenerator(seed: 2)
    let block = VectorBlock(dimensions: 12)
    for row in 0..<7 {
      let bytes = try QuantizedVector(random.direction(12)).stored
      _ = bytes.withUnsafeBytes { block.append(id: Int64(row) + 40, passage: Int64(row), scope: UInt32(row) << 29, stored: $0) }
    }
    let (ids, bytes) = (block.storedIDs, block.stored)
    func read(_ ids: [UInt8], _ bytes: [UInt8], count: Int, dimensions: Int = 12) -> VectorBlock? {
      let block = VectorBlock(dimensions: dimensions)
      let isRead = ids.withUnsafeBytes { ids in
        bytes.withUnsafeBytes { block.append(storedIDs: ids, stored: $0, count: count) }
      }
      return isRead ? block : nil
    }
    let again = try #require(read(ids, bytes, count: 7))
    #expect(again.ids == block.ids && again.passages == block.passages && again.stored == bytes)
    #expect(read(ids, bytes.dropLast(), count: 7) == nil)
    #expect(read(ids.dropLast(), bytes, count: 7) == nil)
    for (count, dimensions) in [(6, 12), (7, 11), (-1, 12), (.max, 12), (0, 1)] {
      #expect(read(ids, bytes, count: count, dimensions: dimensions) == nil, "\(count) vectors of \(dimensions)")
    }
    // A scale that is none.
    var broken = bytes
    broken.replaceSubrange((12 * 7)..<(12 * 7 + 4), with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(read(ids, broken, count: 7) == nil)
  }
}

extension SeededGenerator {
  /// Components of a normal distribution, about (the sum of twelve even ones).
  mutating func direction(_ dimensions: Int) -> [Float] {
    (0..<dimensions).map { _ in (0..<12).reduce(Float(-6)) { sum, _ in sum + Float.random(in: 0..<1, using: &self) } }
  }
}
