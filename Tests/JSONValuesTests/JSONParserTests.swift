import JSONValues
import Testing

@Suite struct JSONParserTests {
  @Test(
    "Valid documents are read as what they say",
    arguments: [
      ("null", .null), ("true", true), (" false\r\n\t", false), ("0", 0), ("-0", 0), ("-1", -1), ("[]", []), ("{}", [:]),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9007199254740993", 9_007_199_254_740_993),
      ("9223372036854775808", .number(0x1p63)), ("-9223372036854775809", .number(-0x1p63)),
      ("1.0", .number(1)), ("1e2", .number(100)), ("1E+2", .number(100)), ("-1.5e-3", .number(-0.0015)), ("0e1", .number(0)),
      ("-0.0", .number(-0.0)), ("0.1", .number(0.1)), ("123456789012345678901234567890", .number(1.2345678901234568e29)),
      ("2.2250738585072011e-308", .number(.leastNormalMagnitude.nextDown)), ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1e-400", .number(0)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("1e-99999999999999999999", .number(0)),
      ("9007199254740993.0", .number(9_007_199_254_740_992)), ("0.000000000000000000000000000001", .number(1e-30)),
      (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u00C9""#, "éÉ"), (#""\ud83d\ude00""#, "😀"),
      (#""\u0000""#, "\u{0}"), ("\"\u{7F}\"", "\u{7F}"), ("\"\u{2028}\"", "\u{2028}"), (#""seven77""#, "seven77"),
      (#""exactly8""#, "exactly8"),
      (#""日本語 and then a longer text that has an \" in it""#, "日本語 and then a longer text that has an \" in it"),
      ("[1,[2,[]],{}]", [1, [2, []], [:]]), (#"{"a":1,"b":{"c":[null]}}"#, ["a": 1, "b": ["c": [nil]]]),
      (#"{"a":1,"a":2}"#, ["a": 2]), (#"{"":0}"#, ["": 0]), (" [ 1 , 2 ] ", [1, 2]), ("\u{FEFF}1", 1),
    ] as [(String, JSONValue)])
  func accepts(_ text: String, _ expected: JSONValue) throws {
    let value = try JSONValue(parsing: text)
    #expect(value == expected)
    // `==` of doubles takes both zeros for one.
    #expect(value.text == expected.text)
  }

  @Test(
    "Text that is not JSON is refused at the byte that is wrong",
    arguments: [
      ("", 0), ("   ", 3), ("nul", 0), ("nulls", 4), ("True", 0), ("1 2", 2), ("01", 0), ("-01", 1), ("00", 0), ("+1", 0), ("-", 1),
      (".5", 0), ("1.", 2), ("1.e1", 2), ("1e", 2), ("1e+", 3), ("0x10", 1), ("1_0", 1), ("NaN", 0), ("Infinity", 0),
      ("-Infinity", 1),
      ("1e400", 0), ("-1e400", 0), ("1e99999999999999999999", 0), ("[", 1), ("]", 0), ("[1", 2), ("[1,", 3), ("[1,]", 3),
      ("[,1]", 1),
      ("[1 2]", 3), ("[1}", 2), ("{", 1), ("{a:1}", 1), ("{'a':1}", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7),
      (#"{"a":1"#, 6),
      (#"{"a" 1}"#, 5), (#"{1:1}"#, 1), (#"{"a":1 "b":2}"#, 7), ("\"", 1), ("\"abc", 4), ("\"a\nb\"", 2), ("\"a\tb\"", 2),
      ("\"\u{0}\"", 1),
      (#""\x""#, 2), (#""\"#, 2), (#""\u12""#, 5), (#""\u12G4""#, 5), (#""\ud83d\u00""#, 11), ("// 1", 0), ("1 /* */", 2),
      ("\u{A0}1", 0),
      ("'a'", 0), ("[1]]", 3), ("{}{}", 2), ("\u{FEFF}", 3),
    ])
  func rejects(_ text: String, _ offset: Int) {
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset, "\(error as Any)")
  }

  @Test(
    "Bytes that are not UTF-8 are refused at their place",
    arguments: [
      ([0x80], 0), ([0xC3], 0), ([0xC3, 0x28], 0), ([0xC0, 0xAF], 0), ([0xE0, 0x80, 0xAF], 0), ([0xED, 0xA0, 0x80], 0),
      ([0xF4, 0x90, 0x80, 0x80], 0),
      ([0xF8, 0x88, 0x80, 0x80, 0x80], 0), ([0xFF], 0), ([0x61, 0x62, 0xC3, 0xA9, 0xE2, 0x82], 4), ([0x5C, 0x6E, 0x61, 0xFE], 3),
      (Array("a long run of plain text, then é ".utf8) + [0xC3] + Array("\\n".utf8), 34),
    ] as [([UInt8], Int)])
  func refusesOtherEncodings(_ bytes: [UInt8], _ offset: Int) {
    let text = [UInt8(ascii: "["), UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\""), UInt8(ascii: "]")]
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset + 2, "\(error as Any)")
    #expect(error?.reason.contains("UTF-8") == true)
  }

  @Test(
    "Half of a surrogate pair becomes the replacement character",
    arguments: [
      (#""\ud83d""#, "\u{FFFD}"), (#""\ude00""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"), (#""\ud83d\n""#, "\u{FFFD}\n"),
      (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    ])
  func replacesLoneSurrogates(_ text: String, _ expected: String) throws {
    #expect(try JSONValue(parsing: text) == .string(expected))
  }

  @Test("An error says what was expected and what stands there")
  func namesTheExpected() throws {
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: #"{"a":1 x}"#) }
    #expect(error?.description == "not JSON at byte 7: expected `,` or `}` after a member, found `x`")
    let cut = #expect(throws: JSONParseError.self) { try JSONValue(parsing: "[1,") }
    #expect(cut?.description == "not JSON at byte 3: expected a value, found the end of the text")
  }

  @Test("Strings of every length are read, whatever stands around the eight bytes that are looked at together")
  func stringsOfEveryLength() throws {
    for length in 0...40 {
      for special in ["", "\"", "\\", "\n", "é", "\u{80}", "\u{1F}"] {
        for place in 0...length {
          let plain = String(repeating: "x", count: length)
          let text = plain.prefix(place) + special + plain.dropFirst(place)
          let value = JSONValue.string(String(text))
          #expect(try JSONValue(parsing: value.serialized()) == value)
        }
      }
    }
  }

  @Test("Nesting is limited, and a deeper document is refused instead of overflowing the stack")
  func limitsDepth() throws {
    let open = String(repeating: "[", count: 256)
    let close = String(repeating: "]", count: 256)
    _ = try JSONValue(parsing: open + close)
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: "[" + open + close + "]") }
    #expect(error?.offset == 256)
    for bomb in [String(repeating: "[", count: 1_000_000), String(repeating: #"{"a":"#, count: 1_000_000)] {
      #expect(throws: JSONParseError.self) { try JSONValue(parsing: bomb) }
    }
    #expect(JSONLimits(maximumLength: 1, maximumDepth: .max).maximumDepth == 256)
    #expect(JSONLimits(maximumLength: 1, maximumDepth: -1).maximumDepth == 1)
  }

  @Test("A document longer than the limit is refused with both lengths")
  func limitsLength() throws {
    let limits = JSONLimits(maximumLength: 8)
    #expect(try JSONValue(parsing: "[1,2,30]", limits: limits) == [1, 2, 30])
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: "[1,2,300]", limits: limits) }
    #expect(error?.description.contains("9 bytes") == true && error?.description.contains("at most 8") == true)
  }

  @Test("An object of 100,000 members is read, compared and built without quadratic time")
  func largeObjects() throws {
    let text = "{" + (0..<100_000).map { "\"member \($0 % 99_999)\":\($0)" }.joined(separator: ",") + "}"
    let object = try #require(try JSONValue(parsing: text).object)
    #expect(object.count == 99_999)
    #expect(object.members.first?.value == 99_999, "the last of two members with one name counts, in the place of the first")
    #expect(JSONObject(object.members.reversed().map { ($0.key, $0.value) }) == object)
  }
}
