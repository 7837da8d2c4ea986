import JSONRPC
import JSONValues
import MemoryModel
import Testing

@testable import Operations

@Suite struct ArgumentsTests {
  private func refusal(_ members: JSONObject, _ read: (inout Arguments) -> Void) -> String? {
    var arguments = Arguments(members)
    read(&arguments)
    do {
      try arguments.finish()
      return nil
    } catch {
      #expect(error.code == .invalidParams)
      return error.message
    }
  }

  @Test("a wrong type is refused by name, with what was wanted and what came")
  func wrongTypes() {
    #expect(
      refusal(["limit": "ten"]) { _ = $0.integer("limit", in: 1...100, default: 10) }
        == #""limit": must be an integer from 1 to 100, got "ten""#)
    #expect(refusal(["limit": 0]) { _ = $0.integer("limit", in: 1...100) } == #""limit": must be an integer from 1 to 100, got 0"#)
    #expect(
      refusal(["limit": 2.5]) { _ = $0.integer("limit", in: 1...100) } == #""limit": must be an integer from 1 to 100, got 2.5"#)
    #expect(refusal(["cwd": "work"]) { _ = $0.directory("cwd") } == #""cwd": must be an absolute path, got "work""#)
    #expect(refusal(["purge": "yes"]) { _ = $0.bool("purge") } == #""purge": must be true or false, got "yes""#)
    #expect(
      refusal(["query": ["a"]]) { _ = $0.requiredString("query", maximum: 9) } == #""query": must be a string, got an array of 1"#)
    #expect(
      refusal(["tags": "a, b"]) { _ = $0.strings("tags", maximumCount: 3, maximumLength: 9) }
        == #""tags": must be an array of strings, got "a, b""#)
    #expect(
      refusal(["tags": ["a", 1]]) { _ = $0.strings("tags", maximumCount: 3, maximumLength: 9) }
        == #""tags[1]": must be a string, got 1"#)
    #expect(
      refusal(["as_of": "yesterday"]) { _ = $0.time("as_of") }
        == #""as_of": must be an ISO 8601 date or time such as 2026-11-20 or 2026-11-20T18:30:00Z, got "yesterday""#)
    #expect(refusal(["uri": "user/x"]) { _ = $0.requiredURI("uri") }?.hasPrefix(#""uri": `user/x` is not a memory URI"#) == true)
    #expect(
      refusal(["category": "prefs"]) { _ = $0.choice("category", among: Category.allCases) }?
        .hasPrefix(#""category": must be one of profile, preferences, "#) == true)
    #expect(
      refusal(["category": "preference"]) { _ = $0.choice("category", among: Category.allCases) }?
        .hasSuffix("got \"preference\" (did you mean preferences?)") == true)
  }

  @Test("what is missing, empty or too long is refused by name")
  func lengths() {
    #expect(refusal([:]) { _ = $0.requiredString("query", maximum: 9) } == #""query": is required"#)
    #expect(refusal(["query": nil]) { _ = $0.requiredString("query", maximum: 9) } == #""query": is required"#)
    #expect(refusal(["query": ""]) { _ = $0.requiredString("query", maximum: 9) } == #""query": must not be empty"#)
    #expect(
      refusal(["query": "1234567890"]) { _ = $0.requiredString("query", maximum: 9) }
        == #""query": takes at most 9 characters, got 10"#)
    #expect(refusal(["query": "日本語日本語日本語"]) { _ = $0.requiredString("query", maximum: 9) } == nil)
    #expect(
      refusal(["tags": ["a", "b", "c"]]) { _ = $0.strings("tags", maximumCount: 2, maximumLength: 9) }
        == #""tags": takes at most 2 strings, got 3"#)
  }

  @Test("everything that was refused is said at once")
  func several() {
    let message = refusal(["limit": 0, "purge": 1]) { arguments in
      _ = arguments.requiredString("query", maximum: 9)
      _ = arguments.integer("limit", in: 1...100)
      _ = arguments.bool("purge")
    }
    #expect(
      message == #""query": is required; "limit": must be an integer from 1 to 100, got 0; "purge": must be true or false, got 1"#)
  }

  @Test("an unknown parameter is refused with the one that was probably meant")
  func unknown() {
    func read(_ arguments: inout Arguments) {
      _ = arguments.string("query", maximum: nil)
      _ = arguments.bool("all_projects")
      _ = arguments.integer("limit", in: 1...9)
    }
    #expect(refusal(["querry": "x"], read) == #""querry": is not a parameter; did you mean "query"?"#)
    #expect(refusal(["allProjects": true], read) == #""allProjects": is not a parameter; did you mean "all_projects"?"#)
    #expect(refusal(["colour": "x"], read) == #""colour": is not a parameter; the parameters are query, all_projects, limit"#)
    #expect(refusal(["x": 1]) { _ in } == #""x": is not a parameter; none is taken"#)
    #expect(refusal(["_meta": ["progressToken": 1]], read) == nil)
  }

  @Test("null and, where a parameter may be absent, an empty string count as absent")
  func absent() throws {
    var arguments = Arguments(["a": nil, "b": "", "c": "", "d": "", "e": nil, "f": nil, "g": ""])
    #expect(arguments.string("a", maximum: 9) == nil)
    #expect(arguments.string("b", maximum: 9) == nil)
    #expect(arguments.choice("c", among: Category.allCases) == nil)
    #expect(arguments.uri("d") == nil)
    #expect(arguments.integer("e", in: 1...9, default: 4) == 4)
    #expect(arguments.strings("f", maximumCount: 1, maximumLength: 1) == [])
    #expect(arguments.time("g") == nil)
    try arguments.finish()
  }

  @Test("a number written with a zero fraction is an integer; what no integer can hold is refused")
  func numbers() {
    var arguments = Arguments(["limit": 3.0])
    #expect(arguments.integer("limit", in: 1...9) == 3)
    for value in [1e300, -1e300, 9.3e18, .infinity, .nan] {
      #expect(refusal(["limit": .number(value)]) { _ = $0.integer("limit", in: 1...9) } != nil)
    }
    #expect(refusal(["limit": .integer(.max)]) { _ = $0.integer("limit", in: 1...9) } != nil)
    #expect(refusal(["limit": .integer(.min)]) { _ = $0.integer("limit", in: 1...9) } != nil)
  }

  @Test("a message shows a short piece of a long value, on one line")
  func clipping() {
    let message = refusal(["limit": .string("a\nb" + String(repeating: "x", count: 1_000_000))]) {
      _ = $0.integer("limit", in: 1...9)
    }
    #expect(message == "\"limit\": must be an integer from 1 to 9, got \"a b" + String(repeating: "x", count: 37) + "…\"")
    // One character of a million scalars.
    let accents = "e" + String(repeating: "\u{301}", count: 1_000_000)
    #expect((refusal([accents: 1]) { _ in }?.utf8.count ?? 0) < 300)
  }
}
