import Embedding
import SeededRandom
import Testing

@Suite("The vocabulary of the built-in model")
struct VocabularyTests {
  @Test("finds every piece by its bytes, and nothing else")
  func everyPiece() throws {
    let vocabulary = try Vocabulary.builtIn
    #expect(vocabulary.count == 30_522)
    for id in 0..<Int32(vocabulary.count) {
      let piece = try #require(vocabulary.piece(of: id))
      #expect(vocabulary.id(of: piece) == id, "\(piece)")
    }
    for id in [Int32.min, -1, Int32(vocabulary.count), .max] { #expect(vocabulary.piece(of: id) == nil) }
    for word in ["", "zzzzzzzz", "##", "The", String(repeating: "a", count: 10_000)] { #expect(vocabulary.id(of: word) == nil) }
    #expect(vocabulary.id(of: "[CLS]") == vocabulary.start && vocabulary.start == 101)
    #expect(vocabulary.id(of: "[SEP]") == vocabulary.end && vocabulary.end == 102)
    #expect(vocabulary.id(of: "[UNK]") == vocabulary.unknown && vocabulary.unknown == 100)
  }

  @Test("is in the binary as its script made it: its checksum holds")
  func builtIn() throws { _ = try GuardedBytes(VocabularyBytes.builtIn).vocabulary() }

  @Test("of no bytes, or cut short anywhere, is refused")
  func truncated() {
    let bytes = VocabularyBytes.builtIn
    for length in Array(0..<64) + [127, 128, 4096, bytes.count / 2, bytes.count - 8, bytes.count - 1] {
      #expect(throws: VocabularyError.self, "\(length) bytes") { try GuardedBytes(Array(bytes[..<length])).vocabulary() }
    }
    #expect(throws: VocabularyError.self) { try GuardedBytes(bytes + [0]).vocabulary() }
  }

  @Test("with a changed bit anywhere is refused")
  func flipped() {
    var random = SeededGenerator(seed: 2)
    var bytes = VocabularyBytes.builtIn
    for position in Array(0..<64) + (0..<40).map({ _ in Int.random(in: 0..<bytes.count, using: &random) }) {
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      bytes[position] ^= bit
      #expect(throws: VocabularyError.self, "byte \(position)") { try GuardedBytes(bytes).vocabulary() }
      bytes[position] ^= bit
    }
  }

  @Test("of random bytes is refused, and says what to do")
  func randomBytes() {
    var random = SeededGenerator(seed: 3)
    for count in [1, 15, 16, 47, 48, 49, 1000, 700_000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let error = #expect(throws: VocabularyError.self) { try GuardedBytes(bytes).vocabulary() }
      #expect(error.map { "\($0)".contains("build_vocabulary.py") } == true)
    }
  }

  // A checksum is no proof: whoever makes a file can make its sum.
  @Test("with nonsense in it and a fitting checksum is read within its bounds, or refused")
  func nonsense() throws {
    var random = SeededGenerator(seed: 4)
    let text = "The café's naïve parser [SEP] 数据库 데이터 ɐ\u{9CB} ①② supercalifragilistic \u{10428}\u{2F800} يونس ≠ ﷺ"
    var read = 0
    for round in 0..<60 {
      var bytes = VocabularyBytes.builtIn
      switch round % 4 {
      case 0:
        // A few numbers of the header.
        for _ in 0..<2 { bytes[Int.random(in: 16..<44, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      case 1:
        for _ in 0..<20_000 { bytes[Int.random(in: 48..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      case 2:
        // All of a part: slots, offsets, words, pages. The first ids are left, so that the special words are found.
        let start = Int.random(in: 48..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0..<100_000, using: &random))
        let value = UInt8.random(in: 0...255, using: &random)
        for position in start..<end { bytes[position] = value }
      default:
        // Every page and every replacement.
        let start = bytes.count - 80_000
        for position in start..<bytes.count { bytes[position] = UInt8.random(in: 0...255, using: &random) }
      }
      VocabularyBytes.sum(&bytes)
      let guarded = try GuardedBytes(bytes)
      guard let vocabulary = try? guarded.vocabulary() else { continue }
      read += 1
      let tokenizer = WordPieceTokenizer(vocabulary: vocabulary)
      let ids = tokenizer.encode(text, limit: .max)
      #expect(ids.allSatisfy { (0..<Int32(vocabulary.count)).contains($0) })
      for id in ids { _ = vocabulary.piece(of: id) }
    }
    #expect(read >= 20, "too few were read to say anything")
  }
}
