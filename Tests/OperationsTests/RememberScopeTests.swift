import JSONRPC
import JSONValues
import MemoryModel
import Testing

@testable import Operations

/// Whose project a memory belongs to when nobody says so.
@Suite struct RememberScopeTests {
  private func project(_ bench: Bench, _ params: JSONObject) throws -> JSONValue? {
    let uri = try #require(try bench.result("memory/remember", params)["uri"])
    return try bench.result("memory/read", ["uri": uri])["project"]
  }

  @Test("who the user is, and what says that it holds everywhere, belongs to no project; everything else to the caller's")
  func byCategory() throws {
    let bench = try Bench()
    #expect(try project(bench, ["content": "They like tabs.", "category": "preferences"]) == "orchard")
    #expect(try project(bench, ["content": "They like tabs in all projects.", "category": "preferences"]) == nil)
    #expect(try project(bench, ["content": "They are a botanist.", "category": "profile"]) == nil)
    #expect(try project(bench, ["content": "They use zsh.", "uri": "mem://user/preferences/shell"]) == "orchard")
    #expect(try project(bench, ["content": "Releases go out on Monday.", "category": "patterns"]) == "orchard")
    #expect(
      try project(bench, ["content": "In orchard they like spaces.", "category": "preferences", "project": "orchard"]) == "orchard")
    #expect(try project(bench, ["content": "Leap seconds exist.", "category": "patterns", "global": true]) == nil)
  }

  @Test("so it is when the rules chose the category")
  func byRules() throws {
    let bench = try Bench()
    let preference = try #require(
      try bench.result("memory/remember", ["content": "I prefer tabs over spaces in every project."])["uri"])
    let node = try bench.result("memory/read", ["uri": preference])
    #expect(node["category"] == "preferences")
    #expect(node["project"] == nil)
    let event = try #require(
      try bench.result("memory/remember", ["content": "We decided on 2026-11-19 to drop the old importer."])["uri"])
    #expect(try bench.result("memory/read", ["uri": event])["project"] == "orchard")
  }

  @Test(
    "the request's project wins, then the caller's override, then the request's directory, then the caller's session and directory")
  func precedence() throws {
    let caller = Caller(workingDirectory: "/work/orchard")
    let plain = try Bench(caller: caller)
    #expect(try project(plain, ["content": "One.", "category": "events", "cwd": "/work/meadow"]) == "meadow")
    #expect(try project(plain, ["content": "Two.", "category": "events", "cwd": "/work/meadow", "project": "pond"]) == "pond")
    #expect(try project(plain, ["content": "Three.", "category": "events"]) == "orchard")

    var overridden = caller
    overridden.project = "hill"
    let hill = try Bench(caller: overridden)
    #expect(try project(hill, ["content": "One.", "category": "events", "cwd": "/work/meadow"]) == "hill")
    #expect(try project(hill, ["content": "Two.", "category": "profile"]) == nil)

    var inSession = caller
    inSession.session = "s-9"
    let session = try Bench(caller: inSession)
    _ = try session.result("session/start", ["session_id": "s-9", "cwd": "/work/lake"])
    #expect(try project(session, ["content": "One.", "category": "events"]) == "lake")
    #expect(try project(session, ["content": "Two.", "category": "events", "cwd": "/work/meadow"]) == "meadow")
  }

  @Test("two directories of one name are two projects from the first memory on")
  func claimed() throws {
    let bench = try Bench()
    #expect(try project(bench, ["content": "One.", "category": "events", "cwd": "/work/orchard"]) == "orchard")
    #expect(try project(bench, ["content": "Two.", "category": "events", "cwd": "/home/ada/orchard"]) == "ada/orchard")
    #expect(try project(bench, ["content": "Three.", "category": "events", "cwd": "/work/orchard"]) == "orchard")
  }
}
