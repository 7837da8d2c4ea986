import JSONValues
import SeededRandom
import Testing

@Suite struct JSONWriterTests {
  @Test(
    "Values are written in one way",
    arguments: [
      (nil, "null"), (true, "true"), (.integer(.min), "-9223372036854775808"), (0.1, "0.1"), (.number(1), "1.0"),
      (.number(-0.0), "-0.0"),
      (.number(.infinity), "null"), (.number(.nan), "null"), (.number(.leastNonzeroMagnitude), "5e-324"), (.number(1e22), "1e+22"),
      ("\"\\/\u{8}\u{9}\n\u{c}\r\u{0}\u{1F}\u{7F}", "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u{7F}\""),
      ("é日\u{2028}", "\"é日\u{2028}\""),
      ([], "[]"), ([:], "{}"), ([1, [nil]], "[1,[null]]"), (["b": 1, "a": ["c": []]], #"{"b":1,"a":{"c":[]}}"#),
    ] as [(JSONValue, String)])
  func writes(_ value: JSONValue, _ expected: String) {
    #expect(value.text == expected)
    #expect(value.serialized() == Array(expected.utf8))
  }

  @Test("For people there is one member a line, two spaces a level")
  func pretty() {
    let value: JSONValue = ["a": [1, ["b": nil]], "c": [], "d": [:]]
    #expect(
      value.prettyText == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "c": [],
          "d": {}
        }
        """)
  }

  @Test("What was written is read back as the same value", arguments: [1, 2, 3, 4] as [UInt64])
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let value = generator.value(depth: 4)
      let bytes = value.serialized()
      #expect(!bytes.contains(0x0A), "a message must be one line")
      let again = try JSONValue(parsing: bytes)
      #expect(again == value)
      #expect(again.serialized() == bytes, "the order of members is kept")
      #expect(try JSONValue(parsing: value.prettyText) == value)
    }
  }

  @Test("Doubles keep their bits", arguments: [7] as [UInt64])
  func doublesKeepTheirBits(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      // Half of them any bits, half of them short decimals, which take the fast way.
      let short = Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 1000
      for number in [generator.double(), short] {
        #expect(try JSONValue(parsing: JSONValue.number(number).text).double?.bitPattern == number.bitPattern)
      }
    }
  }
}
