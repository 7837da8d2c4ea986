import JSONValues
import MCP
import Operations
import Testing

@Suite("Resources, prompts and completion") struct ResourcesTests {
  @Test("The list has the directories and the memories, in pages that a cursor joins without gap or double")
  func pages() throws {
    let dispatcher = try Dispatcher.withStore()
    var expected: Set<String> = []
    for number in 0..<150 {
      expected.insert(dispatcher.remember("Service number \(number) listens on port \(9000 + number).", category: "entities"))
    }
    #expect(expected.count == 150)
    let client = Client(dispatcher)
    var listed: [String] = []
    var cursor: JSONValue?
    var pages = 0
    repeat {
      var params = JSONObject()
      params["cursor"] = cursor
      let page = try #require(client.modernCall("resources/list", params)?.result)
      #expect(page["cacheScope"] == "private")
      let entries = try #require(page["resources"]?.array)
      for entry in entries {
        #expect(entry["name"]?.string?.isEmpty == false && entry["mimeType"] == "text/markdown")
        listed.append(try #require(entry["uri"]?.string))
      }
      // What is written between two pages moves nothing.
      _ = dispatcher.remember("A first thing \(pages)", category: "cases")
      cursor = page["nextCursor"]
      pages += 1
    } while cursor != nil && pages < 10
    #expect(pages == 2)
    #expect(Set(listed).count == listed.count)
    #expect(expected.isSubset(of: listed))
    #expect(listed.contains("mem://user/preferences") && listed.contains("mem://sessions"))
  }

  @Test("A memory is read as markdown, and so is every directory that is listed")
  func read() throws {
    let dispatcher = try Dispatcher.withStore()
    let uri = dispatcher.remember("The billing service is written in Elixir.", category: "entities")
    let client = Client(dispatcher)
    client.initialize()
    let contents = try #require(client.call("resources/read", ["uri": .string(uri)])?.at("result.contents")?.array)
    #expect(contents.count == 1)
    #expect(contents[0]["uri"] == .string(uri) && contents[0]["mimeType"] == "text/markdown")
    #expect(contents[0]["text"]?.string?.contains("The billing service is written in Elixir.") == true)
    for entry in client.call("resources/list")?.at("result.resources")?.array ?? [] {
      let answer = client.call("resources/read", ["uri": try #require(entry["uri"])])
      #expect(answer?.at("result.contents.0.text")?.string?.isEmpty == false, "\(entry.text): \(answer?.text ?? "")")
    }
  }

  @Test(
    "A resource that is not there has each era's own code, and its URI",
    arguments: ["mem://user/preferences/nope", "mem://nope", "https://example.org", "mem://user//x", ""])
  func missing(_ uri: String) throws {
    let client = Client(try .withStore())
    client.initialize()
    let old = client.call("resources/read", ["uri": .string(uri)])
    #expect(old?.errorCode == -32002)
    #expect(old?.at("error.data.uri") == .string(uri))
    let new = client.modernCall("resources/read", ["uri": .string(uri)])
    #expect(new?.errorCode == -32602)
    #expect(new?.at("error.data.uri") == .string(uri))
    #expect(client.call("resources/read", ["uri": 1])?.errorCode == -32602)
    #expect(client.call("resources/read")?.errorCode == -32602)
  }

  @Test("A store that cannot be used is no missing resource")
  func brokenStore() {
    let client = Client(.withoutStore())
    #expect(client.modernCall("resources/read", ["uri": "mem://user"])?.errorCode == -32010)
    #expect(client.modernCall("resources/list")?.errorCode == -32010)
    #expect(client.modernCall("resources/templates/list")?.at("result.resourceTemplates.0.uriTemplate") == "mem://{+path}")
  }

  @Test("Prompts bring along what is remembered")
  func prompts() throws {
    let dispatcher = try Dispatcher.withStore()
    _ = dispatcher.remember("We deploy on Tuesdays with the release script.", category: "patterns")
    let client = Client(dispatcher)
    client.initialize()
    let prompts = try #require(client.call("prompts/list")?.at("result.prompts")?.array)
    #expect(prompts.map { $0["name"]?.string } == ["recall", "what-was-I-doing"])
    #expect(prompts[0].at("arguments.0.required") == true)

    let recall = client.call("prompts/get", ["name": "recall", "arguments": ["query": "when do we deploy?"]])
    #expect(recall?.at("result.messages.0.role") == "user")
    let text = try #require(recall?.at("result.messages.0.content.text")?.string)
    #expect(text.contains("when do we deploy?") && text.contains("on Tuesdays"))

    let before = client.call("prompts/get", ["name": "what-was-I-doing"])?.at("result.messages.0.content.text")?.string
    #expect(before?.contains("No session of this project is recorded yet.") == true)
    _ = client.call("session/start", ["session_id": "s1", "project": "atlas"])
    _ = client.call("session/prompt", ["session_id": "s1", "prompt": "Please mend\nthe flaky importer test"])
    let after = client.call("prompts/get", ["name": "what-was-I-doing", "arguments": [:]])?.at("result.messages.0.content.text")?
      .string
    #expect(after?.contains("- The user: Please mend the flaky importer test") == true)
  }

  @Test("Prompts that are not there, and arguments that are not theirs, are refused")
  func wrongPrompts() throws {
    let client = Client(.withoutStore())
    client.initialize()
    let wrong: [JSONObject] = [
      [:], ["name": "nope"], ["name": 1], ["name": "recall"], ["name": "recall", "arguments": [:]],
      ["name": "recall", "arguments": ["query": 1]], ["name": "recall", "arguments": []],
      ["name": "recall", "arguments": ["query": "x", "limit": "3"]],
    ]
    for params in wrong { #expect(client.call("prompts/get", params)?.errorCode == -32602, "\(params)") }
    let broken = client.call("prompts/get", ["name": "recall", "arguments": ["query": "x"]])
    #expect(broken?.at("result.messages.0.content.text")?.string?.contains("restore a backup") == true)
  }

  @Test("Memory URIs are completed, as paths and as whole URIs")
  func completion() throws {
    let dispatcher = try Dispatcher.withStore()
    let uri = dispatcher.remember("The user prefers tabs.", category: "preferences")
    let client = Client(dispatcher)
    client.initialize()
    func complete(_ value: String) -> [String] {
      let params: JSONObject = [
        "ref": ["type": "ref/resource", "uri": "mem://{+path}"], "argument": ["name": "path", "value": .string(value)],
      ]
      return client.call("completion/complete", params)?.at("result.completion.values")?.array?.compactMap(\.string) ?? ["refused"]
    }
    let path = String(uri.dropFirst("mem://".count))
    #expect(complete("user/pref").contains(path))
    #expect(complete("mem://user/pref").contains(uri))
    #expect(complete("mem").contains(uri))
    #expect(complete("").contains(path))
    #expect(complete("user/nothing/here") == [])
    for number in 0..<120 { _ = dispatcher.remember("Service number \(number) is down.", category: "entities") }
    #expect(complete("user/entities/").count == 100)
    let params: JSONObject = [
      "ref": ["type": "ref/resource", "uri": "mem://{+path}"], "argument": ["name": "path", "value": "user/entities/"],
    ]
    #expect(client.call("completion/complete", params)?.at("result.completion.hasMore") == true)
  }

  @Test("Completion of what is not there is refused")
  func wrongCompletion() {
    let client = Client(.withoutStore())
    client.initialize()
    func code(_ ref: JSONValue, _ argument: JSONValue = ["name": "path", "value": ""]) -> Int64? {
      client.call("completion/complete", ["ref": ref, "argument": argument])?.errorCode
    }
    let template: JSONValue = ["type": "ref/resource", "uri": "mem://{+path}"]
    #expect(code(template) == nil, "without a store there is nothing to complete, which is no error")
    #expect(code(["type": "ref/prompt", "name": "recall"], ["name": "query", "value": "a"]) == nil)
    #expect(code(["type": "ref/prompt", "name": "nope"], ["name": "query", "value": "a"]) == -32602)
    #expect(code(["type": "ref/resource", "uri": "file:///{path}"]) == -32602)
    #expect(code(["type": "ref/other"]) == -32602)
    #expect(code(template, ["name": "nope", "value": ""]) == -32602)
    #expect(code(template, ["name": "path"]) == -32602)
    #expect(code("x") == -32602)
    #expect(client.call("completion/complete")?.errorCode == -32602)
  }
}
