import JSONRPC
import JSONValues
import Testing

@testable import Operations

/// The tools as a model uses them, on a real engine, from an empty store on.
@Suite struct ToolSessionTests {
  @Test("what a model remembers it finds, reads, corrects and forgets")
  func life() throws {
    let bench = try Bench()
    #expect(try bench.tool("tree").hasPrefix("Nothing is remembered yet."))
    #expect(try bench.tool("profile").hasPrefix("Nothing is known about the user yet"))
    #expect(try bench.tool("find", ["query": "indentation"]).hasPrefix("No memory matches \"indentation\" (project orchard and "))

    let place = "mem://user/preferences/indentation"
    #expect(
      try bench.tool("remember", ["content": "The user indents Swift with four spaces.", "uri": .string(place)])
        == "Created \(place). It can be found from now on.")
    #expect(
      try bench.tool("remember", ["content": "The user indents Swift with four spaces.", "uri": .string(place)])
        == "Unchanged: \(place) says exactly this already.")
    #expect(
      try bench.tool("find", ["query": "how to indent Swift"]) == """
        1 memory from project orchard and what belongs to no project, best first:
        1. \(place) [preferences, project orchard, 2026-11-20] The user indents Swift with four spaces.
        Next: `read` a URI for the whole text.
        """)
    #expect(
      try bench.tool("profile").contains(
        "\n- \(place) [preferences, project orchard, 2026-11-20] The user indents Swift with four spaces.\n"))
    #expect(
      try bench.tool("tree", ["uri": "mem://user"]).contains(
        "\n    indentation [project orchard, 2026-11-20] The user indents Swift with four spaces.\n"))

    let corrected = try bench.tool(
      "remember", ["content": "The user indents Swift with two spaces.", "supersedes": .string(place)])
    #expect(corrected.contains("No longer true because of it, kept as history: \(place)."))
    let found = try bench.tool("find", ["query": "how to indent Swift"])
    #expect(found.contains("with two spaces.") && !found.contains("with four spaces."))
    #expect(try bench.tool("read", ["uri": .string(place)]).contains("\nREPLACED by mem://"))

    let reason = "The user took it back"
    #expect(
      try bench.tool("forget", ["uri": .string(place), "reason": .string(reason), "purge": true]) == """
        Erased 1 memory for good, history included:
        - \(place)
        """)
    let missing = try #require(bench.dispatcher.callTool("read", arguments: ["uri": .string(place)]))
    #expect(missing.isError)
    #expect(missing.text.contains("no memory stands at \(place)"))
  }

  @Test("one project's memories stay out of another's answers until they are asked for")
  func projects() throws {
    let bench = try Bench()
    _ = try bench.tool(
      "remember", ["content": "The deployment runs from the crane server.", "category": "patterns", "cwd": "/work/harbour"])
    #expect(try bench.tool("find", ["query": "where does the deployment run"]).hasPrefix("No memory matches"))
    #expect(try bench.tool("find", ["query": "where does the deployment run", "all_projects": true]).contains("project harbour"))
    #expect(
      try bench.tool("find", ["query": "where does the deployment run", "cwd": "/work/harbour"]).contains("the crane server"))
  }

  @Test("a secret is taken out before it is written, and the answer says so")
  func secrets() throws {
    let bench = try Bench()
    // Put together here, so that no scanner takes this file for a leak.
    let token = "ghp_" + String(repeating: "a1B2c3D4e5", count: 4).prefix(36)
    let text = try bench.tool(
      "remember", ["content": .string("The build server logs in with \(token) for now."), "category": "entities"])
    #expect(text.hasSuffix("\n1 secret or private passage taken out before it was written."))
    let found = try bench.tool("find", ["query": "build server logs in"])
    #expect(found.contains("The build server logs in with") && !found.contains(token))
  }

  @Test("what the engine refuses is a text that names the parameter")
  func refusals() throws {
    let bench = try Bench()
    func refusal(_ name: String, _ arguments: JSONObject) throws -> String {
      let reply = try #require(bench.dispatcher.callTool(name, arguments: arguments))
      #expect(reply.isError)
      return reply.text
    }
    #expect(try refusal("remember", ["content": "a\u{0}b"]).hasPrefix("\"content\": it holds a NUL"))
    #expect(try refusal("remember", ["content": " \n "]).hasPrefix("\"content\": "))
    #expect(
      try refusal("remember", ["content": .string(String(repeating: "x", count: 1_048_577))]).contains("the limit is 1048576"))
    #expect(try refusal("remember", ["content": "x", "uri": "mem://user/preferences"]).hasPrefix("\"uri\": "))
    #expect(
      try refusal("remember", ["content": "x", "supersedes": "mem://user/preferences/none"]).contains("mem://user/preferences/none")
    )
    #expect(try refusal("forget", ["uri": "mem://user/preferences"]).contains("mem://user/preferences"))
  }

  @Test("a file of another program at the store's path is reported by every tool, and left alone")
  func foreignFile() throws {
    let bench = try Bench()
    let content = Array("This is somebody's diary, no database at all.\n".utf8)
    try TestFile.write(content, to: bench.home + "/continuity.db")
    for tool in Dispatcher.tools {
      let arguments: JSONObject =
        switch tool.name {
        case "find", "search": ["query": "x"]
        case "remember": ["content": "x"]
        case "read", "forget": ["uri": "mem://user"]
        default: [:]
        }
      let reply = try #require(bench.dispatcher.callTool(tool.name, arguments: arguments))
      #expect(reply.isError)
      #expect(reply.text.contains(bench.home + "/continuity.db"))
    }
    #expect(bench.refusal("status", [:])?.code == .storeUnusable)
    #expect(TestFile.bytes(bench.home + "/continuity.db") == content)
  }
}
