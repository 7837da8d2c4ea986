import Embedding
import SeededRandom
import Testing

@Suite("The tokenizer of the built-in model")
struct WordPieceTokenizerTests {
  private let tokenizer: WordPieceTokenizer
  private let reference: TokenizerReference

  init() throws {
    tokenizer = WordPieceTokenizer(vocabulary: try Vocabulary.builtIn)
    reference = try TokenizerReference.shared.get()
  }

  @Test("gives the reference's ids for every script, code, emoji and oddity")
  func sameIds() {
    #expect(reference.cases.count >= 500)
    for known in reference.cases {
      #expect(tokenizer.encode(known.text, limit: .max) == known.ids, "\(known.text.debugDescription)")
    }
  }

  @Test("gives the reference's ids for every Unicode scalar, alone and within a word")
  func everyScalar() {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for start in stride(from: UInt32(0), to: 0x11_0000, by: 4096) where !(0xD800..<0xE000).contains(start) {
      var text = String.UnicodeScalarView()
      for scalar in (start..<(start + 4096)).compactMap(Unicode.Scalar.init) {
        text.append(contentsOf: [scalar, " ", "a", scalar, "b", " "])
      }
      for id in tokenizer.encode(String(text), limit: .max) { digest = (digest ^ UInt64(id)) &* 0x100_0000_01B3 }
    }
    let hexadecimal = String(digest, radix: 16)
    #expect(String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal == reference.everyScalar)
  }

  @Test("leaves away at the end what a limit has no room for", arguments: [2, 3, 4, 9, 33, 256])
  func limits(limit: Int) {
    for known in reference.cases {
      let wanted = known.ids.count <= limit ? known.ids : known.ids.prefix(limit - 1) + [tokenizer.vocabulary.end]
      #expect(tokenizer.encode(known.text, limit: limit) == wanted, "\(known.text.debugDescription)")
    }
  }

  @Test("always begins and ends a text, whatever the limit")
  func smallestLimit() {
    for limit in [Int.min, -1, 0, 1, 2] { #expect(tokenizer.encode("some words", limit: limit) == [101, 102]) }
    #expect(tokenizer.encode("") == [101, 102])
    #expect(tokenizer.encode(String(repeating: "word ", count: 1000)).count == 256)
  }

  @Test("counts the ids of a whole text")
  func counts() {
    for known in reference.cases { #expect(tokenizer.tokenCount(known.text) == known.ids.count) }
  }

  @Test("takes a part of a text for what it is by itself")
  func substrings() {
    let text = "naïve résumé 数据库 running"
    for word in text.split(separator: " ") {
      let ids = tokenizer.encode(String(word)).dropFirst().dropLast()
      #expect(tokenizer.encode(text).indices.contains { tokenizer.encode(text)[$0...].starts(with: ids) })
    }
  }

  @Test("a word of any length is one unknown word, and the words around it are read")
  func longWords() {
    let unknown = tokenizer.vocabulary.unknown
    for long in [
      String(repeating: "abcdefghij", count: 10_000), String(repeating: "ж", count: 50_000), String(repeating: "뷁", count: 30_000),
      "e" + String(repeating: "\u{302E}", count: 100_000), String(repeating: "\u{10428}", count: 20_000),
    ] {
      #expect(tokenizer.encode("a \(long) b") == [101, 1037, unknown, 1038, 102])
    }
    #expect(tokenizer.encode("e" + String(repeating: "\u{301}", count: 100_000) + "s") == tokenizer.encode("es"))
    #expect(tokenizer.encode(String(repeating: "\u{200B}", count: 100_000)) == [101, 102])
  }

  @Test("garbage of a megabyte is read, and every id is one of the vocabulary")
  func garbage() {
    var random = SeededGenerator(seed: 5)
    let bytes = (0..<1_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let ids = tokenizer.encode(String(decoding: bytes, as: UTF8.self), limit: .max)
    #expect(ids.count > 100_000)
    #expect(ids.allSatisfy { (0..<Int32(tokenizer.vocabulary.count)).contains($0) })
  }
}
