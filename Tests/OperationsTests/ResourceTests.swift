import JSONRPC
import JSONValues
import Testing

@testable import Operations

@Suite struct ResourceTests {
  @Test("a memory's resource holds all of its content, after what is known about it")
  func memory() throws {
    let bench = try Bench()
    let content = "# Releases\n\nOn Monday.\n" + String(repeating: "More. ", count: 20_000)
    _ = try bench.result(
      "memory/remember", ["content": .string(content), "uri": "mem://agent/patterns/releases", "project": "orchard"])
    let markdown = try bench.dispatcher.readResource("mem://agent/patterns/releases")
    #expect(
      markdown.hasPrefix(
        "# mem://agent/patterns/releases\n\n- category: patterns\n- project: orchard\n- origin: agent\n- created: 2026-"))
    #expect(markdown.hasSuffix("\n\n" + content + "\n"))
    _ = try bench.result("memory/forget", ["uri": "mem://agent/patterns/releases", "reason": "two\nlines"])
    #expect(try bench.dispatcher.readResource("mem://agent/patterns/releases").contains("- retracted: 2026-11-20T10:"))
    #expect(try bench.dispatcher.readResource("mem://agent/patterns/releases").contains(" (two lines)\n"))
  }

  @Test("a directory's resource lists what stands in it")
  func directory() throws {
    let bench = try Bench()
    _ = try bench.result("memory/remember", ["content": "Helix.", "uri": "mem://user/preferences/editor"])
    #expect(
      try bench.dispatcher.readResource("mem://user/preferences/")
        == "# mem://user/preferences\n\n- mem://user/preferences/editor Helix.\n")
    #expect(try bench.dispatcher.readResource("mem://").contains("\n- mem://user/ (1)"))
  }

  @Test("a resource that is not there, or is none of ours, is refused with its code")
  func missing() throws {
    let bench = try Bench()
    func code(_ uri: String) -> RPCError.Code? {
      do {
        _ = try bench.dispatcher.readResource(uri)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("mem://user/preferences/none") == .notFound)
    #expect(code("mem://nowhere") == .notFound)
    #expect(code("file:///etc/passwd") == .invalidParams)
    #expect(code("mem://user/../x") == .invalidParams)
    #expect(code("") == .invalidParams)
  }

  @Test("completion gives the URIs that go on from what was typed")
  func completion() throws {
    let bench = try Bench()
    for name in ["editor", "editor-theme", "shell"] {
      _ = try bench.result(
        "memory/remember", ["content": .string("About \(name)."), "uri": .string("mem://user/preferences/\(name)")])
    }
    #expect(
      bench.dispatcher.completeURI(prefix: "mem://user/preferences/ed", limit: 10)
        == ["mem://user/preferences/editor", "mem://user/preferences/editor-theme"])
    #expect(bench.dispatcher.completeURI(prefix: "mem://user/preferences/ed", limit: 1) == ["mem://user/preferences/editor"])
    #expect(bench.dispatcher.completeURI(prefix: "mem://user/preferences/%", limit: 10) == [])
    #expect(bench.dispatcher.completeURI(prefix: "mem://user/preferences/_", limit: 10) == [])
    #expect(bench.dispatcher.completeURI(prefix: "\u{0}", limit: 10) == [])
    #expect(bench.dispatcher.completeURI(prefix: "", limit: 100).contains("mem://user/preferences/shell"))
  }
}
