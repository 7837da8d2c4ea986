import JSONRPC
import JSONValues
import MemoryEngine
import Operations
import Testing

@testable import Viewer

/// Over a store that cannot be opened: whatever needs it says so, and everything else works.
struct ViewerAnswersTests {
  private struct Unusable: Error, CustomStringConvertible {
    var description: String { "the disk is on fire" }
  }

  private let answers = ViewerAnswers(access: AccessRules(host: "127.0.0.1", port: 1, token: "t"))
  private func dispatcher() -> Dispatcher { Dispatcher(caller: Caller()) { throw Unusable() } }

  private func ask(
    _ method: String, _ path: String, type: String? = "application/json", body: String = "", token: String? = "Bearer t",
    query: [String: String] = [:], cookie: String? = nil, change: (inout HTTPQuestion) -> Void = { _ in }
  ) -> HTTPAnswer {
    var question = HTTPQuestion(
      method: method, path: path, query: query, host: "127.0.0.1:1", authorization: token, cookie: cookie, contentType: type,
      body: Array(body.utf8))
    change(&question)
    return answers.answer(question, dispatcher())
  }

  @Test("The page and its parts are in the binary, need no token, hold no script in the markup, and weigh little")
  func page() {
    var weight = 0
    for path in ViewerPage.paths() {
      let answer = ask("GET", path, token: nil)
      #expect(answer.status == 200)
      #expect(!answer.body.isEmpty, "\(path)")
      if path != "/api/openapi.json" { weight += answer.body.count }
    }
    #expect(weight < 300_000)
    let html = String(decoding: ask("GET", "/", token: nil).body, as: UTF8.self)
    #expect(html.contains("<script type=\"module\" src=\"/app.js\"></script>"))
    #expect(!html.contains("<script>") && !html.contains("style=") && !html.contains("onclick"))
    for script in ViewerPage.scripts {
      let text = String(decoding: ask("GET", "/\(script)", token: nil).body, as: UTF8.self)
      #expect(!text.contains("innerHTML") && !text.contains("insertAdjacentHTML") && !text.contains("eval("), "\(script)")
      #expect(
        !text.contains("https://") && !text.replacing("http://www.w3.org/2000/svg", with: "").contains("http://"), "\(script)")
      if script != "app.js" { #expect(html.contains("href=\"/\(script)\""), "\(script) is fetched late") }
    }
  }

  @Test("A file that the browser has already is not sent again")
  func tags() throws {
    let first = ask("GET", "/viewer.css", token: nil)
    let tag = try #require(first.headers.first { $0.name == "ETag" }?.value)
    let second = ask("GET", "/viewer.css", token: nil) { $0.ifNoneMatch = tag }
    #expect(second.status == 304)
    #expect(second.body.isEmpty)
  }

  @Test("The link's token becomes a cookie and leaves the address; a wrong one gets the page, and nothing else")
  func link() throws {
    let right = ask("GET", "/", token: nil, query: ["token": "t"])
    #expect(right.status == 303)
    #expect(right.headers.contains { $0.name == "Location" && $0.value == "/" })
    let cookie = try #require(right.headers.first { $0.name == "Set-Cookie" }?.value)
    #expect(cookie.hasPrefix("continuity_1=t; ") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    let wrong = ask("GET", "/", token: nil, query: ["token": "x"])
    #expect(wrong.status == 401)
    #expect(!wrong.headers.contains { $0.name == "Set-Cookie" })
    #expect(wrong.contentType?.hasPrefix("text/html") == true)
    #expect(ask("GET", "/api/status", token: nil, cookie: "a=b; continuity_1=t").status == 503)
    #expect(ask("GET", "/api/status", token: nil, cookie: "continuity_2=t").status == 401)
    #expect(ask("GET", "/api/status", token: nil, query: ["token": "t"]).status == 401, "the token is taken in no other address")
  }

  @Test(
    "Each kind of wrong request has its status",
    arguments: [
      ("GET", "/nowhere", 404), ("GET", "/api", 404), ("GET", "/api/tree/x", 404), ("DELETE", "/api/status", 405),
      ("GET", "/rpc", 405), ("GET", "/mcp", 405), ("DELETE", "/mcp", 405), ("POST", "/", 405), ("GET", "/api/%zz", 400),
      ("POST", "/rpc", 400), ("POST", "/mcp", 400), ("GET", "/api/status", 503), ("POST", "/api/memory/edit", 400),
      ("OPTIONS", "/api/memories", 405), ("HEAD", "/api/status", 503),
    ])
  func statuses(_ method: String, path: String, status: Int) {
    let answer = ask(method, path, body: "{")
    #expect(answer.status == status)
    if status == 405 { #expect(answer.headers.contains { $0.name == "Allow" && !$0.value.isEmpty }) }
  }

  @Test("A body that a foreign form could send is not taken", arguments: [nil, "text/plain", "application/x-www-form-urlencoded"])
  func formBody(_ type: String?) {
    for path in ["/rpc", "/mcp", "/api/memories", "/api/memory/forget"] {
      #expect(ask("POST", path, type: type, body: "{}").status == 415)
    }
  }

  @Test("JSON-RPC errors come with status 200 and the request's id; a notification gets nothing")
  func rpc() throws {
    let answer = ask("POST", "/rpc", type: "application/json; charset=utf-8", body: #"{"jsonrpc":"2.0","id":7,"method":"status"}"#)
    #expect(answer.status == 200)
    let json = try JSONValue(parsing: answer.body)
    #expect(json["id"] == 7)
    #expect(json["error"]?["message"]?.string?.contains("the disk is on fire") == true)
    #expect(ask("POST", "/rpc", body: #"{"jsonrpc":"2.0","method":"status"}"#).status == 202)
    #expect(ask("POST", "/rpc", body: "[]").status == 400)
  }

  @Test("MCP is spoken in both eras: a modern request by its headers, an older one after its header alone")
  func mcp() throws {
    let legacy = ask(
      "POST", "/mcp",
      body:
        #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#
    )
    #expect(legacy.status == 200)
    #expect(try JSONValue(parsing: legacy.body)["result"]?["protocolVersion"] == "2025-06-18")
    let envelope =
      #"{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}"#
    let body = #"{"jsonrpc":"2.0","id":2,"method":"tools/list","params":\#(envelope)}"#
    let modern = ask("POST", "/mcp", body: body) {
      $0.mcpProtocolVersion = "2026-07-28"
      $0.mcpMethod = "tools/list"
    }
    #expect(modern.status == 200)
    #expect(try JSONValue(parsing: modern.body)["result"]?["resultType"] == "complete")
    #expect(ask("POST", "/mcp", body: body).status == 400, "without its headers a modern request is refused")
    #expect(ask("POST", "/mcp", body: #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).status == 202)
  }

  @Test("Health is answered without the store and without a token, with nothing but that it lives")
  func health() throws {
    for token in [nil, "Bearer wrong"] {
      let answer = ask("GET", "/api/health", token: token)
      #expect(answer.status == 200)
      #expect(try JSONValue(parsing: answer.body) == ["status": "ok"])
    }
    let details = ask("GET", "/api/health")
    #expect(details.status == 503)
    #expect(try JSONValue(parsing: details.body)["status"] == "failing")
  }

  @Test("What another page on this machine asks for is refused, whatever cookie the browser adds")
  func otherPages() {
    for site in ["same-site", "cross-site"] {
      #expect(ask("GET", "/api/status", token: nil, cookie: "continuity_1=t") { $0.fetchSite = site }.status == 403)
    }
    #expect(ask("GET", "/", token: nil) { $0.fetchSite = "cross-site" }.status == 200, "a link leads to the page itself")
  }
}
