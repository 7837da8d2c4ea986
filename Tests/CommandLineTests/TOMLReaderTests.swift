import SeededRandom
import Testing

@testable import continuity

struct TOMLReaderTests {
  private func read(_ text: String) -> TOMLReader { TOMLReader.read(Array(text.utf8), source: "config.toml") }

  @Test("Reads tables, dotted tables, dotted keys and every kind of value, with comments and CRLF")
  func readsWhatWeUse() {
    let reader = read(
      """
      # a comment\r
      top = 1
      [llm]   # another
      provider = "ollama"\r
      ollama.model = 'C:\\path'
      [llm.ollama]
      endpoint="http://localhost:11434" # with a # in it: "no"
      [a-b.c_1]
      yes = true
      no = false
      big = -1_000_000
      half = +0.5
      tiny = 1e-3
      list = [ "a", # one
        'b',
      ]
      none = []
      text = "tab\\t quote\\" back\\\\ \\u00e9 \\U0001F600"
      """)
    #expect(reader.problems == [])
    let values = Dictionary(uniqueKeysWithValues: reader.entries.map { ($0.path.joined(separator: "."), $0.value) })
    #expect(
      values == [
        "top": .integer(1), "llm.provider": .string("ollama"), "llm.ollama.model": .string("C:\\path"),
        "llm.ollama.endpoint": .string("http://localhost:11434"), "a-b.c_1.yes": .boolean(true), "a-b.c_1.no": .boolean(false),
        "a-b.c_1.big": .integer(-1_000_000), "a-b.c_1.half": .float(0.5), "a-b.c_1.tiny": .float(0.001),
        "a-b.c_1.list": .strings(["a", "b"]), "a-b.c_1.none": .strings([]), "a-b.c_1.text": .string("tab\t quote\" back\\ é 😀"),
      ])
  }

  @Test(
    "Refuses the rest of TOML at its place and says what to write instead",
    arguments: [
      ("[[servers]]", 1, 1, "arrays of tables"), ("a = {b = 1}", 1, 5, "inline tables"),
      ("a = \"\"\"x\"\"\"", 1, 5, "several lines"),
      ("a = 2026-11-21", 1, 5, "dates and times"), ("a = 10:30:00", 1, 5, "dates and times"), ("a = 0xff", 1, 5, "decimal digits"),
      ("a = inf", 1, 5, "`inf` is not a value"), ("a = nan", 1, 5, "`nan` is not a value"), ("a = local", 1, 5, "\"local\""),
      ("a = 99999999999999999999", 1, 5, "64 bits"), ("\"a b\" = 1", 1, 1, "without quotes"), ("a =", 1, 4, "a value is missing"),
      ("a 1", 1, 3, "followed by ="), ("a = 1 2", 1, 7, "nothing can follow"), ("a = \"x", 1, 5, "no end on this line"),
      ("a = \"\\q\"", 1, 6, "after a backslash"), ("a = \"\\ud800\"", 1, 6, "hexadecimal digits"),
      ("a = [1, 2]", 1, 6, "strings in quotes"),
      ("a = [\"b\" \"c\"]", 1, 10, "a comma"), ("a = [\"b\",", 1, 5, "has no ]"), ("[a", 1, 3, "ends with ]"),
      ("[]", 1, 2, "a key consists of"),
      ("a = 1\na = 2", 2, 1, "set on line 1 already"), ("[t]\n[u]\n[t]", 3, 1, "opened on line 1 already"),
      ("é = 1", 1, 1, "a key consists of"),
      ("ok = 1\n  b = [\"é\", x]", 2, 13, "strings in quotes"), ("a = \"b\u{0}c\"", 1, 5, "no end on this line"),
      ("a = --1", 1, 5, "decimal digits"),
      ("a = 1.", 1, 5, "decimal digits"), ("a = 1__0", 1, 5, "decimal digits"), ("a = 007", 1, 5, "decimal digits"),
      ("a = 1e", 1, 5, "decimal digits"), ("a = .5", 1, 5, "not a value"), ("a = 1e999", 1, 5, "decimal digits"),
    ])
  func refuses(_ text: String, line: Int, column: Int, message: String) throws {
    let problem = try #require(read(text).problems.first)
    #expect(problem.position == .init(line: line, column: column))
    #expect(problem.message.contains(message), "\(problem)")
    #expect(problem.description.hasPrefix("config.toml:\(line):\(column): "))
  }

  @Test("A line that is refused takes no other line with it, and sets nothing itself")
  func oneBadLine() {
    let reader = read("[server]\nport = 1 x\nhost = \"h\"\n[broken\nafter = 1\n[llm]\nmodel = \"m\"\n")
    #expect(reader.problems.map(\.position?.line) == [2, 4])
    #expect(reader.entries.map { $0.path.joined(separator: ".") } == ["server.host", "llm.model"])
  }

  @Test("Refuses what is not UTF-8 as a whole")
  func notUTF8() {
    let reader = TOMLReader.read([0x61, 0x3D, 0xFF], source: "f")
    #expect(reader.entries.isEmpty)
    #expect(reader.problems.first?.message == "is not UTF-8 text")
  }

  @Test("Whatever it writes it reads back, for any text")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let scalars = (0..<Int.random(in: 0...20, using: &generator)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &generator))
      }
      let text = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
      let value = Bool.random(using: &generator) ? TOMLValue.string(text) : .strings([text, "x"])
      let reader = read("a = \(value.toml)")
      #expect(reader.problems == [])
      #expect(reader.entries.first?.value == value)
    }
  }

  @Test("Never traps on any bytes")
  func anyBytes() {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array("a=[]\"'\\#{}.,\n\r\t 01+-:u_é\u{0}".utf8)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        alphabet[Int.random(in: alphabet.indices, using: &generator)]
      }
      let reader = TOMLReader.read(bytes, source: "f")
      #expect(reader.entries.count + reader.problems.count <= bytes.count + 1)
    }
  }
}
