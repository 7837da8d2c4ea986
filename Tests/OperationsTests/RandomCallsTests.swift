import JSONRPC
import JSONValues
import SeededRandom
import Testing

@testable import Operations

/// Random arguments against a real engine: every answer is a result or a refusal with words, and the store survives.
@Suite struct RandomCallsTests {
  @Test("no arguments make an operation trap or fail without words", arguments: 1...4 as ClosedRange<UInt64>)
  func random(seed: UInt64) throws {
    let bench = try Bench()
    var generator = SeededGenerator(seed: seed)
    var answered: Set<String> = []
    for _ in 0..<600 {
      guard let operation = Dispatcher.operations.randomElement(using: &generator) else { continue }
      var params = JSONObject()
      for parameter in operation.parameters where parameter.isRequired || Int.random(in: 0..<4, using: &generator) == 0 {
        params[parameter.name] = Self.value(for: parameter, using: &generator)
      }
      switch bench.dispatcher.answer(operation.method, params) {
      case .success(let result):
        answered.insert(operation.method)
        let problems = try SchemaValidator(isClosed: true).problems(
          result, file: "\(SchemaFiles.stem(operation.method)).result.schema.json")
        #expect(problems.isEmpty, "\(operation.method) \(JSONValue.object(params).text.prefix(300)): \(problems.prefix(3))")
      case .failure(let error):
        #expect([.invalidParams, .notFound].contains(error.code), "\(operation.method) \(params): \(error)")
        #expect(error.message.utf8.count > 10)
      }
      if operation is any ToolOperation.Type {
        let reply = try #require(bench.dispatcher.callTool(operation.shortName, arguments: params))
        #expect(reply.text.utf8.count <= ToolText.budget + 500, "\(operation.method): \(reply.text.utf8.count)")
        #expect(!reply.text.isEmpty)
      }
    }
    #expect(answered.count > 14, "too few operations were reached: \(answered.sorted())")
  }

  private static let words = [
    "editor", "Helix", "release on Monday", "日本語の好み", "🙂", "a\u{301}", "\u{202e}", "\n\n", "'; DROP TABLE mem_nodes; --",
    "\"NEAR(\"*",
    "AND OR NOT", "(", "%", "_", "<private>secret</private>", "mem://user/x", "x\u{0}y", "\u{feff}",
  ]
  private static let places = [
    "mem://", "mem://user", "mem://user/preferences", "mem://user/preferences/editor", "mem://agent/cases/c", "mem://sessions",
    "mem://sessions/s-1", "mem://sessions/s-1/summary", "mem://user/events/日本", "mem://nowhere/x",
    "mem://user/preferences/editor/deep/er",
  ]

  private static func value(for parameter: Parameter, using generator: inout SeededGenerator) -> JSONValue {
    if Int.random(in: 0..<30, using: &generator) == 0 {
      return [nil, true, 7, -1.5, "", [], [:]].randomElement(using: &generator) ?? nil
    }
    switch parameter.kind {
    case .string:
      if parameter.name == "session_id" { return Bool.random(using: &generator) ? "s-1" : "s/2 \u{1}" }
      let count = Int.random(in: 1...12, using: &generator)
      return .string((0..<count).compactMap { _ in words.randomElement(using: &generator) }.joined(separator: " "))
    case .directory: return Bool.random(using: &generator) ? "/work/orchard" : "/../..//\u{1}/."
    case .integer(let range): return .integer(Int64(Int.random(in: range, using: &generator)))
    case .boolean: return .bool(Bool.random(using: &generator))
    case .choice(let names): return names.randomElement(using: &generator).map(JSONValue.string) ?? nil
    case .uri: return places.randomElement(using: &generator).map(JSONValue.string) ?? nil
    case .time:
      return ["2026-11-19", "0000-01-01", "9999-12-31T23:59:60+23:59", "2027-01-01T00:00:00.123Z"].randomElement(using: &generator)
        ?? nil
    case .strings: return .array((0..<3).compactMap { _ in words.randomElement(using: &generator).map(JSONValue.string) })
    case .json: return ["command": "ls", "nested": [["deep": [nil, 1.5]]]]
    }
  }
}
