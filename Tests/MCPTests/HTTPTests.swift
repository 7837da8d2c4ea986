import JSONRPC
import JSONValues
import MCP
import Operations
import Testing

@Suite("MCP over HTTP, without the HTTP") struct HTTPTests {
  let server = MCPServer(dispatcher: .withoutStore())
  static let meta =
    #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

  func post(_ text: String, _ headers: HTTPHeaders) -> (Int, Int64?) {
    let answer = server.handle(.parse(Array(text.utf8)), headers: headers)
    return (answer.status, answer.body?["error"]?["code"]?.integer)
  }

  @Test("Headers that say what the message says are served")
  func agreeing() {
    let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(Self.meta)}}"#
    #expect(post(list, HTTPHeaders(protocolVersion: "2026-07-28", method: "tools/list")) == (200, nil))
    #expect(post(list, HTTPHeaders(protocolVersion: " 2026-07-28\t", method: " tools/list ", name: "whatever")) == (200, nil))
    let read = #"{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"mem://user/entities/zoë",\#(Self.meta)}}"#
    func reading(_ name: String) -> (Int, Int64?) {
      post(read, HTTPHeaders(protocolVersion: "2026-07-28", method: "resources/read", name: name))
    }
    #expect(reading("=?base64?bWVtOi8vdXNlci9lbnRpdGllcy96b8Or?=") == (200, -32010))
    #expect(reading("mem://user/entities/zoë") == (200, -32010))
    for wrong in ["=?base64?bWVt?=", "=?base64?bWVtO?=", "=?base64?????=", "=?base64?=", "=?base64??=", "=?base64?/w==?="] {
      #expect(reading(wrong) == (400, -32020), "\(wrong)")
    }
  }

  @Test("Headers that are missing or say something else are refused")
  func disagreeing() {
    let call = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{},\#(Self.meta)}}"#
    let good = HTTPHeaders(protocolVersion: "2026-07-28", method: "tools/call", name: "find")
    #expect(post(call, good) == (200, nil))
    var headers = good
    headers.name = nil
    #expect(post(call, headers) == (400, -32020))
    headers.name = "Find"
    #expect(post(call, headers) == (400, -32020))
    headers = good
    headers.method = nil
    #expect(post(call, headers) == (400, -32020))
    headers = good
    headers.protocolVersion = "2025-11-25"
    #expect(post(call, headers) == (400, -32020))
    headers.protocolVersion = nil
    #expect(post(call, headers) == (400, -32020))
  }

  @Test("Each refusal has its status")
  func statuses() {
    let modern = HTTPHeaders(protocolVersion: "2026-07-28", method: "initialize")
    #expect(post(#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{\#(Self.meta)}}"#, modern) == (404, -32601))
    #expect(post(#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#, modern) == (400, -32602), "no envelope")
    let future = Self.meta.split(separator: "2026-07-28").joined(separator: "2099-01-01")
    #expect(
      post(
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(future)}}"#,
        HTTPHeaders(protocolVersion: "2099-01-01", method: "tools/list")) == (400, -32022))
    #expect(post("{", modern) == (400, -32700))
    #expect(post("7", HTTPHeaders()) == (400, -32600))
    #expect(
      post(
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
        HTTPHeaders(protocolVersion: "2026-07-28", method: "notifications/cancelled")) == (202, nil))
  }

  @Test("Older clients are served without a session, with the version of their header")
  func older() {
    let initialize = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}"#
    #expect(post(initialize, HTTPHeaders()) == (200, nil))
    #expect(
      post(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, HTTPHeaders(protocolVersion: "2025-06-18")) == (202, nil))
    let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#
    #expect(post(list, HTTPHeaders(protocolVersion: "2025-06-18")) == (200, nil))
    #expect(post(list, HTTPHeaders()) == (200, nil))
    #expect(post(list, HTTPHeaders(protocolVersion: "1999-01-01")) == (400, -32022))
    #expect(post("[\(list)]", HTTPHeaders(protocolVersion: "2025-06-18")) == (400, -32600))
    let batch = server.handle(.parse(Array("[\(list)]".utf8)), headers: HTTPHeaders(protocolVersion: "2025-03-26"))
    #expect(batch.status == 200 && batch.body?.array?.count == 1)
  }
}
