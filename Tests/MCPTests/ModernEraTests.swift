import JSONRPC
import JSONValues
import MCP
import Operations
import Testing

@Suite("MCP 2026-07-28") struct ModernEraTests {
  /// The first line of a client that was watched.
  static let probe = #"""
    {"jsonrpc":"2.0","id":"server-discover-probe-1","method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":\#
    "2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"claude-code","title":"Claude Code","version":"2.1.329"},\#
    "io.modelcontextprotocol/clientCapabilities":{"roots":{"listChanged":true},"elicitation":{"form":{},"url":{}}}}}}
    """#

  @Test("A client that discovers first never needs a handshake, and the store is not opened for it")
  func discovers() throws {
    let client = Client(
      Dispatcher(caller: Caller()) {
        Issue.record("the store was opened")
        throw Dispatcher.BrokenStore()
      })
    let answer = try #require(client.send(Self.probe))
    #expect(answer["id"] == "server-discover-probe-1")
    #expect(answer.at("result.resultType") == "complete")
    #expect(answer.at("result.supportedVersions") == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
    #expect(answer.at("result.capabilities") == ["tools": [:], "resources": [:], "prompts": [:], "completions": [:]])
    #expect(answer.at("result.ttlMs")?.integer ?? -1 >= 0)
    #expect(answer.at("result.cacheScope") == "public")
    let about = answer.result?["_meta"]?["io.modelcontextprotocol/serverInfo"]
    #expect(about == ["name": .string(Continuity.name), "version": .string(Continuity.version)])
    let instructions = try #require(answer.at("result.instructions")?.string)
    #expect(instructions.utf8.count < 2_048, "clients cut instructions at 2 KB")
    for tool in Dispatcher.tools where tool.name != "tree" { #expect(instructions.contains("`\(tool.name)`")) }

    let tools = try #require(client.modernCall("tools/list"))
    #expect(tools.at("result.tools")?.array?.compactMap { $0["name"]?.string } == Dispatcher.tools.map(\.name))
    #expect(client.modernCall("prompts/list")?.at("result.resultType") == "complete")
    #expect(client.handshake.version == nil)
  }

  @Test("Every result says that it is complete and who made it, and every list how long it keeps")
  func decorations() throws {
    let dispatcher = try Dispatcher.withStore()
    let uri = dispatcher.remember("The user prefers tabs.", category: "preferences")
    let client = Client(dispatcher)
    let cacheable: [(String, JSONObject)] = [
      ("server/discover", [:]), ("tools/list", [:]), ("prompts/list", [:]), ("resources/list", [:]),
      ("resources/templates/list", [:]),
      ("resources/read", ["uri": .string(uri)]),
    ]
    let others: [(String, JSONObject)] = [
      ("tools/call", ["name": "profile"]), ("prompts/get", ["name": "what-was-I-doing"]),
      (
        "completion/complete",
        ["ref": ["type": "ref/resource", "uri": "mem://{+path}"], "argument": ["name": "path", "value": ""]]
      ),
    ]
    for (method, params) in cacheable + others {
      let result = try #require(client.modernCall(method, params)?.result, "\(method)")
      #expect(result["resultType"] == "complete", "\(method)")
      #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "continuity", "\(method)")
      let isCacheable = cacheable.contains { $0.0 == method }
      #expect((result["ttlMs"]?.integer != nil) == isCacheable, "\(method)")
      #expect(
        ["public", "private", nil].contains(result["cacheScope"]?.string) && (result["cacheScope"] != nil) == isCacheable,
        "\(method)")
    }
  }

  @Test(
    "A version that is not served without a handshake is refused with those that are", arguments: ["2025-11-25", "2099-01-01", ""])
  func unsupportedVersion(_ version: String) throws {
    let client = Client(.withoutStore())
    for method in ["server/discover", "tools/list", "tools/call", "initialize", "ping"] {
      let error = try #require(client.modernCall(method, version: .string(version))?["error"])
      #expect(error["code"] == -32022)
      #expect(error["data"]?["requested"] == .string(version))
      #expect(error["data"]?["supported"]?.array?.first == "2026-07-28")
    }
  }

  @Test("The envelope needs the client's capabilities, but not its name")
  func envelope() {
    let client = Client(.withoutStore())
    func send(_ meta: String) -> Int64? {
      client.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\#(meta)}}"#)?.errorCode
    }
    let version = #""io.modelcontextprotocol/protocolVersion":"2026-07-28""#
    let capabilities = #""io.modelcontextprotocol/clientCapabilities":{}"#
    #expect(send("{\(version),\(capabilities)}") == nil)
    #expect(send("{\(version)}") == -32602)
    #expect(send("{\(version),\"io.modelcontextprotocol/clientCapabilities\":[]}") == -32602)
    #expect(send(#"{"io.modelcontextprotocol/protocolVersion":7,\#(capabilities)}"#) == -32602)
    #expect(send(#"{\#(version),\#(capabilities),"io.modelcontextprotocol/logLevel":"info"}"#) == nil)
    #expect(send(#"{\#(version),\#(capabilities),"io.modelcontextprotocol/logLevel":"loud"}"#) == -32602)
    #expect(send(#"{\#(version),\#(capabilities),"progressToken":7,"claudecode/toolUseId":"x"}"#) == nil)
  }

  @Test(
    "What this version has not, or what is not advertised, is no method",
    arguments: [
      "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "subscriptions/listen",
      "roots/list",
      "tasks/get", "tools/call2", "no/such", "",
    ])
  func notServed(_ method: String) {
    let client = Client(.withoutStore())
    #expect(client.modernCall(method)?.errorCode == -32601)
    client.initialize()
    #expect(client.modernCall(method)?.errorCode == -32601, "a handshake changes nothing for an enveloped request")
  }

  @Test("Both eras are served on one connection, in any order")
  func bothEras() {
    let client = Client(.withoutStore())
    #expect(client.modernCall("tools/list")?.at("result.resultType") == "complete")
    client.initialize("2025-06-18")
    #expect(
      client.send(Self.probe)?.at("result.resultType") == "complete",
      "a client that lost patience with the probe still gets its answer")
    #expect(client.call("tools/list")?.result?.object?.keys == ["tools"])
    #expect(client.modernCall("tools/list")?.at("result.resultType") == "complete")
    #expect(client.call("ping")?.result == [:])
  }
}
