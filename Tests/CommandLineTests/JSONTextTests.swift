import JSONValues
import SeededRandom
import Testing

@testable import continuity

/// Changes in the middle of somebody's file: the bytes around them stay.
struct JSONTextTests {
  private func rewritten(_ text: String, to target: JSONValue) throws -> String {
    String(decoding: try JSONText(Array(text.utf8), allowsComments: true).rewritten(to: target), as: UTF8.self)
  }

  @Test("A new member is written as its neighbours are: spaces, tabs, CRLF, one line")
  func style() throws {
    let target: JSONValue = ["a": 1, "b": ["c": [true]]]
    #expect(
      try rewritten("{\n    \"a\": 1\n}\n", to: target)
        == "{\n    \"a\": 1,\n    \"b\": {\n        \"c\": [\n            true\n        ]\n    }\n}\n")
    #expect(try rewritten("{\n\t\"a\": 1\n}", to: target) == "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"c\": [\n\t\t\ttrue\n\t\t]\n\t}\n}")
    #expect(try rewritten("{\r\n  \"a\": 1\r\n}\r\n", to: ["a": 1, "b": 2]) == "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n")
    #expect(try rewritten("{\"a\":1}", to: target) == "{\"a\":1, \"b\":{\"c\":[true]}}")
    #expect(try rewritten("{}", to: ["a": 1]) == "{\n  \"a\": 1\n}")
  }

  @Test("Comments, odd spaces and trailing commas stay, and taking ours out again gives back every byte")
  func comments() throws {
    let files = [
      "// mine\n{\n  // the first\n  \"a\": 1, // one\n  /* two */ \"b\" :  2 // the last\n}\n// end\n",
      "{\n  \"a\": 1,\n  \"b\": 2,\n}\n", "{\n\t\"a\" : 1\n\t, \"b\" : 2\n\t}\n\n\n", "{ \"a\": 1, \"b\": 2 }",
      "\u{FEFF}{\r\n\t\"a\": 1,\r\n\t\"b\": 2 /* x */\r\n\t// y\r\n}", "{\"a\":1,\"b\":2}\n",
      "{\n  \"a\": 1,\n  \"b\": 2 }\n", "{ \"a\": 1,\n  \"b\": 2\n}",
    ]
    for file in files {
      let text = try rewritten(file, to: ["a": 1, "b": 2, "servers": ["continuity": ["command": "x", "args": ["mcp"]]]])
      let parsed = try JSONText(Array(text.utf8), allowsComments: true).root.value
      #expect(parsed["servers"]?["continuity"]?["args"] == ["mcp"], "\(text)")
      #expect(try rewritten(text, to: ["a": 1, "b": 2]) == file, "\(text)")
    }
  }

  @Test("What stands in a list beside ours keeps its bytes, wherever ours comes and goes")
  func lists() throws {
    let file = "{\n  \"list\": [\n    { \"x\":1 }, // one\n    { \"y\" : 2 }\n  ]\n}\n"
    let x: JSONValue = ["x": 1]
    let (y, z): (JSONValue, JSONValue) = (["y": 2], "z")
    for list in [[z, x, y], [x, z, y], [x, y, z]] as [[JSONValue]] {
      let text = try rewritten(file, to: ["list": .array(list)])
      #expect(text.contains("{ \"x\":1 }") && text.contains("{ \"y\" : 2 }"), "\(text)")
      #expect(try rewritten(text, to: ["list": [x, y]]) == file, "\(text)")
    }
  }

  @Test("A line comment never swallows what follows it")
  func lineComments() throws {
    let text = try rewritten("{\n // about a\n \"a\": 1, \"b\": 2\n}", to: ["b": 2])
    #expect(try JSONText(Array(text.utf8), allowsComments: true).root.value == ["b": 2], "\(text)")
    #expect(text.contains("// about a"))
    let alone = try rewritten("{ // nothing yet\n}", to: ["b": 2])
    #expect(alone == "{ // nothing yet\n  \"b\": 2\n}")
  }

  @Test(
    "What is no JSON is refused with its place",
    arguments: [
      "{\"a\": 1", "{\"a\" 1}", "{\"a\": 1 \"b\": 2}", "{a: 1}", "{\"a\": tru}", "{} {}", "{\"a\": \"x\n\"}", "/* {}", "[1,,2]",
      "{\"a\": 01}",
    ])
  func broken(_ text: String) {
    #expect(throws: JSONParseError.self) { try JSONText(Array(text.utf8), allowsComments: true) }
  }

  @Test("Comments are refused where the file's owner reads none") func strict() {
    #expect(throws: JSONParseError.self) { try JSONText(Array("{} // x".utf8), allowsComments: false) }
    #expect(throws: JSONParseError.self) { try JSONText(Array("{\"a\": 1,}".utf8), allowsComments: false) }
  }

  @Test("From any document to any other the text says what it should, and what did not change keeps its spelling")
  func random() throws {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<2000 {
      let (old, new) = (value(&generator, depth: 0), value(&generator, depth: 0))
      let text = spelled(old, &generator, depth: 0)
      let read = try JSONText(Array(text.utf8), allowsComments: true)
      #expect(read.root.value == old, "round \(round): \(text)")
      let changed = read.rewritten(to: new)
      #expect(
        try JSONText(changed, allowsComments: true).root.value == new,
        "round \(round): \(text) to \(new.text) became \(String(decoding: changed, as: UTF8.self))")
      #expect(read.rewritten(to: old) == read.bytes)
    }
  }

  private func value(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
    switch Int.random(in: depth == 0 ? 3...4 : 0...(depth > 3 ? 2 : 4), using: &generator) {
    case 0: return .integer(Int64.random(in: 0...3, using: &generator))
    case 1: return .string(["", "x", "/* no comment */", "a, b"].randomElement(using: &generator) ?? "")
    case 2: return [nil, true, false].randomElement(using: &generator) ?? nil
    case 3: return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in value(&generator, depth: depth + 1) })
    default:
      let keys = ["k0", "k1", "k2", "k3"].filter { _ in Bool.random(using: &generator) }
      return .object(JSONObject(keys.map { ($0, value(&generator, depth: depth + 1)) }))
    }
  }

  /// As a careless person writes it: spaces, comments and commas anywhere.
  private func spelled(_ value: JSONValue, _ generator: inout SeededGenerator, depth: Int) -> String {
    func space() -> String { ["", " ", "\n", "\n  ", " /* c */ ", " // d\n", "\r\n\t"].randomElement(using: &generator) ?? "" }
    func list(_ items: [String]) -> String {
      items.isEmpty ? "" : items.joined(separator: ",") + (Int.random(in: 0..<4, using: &generator) == 0 ? space() + "," : "")
    }
    switch value {
    case .array(let elements):
      return "[" + list(elements.map { space() + spelled($0, &generator, depth: depth + 1) + space() }) + space() + "]"
    case .object(let object):
      let members = object.members.map { key, value in
        space() + "\"\(key)\"" + space() + ":" + space() + spelled(value, &generator, depth: depth + 1) + space()
      }
      return "{" + list(members) + space() + "}"
    default: return value.text
    }
  }
}
