import JSONRPC
import JSONValues
import Testing

@Suite struct IncomingMessageTests {
  static func classify(_ text: String) -> IncomingMessage { .parse(Array(text.utf8)) }

  @Test(
    "Requests keep their id as it was written",
    arguments: [
      (#"{"jsonrpc":"2.0","id":1,"method":"m"}"#, .integer(1)),
      (#"{"jsonrpc":"2.0","id":0,"method":"m","params":{}}"#, .integer(0)),
      (#"{"jsonrpc":"2.0","id":-7,"method":"m"}"#, .integer(-7)), (#"{"jsonrpc":"2.0","id":"","method":"m"}"#, .string("")),
      (#"{"jsonrpc":"2.0","id":9007199254740992,"method":"m"}"#, .integer(1 << 53)),
      (#"{"jsonrpc":"2.0","id":9007199254740993,"method":"m"}"#, .integer(9_007_199_254_740_993)),
      (#"{"jsonrpc":"2.0","id":"1","method":"m","params":null}"#, .string("1")),
      (#" {"method":"m", "extra":[1], "id":"x", "jsonrpc":"2.0"} "#, .string("x")),
    ] as [(String, RequestID)])
  func requests(_ text: String, _ id: RequestID) {
    #expect(Self.classify(text) == .request(Request(id: id, method: "m")))
  }

  @Test(
    "A message without an id is a notification, even one whose parameters are wrong",
    arguments: [
      #"{"jsonrpc":"2.0","method":"m"}"#, #"{"jsonrpc":"2.0","method":"m","params":[1]}"#,
      #"{"jsonrpc":"2.0","method":"m","params":7}"#, #"{"jsonrpc":"2.0","method":"m","params":null}"#,
    ])
  func notifications(_ text: String) {
    #expect(Self.classify(text) == .notification(Request(method: "m")))
  }

  @Test(
    "Answers are told from requests",
    arguments: [
      #"{"jsonrpc":"2.0","id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":""}}"#,
      #"{"result":null}"#,
    ])
  func responses(_ text: String) {
    #expect(Self.classify(text) == .response)
  }

  @Test(
    "What is no message is refused, with its id where one can be read",
    arguments: [
      ("not json", -32700, nil), ("{", -32700, nil), ("\"\u{0}\"", -32700, nil),
      (#"{"jsonrpc":"2.0","id":1,"method":"m""#, -32700, nil),
      ("1", -32600, nil), ("\"text\"", -32600, nil), ("null", -32600, nil), ("true", -32600, nil), ("{}", -32600, nil),
      (#"{"jsonrpc":"2.0","id":null,"method":"m"}"#, -32600, nil), (#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#, -32600, nil),
      (#"{"jsonrpc":"2.0","id":1.0,"method":"m"}"#, -32600, nil), (#"{"jsonrpc":"2.0","id":true,"method":"m"}"#, -32600, nil),
      (#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, -32600, nil), (#"{"jsonrpc":"2.0","id":[1],"method":"m"}"#, -32600, nil),
      (#"{"jsonrpc":"2.0","id":18446744073709551616,"method":"m"}"#, -32600, nil),
      (#"{"id":3,"method":"m"}"#, -32600, .integer(3)), (#"{"jsonrpc":"1.0","id":"a","method":"m"}"#, -32600, .string("a")),
      (#"{"jsonrpc":2.0,"id":4,"method":"m"}"#, -32600, .integer(4)), (#"{"method":"m"}"#, -32600, nil),
      (#"{"jsonrpc":"2.0","id":5}"#, -32600, .integer(5)), (#"{"jsonrpc":"2.0","id":6,"method":7}"#, -32600, .integer(6)),
      (#"{"jsonrpc":"2.0","id":6,"method":null}"#, -32600, .integer(6)),
      (#"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, -32600, nil),
      (#"{"jsonrpc":"2.0","id":7,"method":"m","params":[1,2]}"#, -32602, .integer(7)),
      (#"{"jsonrpc":"2.0","id":8,"method":"m","params":"x"}"#, -32600, .integer(8)),
    ] as [(String, Int64, RequestID?)])
  func refusals(_ text: String, _ code: Int64, _ id: RequestID?) throws {
    guard case .invalid(let response) = Self.classify(text), case .failure(let error) = response.result else {
      Issue.record("not refused: \(text)")
      return
    }
    #expect(response.id == id)
    #expect(error.code.rawValue == code, "\(error)")
    #expect(response.json.object?.keys.contains("id") == (id != nil), "an id that is not known is left out, never null")
  }

  @Test("Arrays are batches, whose elements are not yet looked at")
  func batches() {
    #expect(Self.classify("[]") == .batch([]))
    #expect(Self.classify(#"[1,{"a":[]}]"#) == .batch([1, ["a": []]]))
  }

  @Test("A refusal names what was wrong and not a megabyte of it")
  func refusalsAreShort() {
    let text = #"{"jsonrpc":"\#(String(repeating: "x", count: 1_000_000))","id":1,"method":"m"}"#
    guard case .invalid(let response) = Self.classify(text), case .failure(let error) = response.result else {
      Issue.record("not refused")
      return
    }
    #expect(error.message == #"`jsonrpc` must be "2.0", got a long string"#)
  }
}
