import JSONRPC
import JSONValues
import MCP
import Operations
import SeededRandom
import Testing

@Suite("Random messages") struct RandomMessagesTests {
  @Test("Whatever comes in, a request gets one answer with its id, and nothing else gets one", arguments: [1, 2] as [UInt64])
  func oneAnswer(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let client = Client(try .withStore())
    var results = 0
    for _ in 0..<1_500 {
      let isModern = Bool.random(using: &random)
      var params = random.object(depth: 3)
      if isModern {
        params["_meta"] = [
          "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
      }
      let id = random.pick([1, "a", nil] as [JSONValue?], or: 1)
      var message: JSONObject = ["jsonrpc": "2.0", "method": .string(random.pick(SeededGenerator.methods, or: ""))]
      message["id"] = id
      message["params"] = Int.random(in: 0..<20, using: &random) == 0 ? random.value(depth: 1) : .object(params)
      let line = JSONValue.object(message).text
      let answer = client.send(line)
      guard let id else {
        #expect(answer == nil, "\(line)")
        continue
      }
      #expect(answer?["jsonrpc"] == "2.0" && answer?["id"] == id, "\(line)")
      #expect((answer?["result"] == nil) != (answer?["error"] == nil), "\(line)")
      if let error = answer?["error"] {
        #expect(error["code"]?.integer != nil && error["message"]?.string?.isEmpty == false, "\(line)")
        #expect(error["code"] != -32603, "an unexpected error is a mistake of ours: \(line) \(error.text)")
        #expect((error["message"]?.string?.utf8.count ?? 0) < 2_000, "\(line)")
      } else {
        results += 1
      }
      #expect(answer.map { !$0.serialized().contains(0x0A) } == true)
    }
    #expect(results > 100, "most of what is made here would be refused; \(results) were not")
  }
}

extension SeededGenerator {
  mutating func pick<Value>(_ values: [Value], or other: Value) -> Value { values.randomElement(using: &self) ?? other }

  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &self) {
    case 0: nil
    case 1: .bool(.random(using: &self))
    case 2: .integer(pick([0, -1, 1, 100, .max, .min], or: 0))
    case 3: .number(pick([0.5, -1e308, 1e-300], or: 0))
    case 4, 5: .string(pick(Self.words, or: ""))
    case 6: .string(String(repeating: pick(Self.words, or: "x"), count: 40))
    case 7: .array((0..<Int.random(in: 0...3, using: &self)).map { _ in value(depth: depth - 1) })
    default: .object(object(depth: depth - 1))
    }
  }

  mutating func object(depth: Int) -> JSONObject {
    JSONObject((0..<Int.random(in: 0...4, using: &self)).map { _ in (pick(Self.names, or: ""), value(depth: depth)) })
  }

  static let words = [
    "", "find", "read", "remember", "recall", "mem://", "mem://user", "mem://user/../x", "mem://{+path}", "ref/resource",
    "ref/prompt",
    "2026-07-28", "2025-03-26", "2025-11-25", "after:mem://user", "path", "\u{0}", "é日本👩‍👩‍👧", "' OR 1=1 --", "\"*\" NEAR (",
  ]
  static let names = [
    "name", "arguments", "uri", "cursor", "_meta", "ref", "argument", "value", "type", "query", "content", "limit", "category",
    "protocolVersion", "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities", "", "requestId",
  ]
  static let methods = [
    "initialize", "ping", "server/discover", "tools/list", "tools/call", "resources/list", "resources/read",
    "resources/templates/list",
    "prompts/list", "prompts/get", "completion/complete", "notifications/cancelled", "notifications/x", "memory/find",
    "memory/remember",
    "memory/read", "memory/tree", "memory/forget", "status", "no/such", "",
  ]
}
