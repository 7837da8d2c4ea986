import JSONRPC
import JSONValues
import Operations
import Testing

@testable import Viewer

struct RouteTests {
  private func parameters(_ path: String, _ query: [String: String], body: String = "") throws -> JSONObject {
    let segments = try #require(PercentEncoding.segments(path))
    let route = try #require(
      Route.all.first { $0.match(segments) != nil && $0.takesBody == !body.isEmpty }
        ?? Route.all.first { $0.match(segments) != nil })
    let question = HTTPQuestion(method: route.method, path: path, query: query, body: Array(body.utf8))
    return try route.parameters(question).merging(try #require(route.match(segments)))
  }

  @Test("Numbers and truths of a query become what the operation takes; the path's parts become parameters")
  func translates() throws {
    #expect(
      try parameters("/api/tree", ["uri": "mem://user", "depth": "3"]) == ["uri": "mem://user", "depth": 3, "all_projects": true])
    #expect(
      try parameters("/api/search", ["q": "bun", "explain": "1", "project": "acme"]) == [
        "query": "bun", "explain": true, "project": "acme",
      ])
    #expect(try parameters("/api/sessions/a%2Fb", [:]) == ["session_id": "a/b", "all_projects": true])
    #expect(try parameters("/api/memories", [:], body: #"{"content":"x"}"#) == ["content": "x"])
  }

  @Test("What is no number goes on as a text, for the operation to refuse by name")
  func notANumber() throws { #expect(try parameters("/api/tree", ["depth": "deep"])["depth"] == "deep") }

  @Test("An unknown parameter is refused by name")
  func unknown() {
    let error = #expect(throws: RPCError.self) { try parameters("/api/tree", ["dept": "1"]) }
    #expect(error?.message.contains("`dept`") == true)
  }

  @Test("A body that is no object is refused", arguments: [" ", "[]", "{", "1"])
  func body(_ text: String) { #expect(throws: RPCError.self) { try parameters("/api/memories", [:], body: text) } }

  @Test("The mode chooses between find and search, and is neither's parameter")
  func mode() throws {
    let route = try #require(Route.all.first { $0.path == ["api", "search"] })
    func operation(_ mode: String?) throws -> String {
      var query = ["q": "x"]
      query["mode"] = mode
      return try route.operation(for: HTTPQuestion(method: "GET", path: "/api/search", query: query))
    }
    #expect(try operation(nil) == "memory/find")
    #expect(try operation("find") == "memory/find")
    #expect(try operation("search") == "memory/search")
    #expect(throws: RPCError.self) { try operation("guess") }
    #expect(try parameters("/api/search", ["q": "x", "mode": "search"])["mode"] == nil)
  }

  @Test("The token is no parameter of a path")
  func token() { #expect(throws: RPCError.self) { try parameters("/api/tree", ["token": "x"]) } }

  @Test("Every route stands for a method that there is", arguments: Route.all.map(\.operation))
  func methods(_ method: String) { #expect(Dispatcher.methods.contains(method)) }

  @Test("Escapes are read, broken ones are not")
  func percent() {
    #expect(PercentEncoding.decode("a%20b+c", plusIsSpace: true) == "a b c")
    #expect(PercentEncoding.decode("a+%e2%82%ac", plusIsSpace: false) == "a+€")
    for broken in ["%", "%2", "%zz", "%ff"] { #expect(PercentEncoding.decode(broken, plusIsSpace: true) == nil) }
    #expect(PercentEncoding.parameters("a=1&b=&c&a=2") == ["a": "2", "b": "", "c": ""])
    #expect(PercentEncoding.parameters("a=%q") == nil)
  }
}
