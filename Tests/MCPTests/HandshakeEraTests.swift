import JSONRPC
import JSONValues
import MCP
import Operations
import Testing

@Suite("MCP with a handshake") struct HandshakeEraTests {
  @Test(
    "The version that is asked for is agreed on, or the newest that has a handshake",
    arguments: [
      ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"),
      ("2026-07-28", "2025-11-25"), ("2099-01-01", "2025-11-25"), ("1.0", "2025-11-25"), ("", "2025-11-25"),
    ])
  func negotiation(_ requested: String, _ agreed: String) throws {
    let client = Client(.withoutStore())
    let answer = try #require(
      client.send(
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\#(requested)","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#
      ))
    #expect(answer["id"] == 0)
    #expect(answer.at("result.protocolVersion") == .string(agreed))
    #expect(answer.at("result.capabilities") == ["tools": [:], "resources": [:], "prompts": [:], "completions": [:]])
    #expect(answer.at("result.serverInfo.name") == "continuity")
    #expect(answer.at("result.serverInfo.version") == .string(Continuity.version))
    #expect(answer.at("result.instructions")?.string?.isEmpty == false)
    #expect(client.send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#) == nil)
    let tools = client.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
    #expect(tools?.result?.object?.keys == ["tools"], "the members of the modern era are left out")
    #expect(tools?.at("result.tools")?.array?.count == Dispatcher.tools.count)
  }

  @Test("Before the handshake only ping and our own methods are served")
  func beforeTheHandshake() {
    let client = Client(.withoutStore())
    #expect(client.call("ping")?.result == [:])
    for method in ["tools/list", "tools/call", "resources/list", "prompts/list", "server/discover"] {
      #expect(client.call(method)?.errorCode == -32602, "\(method): a client of both eras takes this as the sign to initialize")
    }
    #expect(client.call("status")?.errorCode == -32010, "the store's own answer")
    client.initialize()
    #expect(client.call("tools/list")?.result != nil)
    #expect(client.call("server/discover")?.errorCode == -32602, "without an envelope, after it too")
  }

  @Test("A handshake without a version is refused and changes nothing")
  func withoutVersion() {
    let client = Client(.withoutStore())
    #expect(client.call("initialize")?.errorCode == -32602)
    #expect(client.call("initialize", ["protocolVersion": 1])?.errorCode == -32602)
    #expect(client.call("initialize", ["protocolVersion": nil])?.errorCode == -32602)
    #expect(client.handshake.version == nil)
  }

  @Test(
    "What is not advertised is no method",
    arguments: ["logging/setLevel", "resources/subscribe", "tasks/list", "roots/list", "server/x"])
  func notServed(_ method: String) {
    let client = Client(.withoutStore())
    client.initialize()
    #expect(client.call(method)?.errorCode == -32601)
  }

  @Test(
    "Ids come back as they were sent", arguments: ["0", "-1", "9007199254740992", "9007199254740993", "\"\"", "\"a\\nb\"", "\"0\""])
  func ids(_ id: String) {
    let client = Client(.withoutStore())
    #expect(client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#)?.text == #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#)
  }

  @Test(
    "Notifications are never answered",
    arguments: [
      "notifications/initialized", "notifications/cancelled", "notifications/roots/list_changed", "notifications/no/such",
      "tools/list", "ping",
      "initialize", "memory/find", "no/such",
    ])
  func notifications(_ method: String) {
    let client = Client(.withoutStore())
    client.initialize()
    for params in ["", #","params":{}"#, #","params":[]"#, #","params":{"requestId":null}"#] {
      #expect(client.send(#"{"jsonrpc":"2.0","method":"\#(method)"\#(params)}"#) == nil)
    }
  }

  @Test("Our own methods need no handshake and are run as notifications too")
  func ownMethods() throws {
    let dispatcher = try Dispatcher.withStore()
    let client = Client(dispatcher)
    #expect(client.send(#"{"jsonrpc":"2.0","method":"memory/remember","params":{"content":"The user lives in Oslo."}}"#) == nil)
    let found = client.call("memory/find", ["query": "Oslo"])
    #expect(found?.at("result.items.0.l0") == "The user lives in Oslo.")
    #expect(client.call("memory/fnd")?.errorCode == -32601)
    #expect(client.call("status")?.at("result.memories.total") == 1)
  }

  @Test("Answers and damaged messages disturb nothing")
  func disturbances() {
    let client = Client(.withoutStore())
    client.initialize()
    #expect(client.send(#"{"jsonrpc":"2.0","id":1,"result":{}}"#) == nil)
    #expect(client.send(#"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"x"}}"#) == nil)
    #expect(client.send("}{")?.text.hasPrefix(#"{"jsonrpc":"2.0","error":{"code":-32700,"#) == true, "without an id")
    #expect(client.call("ping")?.result == [:])
  }
}
