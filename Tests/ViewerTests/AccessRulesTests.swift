import Testing

@testable import Viewer

struct AccessRulesTests {
  private let token = String(repeating: "a", count: 64)
  private var rules: AccessRules { AccessRules(host: "127.0.0.1", port: 37777, token: token) }

  private func status(
    _ rules: AccessRules? = nil, host: String?, origin: String? = nil, authorization: String? = nil, needsToken: Bool = true
  ) -> Int {
    let question = HTTPQuestion(method: "GET", path: "/api/tree", host: host, origin: origin, authorization: authorization)
    return (rules ?? self.rules).refusal(of: question, needsToken: needsToken)?.status ?? 200
  }

  @Test("Loopback names with our port are us", arguments: ["127.0.0.1:37777", "localhost:37777", "LOCALHOST:37777", "[::1]:37777"])
  func ours(_ host: String) { #expect(status(host: host, authorization: "Bearer \(token)") == 200) }

  @Test(
    "Any other host is refused, so that a name that resolves to us is of no use",
    arguments: [
      nil, "", "evil.example:37777", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:37777", "10.0.0.1:37777", "[::1]",
    ])
  func foreignHost(_ host: String?) { #expect(status(host: host, authorization: "Bearer \(token)") == 403) }

  @Test(
    "A foreign origin is refused even with the token",
    arguments: [
      "http://evil.example", "null", "https://127.0.0.1:37777", "http://127.0.0.1:1", "http://localhost:37777.evil.example",
    ])
  func foreignOrigin(_ origin: String) {
    #expect(status(host: "127.0.0.1:37777", origin: origin, authorization: "Bearer \(token)") == 403)
  }

  @Test("Our own page may ask")
  func ownOrigin() {
    #expect(status(host: "localhost:37777", origin: "http://localhost:37777", authorization: "bearer \(token)") == 200)
  }

  @Test(
    "Without the very token nothing is answered",
    arguments: [nil, "", "Bearer", "Bearer ", "Basic x", "Bearer aaaa", "Bearer \(String(repeating: "a", count: 65))"])
  func token(_ authorization: String?) { #expect(status(host: "127.0.0.1:37777", authorization: authorization) == 401) }

  @Test("Told to listen for other machines it answers to addresses, never to foreign names")
  func everywhere() {
    let rules = AccessRules(host: "0.0.0.0", port: 80, token: token)
    #expect(status(rules, host: "192.168.1.4", needsToken: false) == 200)
    #expect(status(rules, host: "[fe80::1]:80", needsToken: false) == 200)
    #expect(status(rules, host: "evil.example", needsToken: false) == 403)
    #expect(status(rules, host: "1.2.3.evil", needsToken: false) == 403)
  }
}
