import JSONValues
import MCP
import Operations
import Testing

@Suite("Tools over MCP") struct ToolsTests {
  @Test("The list is the same for everyone, and every tool says what it is")
  func list() throws {
    let client = Client(.withoutStore())
    client.initialize()
    let tools = try #require(client.call("tools/list")?.at("result.tools")?.array)
    #expect(tools.compactMap { $0["name"]?.string } == ["find", "search", "tree", "remember", "profile", "read", "forget"])
    for tool in tools {
      #expect(tool.at("inputSchema.type") == "object")
      for combinator in ["anyOf", "oneOf", "allOf"] { #expect(tool["inputSchema"]?[combinator] == nil) }
      #expect(tool["outputSchema"] == nil)
      #expect(tool.at("annotations.openWorldHint") == false)
      #expect(tool["description"]?.string.map { (1..<2_048).contains($0.utf8.count) } == true)
    }
    #expect(client.modernCall("tools/list")?.at("result.tools") == .array(tools))
    let other = Client(.withoutStore())
    #expect(other.modernCall("tools/list")?.at("result.tools") == .array(tools))
  }

  @Test("There is one page; a cursor that was never given is refused")
  func cursors() {
    let client = Client(.withoutStore())
    client.initialize()
    for method in ["tools/list", "prompts/list", "resources/templates/list", "resources/list"] {
      #expect(client.call(method, ["cursor": "page 2"])?.errorCode == -32602, "\(method)")
      #expect(client.call(method, ["cursor": 2])?.errorCode == -32602, "\(method)")
      #expect(client.modernCall(method, ["cursor": "after:https://example.org"])?.errorCode == -32602, "\(method)")
      if method != "resources/list" { #expect(client.call(method, ["cursor": ""])?.result != nil, "\(method)") }
    }
  }

  @Test("What is remembered is found, as one text and nothing else")
  func conversation() throws {
    let client = Client(try .withStore())
    client.initialize()
    let kept = client.call(
      "tools/call",
      ["name": "remember", "arguments": ["content": "The user prefers tabs over spaces.", "category": "preferences"]])
    #expect(kept?.result?.object?.keys == ["content"], "structured content would hide the text from the model")
    #expect(kept?.at("result.content")?.array?.count == 1)
    #expect(kept?.at("result.content.0.type") == "text")
    let found = client.modernCall("tools/call", ["name": "find", "arguments": ["query": "tabs or spaces?"]])
    #expect(found?.at("result.content.0.text")?.string?.contains("tabs over spaces") == true)
    #expect(client.call("tools/call", ["name": "profile"])?.at("result.content.0.text")?.string?.contains("tabs") == true)
    #expect(client.call("tools/call", ["name": "profile", "arguments": nil])?.at("result.isError") == nil)
  }

  @Test("Arguments that are wrong are the model's to mend; a call that is wrong is the client's")
  func wrongCalls() {
    let client = Client(.withoutStore())
    client.initialize()
    for arguments in [[:], ["query": 7], ["query": "x", "limit": 0], ["query": "x", "limti": 3]] as [JSONValue] {
      let result = client.call("tools/call", ["name": "find", "arguments": arguments])?.result
      #expect(result?["isError"] == true)
      #expect(result?.at("content.0.text")?.string?.isEmpty == false)
    }
    let broken = client.call("tools/call", ["name": "find", "arguments": ["query": "x"]])
    #expect(broken?.at("result.isError") == true)
    #expect(broken?.at("result.content.0.text")?.string?.contains("restore a backup") == true)
    for wrong in [[:], ["name": 1], ["name": nil], ["name": "nope"], ["name": ""], ["name": "memory/find"], ["name": "context"]]
      as [JSONObject]
    {
      #expect(client.call("tools/call", wrong)?.errorCode == -32602)
      #expect(client.modernCall("tools/call", wrong)?.errorCode == -32602)
    }
    for arguments in [[], "x", 1] as [JSONValue] {
      #expect(client.call("tools/call", ["name": "find", "arguments": arguments])?.errorCode == -32602)
    }
    #expect(client.call("tools/call", ["name": "nope"])?.at("error.message")?.string?.hasPrefix("Unknown tool: \"nope\"") == true)
    #expect(client.call("tools/call")?.errorCode == -32602)
  }

  @Test("Inside of a model call that we made there is nothing to call")
  func recursionGuard() {
    let client = Client(.withoutStore(), offersMemory: false)
    #expect(client.modernCall("server/discover")?.at("result.capabilities") == ["tools": [:]])
    #expect(client.modernCall("server/discover")?.at("result.instructions") == nil)
    client.initialize()
    #expect(client.call("tools/list")?.at("result.tools") == [])
    #expect(client.call("tools/call", ["name": "find", "arguments": ["query": "x"]])?.errorCode == -32602)
    #expect(client.call("resources/list")?.errorCode == -32601)
    #expect(client.call("prompts/list")?.errorCode == -32601)
  }
}
