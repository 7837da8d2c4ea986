import MemoryModel
import SeededRandom
import Testing

@Suite("Names made from text")
struct SlugTests {
  @Test(
    "Words in small letters, Latin ones without accents, other scripts as they are",
    arguments: [
      ("Prefer bun over npm", "prefer-bun-over-npm"), ("  Tabs,  not spaces!  ", "tabs-not-spaces"), ("don't", "dont"),
      ("it’s", "its"), ("C++ & C#", "c-c"),
      ("snake_case stays", "snake_case-stays"), ("Crème brûlée", "creme-brulee"),
      ("Ørsted Straße Æther Œuvre", "orsted-strasse-aether-oeuvre"),
      ("Łódź ČEŠTINA ığdır", "lodz-cestina-ıgdır"), ("cafe\u{301}", "cafe"), ("日本語 テスト", "日本語-テスト"), ("你好，世界", "你好-世界"),
      ("한국어", "한국어"),
      ("Привет, МИР", "привет-мир"), ("Ελληνικά", "ελληνικά"), ("שלום עולם", "שלום-עולם"), ("مرحبا بالعالم", "مرحبا-بالعالم"),
      ("ไทย", "ไทย"),
      ("version 1.2.3", "version-1-2-3"), ("½ and ①", "½-and-①"), ("a/b\\c:d", "a-b-c-d"), ("../../etc/passwd", "etc-passwd"),
      ("mem://user/x", "mem-user-x"),
      ("---", "memory"), ("", "memory"), ("😀🎉", "memory"), ("\u{0}\n\t", "memory"), ("\u{301}", "memory"), ("...", "memory"),
      ("_", "_"),
    ])
  func makes(_ text: String, _ wanted: String) {
    #expect(Slug.make(text) == wanted)
  }

  @Test("It is cut between words, and within one only where the first is too long")
  func cuts() {
    #expect(Slug.make("one two three", limit: 7) == "one-two")
    #expect(Slug.make("one two three", limit: 8) == "one-two")
    #expect(Slug.make("one two three", limit: 13) == "one-two-three")
    #expect(Slug.make("abcdefghij klm", limit: 6) == "abcdef")
    #expect(Slug.make("日本語日本語", limit: 10) == "日本語")
    #expect(Slug.make("日本語", limit: 2) == "memory")
  }

  @Test("For any text it is a segment: never empty, of allowed letters, within its limit")
  func property() throws {
    var generator = SeededGenerator(seed: 8)
    let scripts: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x370...0x3FF, 0x400...0x4FF, 0x590...0x5FF, 0x600...0x6FF, 0x900...0x97F,
      0xE00...0xE7F, 0x1100...0x11FF,
      0x1E00...0x1EFF, 0x2000...0x206F, 0x2150...0x218F, 0x3040...0x30FF, 0x4E00...0x4FFF, 0xAC00...0xAD00, 0xFB00...0xFB4F,
      0xFF00...0xFFEF, 0x1F300...0x1F64F, 0x10400...0x1044F, 0...0x1F,
    ]
    for _ in 0..<5_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        guard let script = scripts.randomElement(using: &generator),
          let scalar = Unicode.Scalar(UInt32.random(in: script, using: &generator))
        else { continue }
        text.unicodeScalars.append(scalar)
      }
      let limit = Int.random(in: 6...128, using: &generator)
      let slug = Slug.make(text, limit: limit)
      #expect(!slug.isEmpty && slug.utf8.count <= limit, "\(text.debugDescription)")
      #expect(slug.unicodeScalars.allSatisfy(Slug.isSegmentScalar), "\(text.debugDescription) became \(slug)")
      #expect(!slug.hasPrefix("-") && !slug.hasSuffix("-") && !slug.contains("--"))
      #expect(try MemoryURI(parsing: "mem://user/entities/\(slug)").name == slug)
    }
  }

  @Test("A slug of a slug is itself")
  func stable() {
    for text in ["Prefer bun over npm", "Crème brûlée", "日本語 テスト", "Ελληνικά", "snake_case stays", "İstanbul", "½ and ①"] {
      #expect(Slug.make(Slug.make(text)) == Slug.make(text))
    }
  }

  @Test("A session's id stands as it is where it can, and gets a segment of its own where it cannot")
  func sessions() throws {
    for id in ["880d23f9-86b3-4345-af42-46381ab10e4d", "a.b_c~d", "S1", "...", "日本語", String(repeating: "a", count: 128)] {
      #expect(Slug.session(id) == id)
    }
    let odd = [
      "", ".", "..", "a b", "a/b", "a-b/", "a?b", "../../x", "😀", "\u{0}", String(repeating: "a", count: 129),
      String(repeating: "a", count: 130),
    ]
    let segments = odd.map(Slug.session)
    #expect(Set(segments).count == odd.count)
    for segment in segments {
      #expect(try MemoryURI(parsing: "mem://sessions/\(segment)/summary").segments.count == 3)
      #expect(Slug.session(segment) == segment)
    }
  }

  @Test("Fingerprints are those of FNV-1a, on every machine")
  func fingerprint() {
    #expect(Slug.fingerprint("") == 0xcbf2_9ce4_8422_2325)
    #expect(Slug.fingerprint("a") == 0xaf63_dc4c_8601_ec8c)
    #expect(Slug.fingerprint("foobar") == 0x8594_4171_f739_67e8)
  }
}
