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
    _ method: String, _ path: String, type: String? = "application/json", body: String = "", token: String? = "Bearer t"
  ) -> HTTPAnswer {
    answers.answer(
      HTTPQuestion(
        method: method, path: path, host: "127.0.0.1:1", authorization: token, contentType: type, body: Array(body.utf8)),
      dispatcher())
  }

  @Test("The page and its parts are in the binary, need no token, and hold no script in the markup")
  func page() {
    for path in ["/", "/viewer.js", "/viewer.css"] {
      let answer = ask("GET", path, token: nil)
      #expect(answer.status == 200)
      #expect(!answer.body.isEmpty)
    }
    let html = String(decoding: ask("GET", "/", token: nil).body, as: UTF8.self)
    #expect(html.contains("<script src=\"/viewer.js\"></script>"))
    #expect(!html.contains("<script>") && !html.contains("style="))
  }

  @Test(
    "Each kind of wrong request has its status",
    arguments: [
      ("GET", "/nowhere", 404), ("GET", "/api", 404), ("GET", "/api/tree/x", 404), ("DELETE", "/api/status", 405),
      ("GET", "/rpc", 405),
      ("POST", "/", 405), ("GET", "/api/%zz", 400), ("POST", "/rpc", 400), ("GET", "/api/status", 503),
    ])
  func statuses(_ method: String, path: String, status: Int) { #expect(ask(method, path, body: "{").status == status) }

  @Test("A body that a foreign form could send is not taken", arguments: [nil, "text/plain", "application/x-www-form-urlencoded"])
  func formBody(_ type: String?) { #expect(ask("POST", "/rpc", type: type, body: "{}").status == 415) }

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

  @Test("Health is answered without the store and without a token")
  func health() { #expect(ask("GET", "/api/health", token: nil).status == 200) }
}
