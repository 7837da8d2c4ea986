import Embedding
import JSONValues
import Testing

@testable import ModelClients

/// Proxies, certificates, pauses: how a service is reached.
struct TransportTests {
  private typealias Answer = LoopbackService.Answer

  private func proxies(_ variables: [String: String]) -> ProxySettings { ProxySettings { variables[$0] } }

  private func host(_ settings: ProxySettings, _ url: String) throws -> String? {
    try settings.proxy(for: ServiceURL(url)).map { "\($0.host):\($0.port)" }
  }

  @Test("The proxy is the one of the address's scheme, small letters before capitals, all_proxy for what is left")
  func schemes() throws {
    let both = proxies(["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2", "HTTP_PROXY": "c:3"])
    #expect(try host(both, "https://api.example") == "a:1")
    #expect(try host(both, "http://api.example") == "c:3")
    let all = proxies(["ALL_PROXY": "socks5://d", "HTTPS_PROXY": ""])
    #expect(try all.proxy(for: ServiceURL("https://api.example")) == .init(kind: .socks, host: "d", port: 1080))
    #expect(try host(proxies([:]), "https://api.example") == nil)
  }

  @Test("What runs on this machine is never asked through a proxy", arguments: ["localhost:11434", "127.0.0.1:1", "[::1]:80"])
  func loopback(_ authority: String) throws {
    #expect(try host(proxies(["http_proxy": "http://a:1"]), "http://\(authority)") == nil)
  }

  @Test(
    "NO_PROXY names hosts, domains with all below them, ports, or everything",
    arguments: [
      ("api.example", true), (".example", true), ("example", true), ("*.example", true), ("*", true), ("API.example", true),
      ("api.example:443", true), ("other, api.example", true), ("api.example:80", false), ("pi.example", false), ("", false),
      ("api.example.org", false), (":443", false),
    ])
  func exceptions(_ exceptions: String, isDirect: Bool) throws {
    let settings = proxies(["https_proxy": "http://a:1", "NO_PROXY": exceptions])
    #expect(try (host(settings, "https://api.example/v1") == nil) == isDirect)
  }

  @Test("A proxy that cannot be used is named by its variable, and its password by nobody")
  func badProxies() throws {
    for address in [
      "https://user:\(secret)@a:1", "http://user:\(secret)@:1", "http://user:\(secret)@a:x", "socks5://u:\(secret)@a",
    ] {
      let error = #expect(throws: ServiceFailure.self) {
        try proxies(["http_proxy": address]).proxy(for: ServiceURL("http://api.example"))
      }
      #expect(error?.reason.contains("http_proxy") == true)
      #expect(error?.reason.contains(secret) == false)
    }
  }

  @Test(
    "Through a proxy a tunnel is asked for, with the proxy's own password; the service's key goes through the tunnel alone"
  )
  func throughProxy() throws {
    let proxy = try LoopbackService([Answer(headers: []), EmbeddingAnswers.openAI(EmbeddingAnswers.vectors(1))])
    let address = "http://user:p%40ss@127.0.0.1:\(proxy.port)"
    let network = Network { $0 == "http_proxy" ? address : nil }
    let embedder = try RemoteEmbedder(
      provider: "openai", options: EmbeddingOptions(model: "m", baseURL: "http://embeddings.example:8080"), network: network,
      keys: keySource("OPENAI_API_KEY"))
    #expect(try embedder.embed(["a"], purpose: .query, deadline: .now + .seconds(20)).count == 1)
    let (tunnel, request) = (proxy.requests[0], proxy.requests[1])
    #expect(tunnel.method == "CONNECT" && tunnel.target == "embeddings.example:8080")
    // user:p@ss
    #expect(tunnel["proxy-authorization"] == "Basic dXNlcjpwQHNz" && tunnel["authorization"] == nil)
    #expect(request.target == "/v1/embeddings" && request["host"] == "embeddings.example:8080")
    #expect(request["proxy-authorization"] == nil && request["authorization"] == "Bearer \(secret)")
  }

  @Test("A secure service is reached through the proxy by CONNECT; a proxy that refuses is an error, without a key sent to it")
  func connect() throws {
    let proxy = try LoopbackService([.text("no", status: 403)])
    let network = Network { $0 == "https_proxy" ? proxy.url : nil }
    let error = #expect(throws: EmbeddingError.self) {
      try RemoteEmbedder(
        provider: "openai", options: EmbeddingOptions(model: "m"), network: network, keys: keySource("OPENAI_API_KEY")
      ).embed(["a"], purpose: .query, deadline: .now + .seconds(20))
    }
    #expect(error?.kind == .unreachable)
    let request = try #require(proxy.requests.first)
    #expect(request.method == "CONNECT" && request.target == "api.openai.com:443")
    #expect(!request.headers.contains { $0.value.contains(secret) })
  }

  @Test("A file of certificates that is not there is named, before anything is sent")
  func certificates() throws {
    for network in [
      Network(variable: { $0 == "SSL_CERT_FILE" ? "/nowhere/ca.pem" : nil }),
      Network(variable: { _ in nil }, additionalCertificates: "/nowhere/ca.pem"),
    ] {
      let error = #expect(throws: EmbeddingError.self) {
        try RemoteEmbedder(
          provider: "openai", options: EmbeddingOptions(model: "m", baseURL: "https://127.0.0.1:1"), network: network,
          keys: keySource()
        ).embed(["a"], purpose: .query, deadline: .now + .seconds(20))
      }
      #expect(error?.kind == .misconfigured)
      #expect(error?.description.contains("/nowhere/ca.pem") == true, "\(String(describing: error))")
    }
  }

  @Test("A file that holds no certificates is named as one")
  func noCertificates() throws {
    let network = Network(variable: { $0 == "SSL_CERT_FILE" ? #filePath : nil })
    let error = #expect(throws: EmbeddingError.self) {
      try RemoteEmbedder(
        provider: "openai", options: EmbeddingOptions(model: "m", baseURL: "https://127.0.0.1:1"), network: network,
        keys: keySource()
      ).embed(["a"], purpose: .query, deadline: .now + .seconds(20))
    }
    #expect(error?.kind == .misconfigured)
    #expect(error?.description.contains("TransportTests.swift holds none in PEM") == true, "\(String(describing: error))")
  }

  @Test("A server that speaks no TLS where it should is an error in words")
  func noTLS() throws {
    let service = try LoopbackService([.text("hello")])
    let error = #expect(throws: EmbeddingError.self) {
      try RemoteEmbedder(
        provider: "openai", options: EmbeddingOptions(model: "m", baseURL: "https://127.0.0.1:\(service.port)"), network: direct,
        keys: keySource()
      ).embed(["a"], purpose: .query, deadline: .now + .seconds(20))
    }
    #expect(error?.kind == .unreachable)
    #expect(error?.description.contains("does not speak TLS") == true, "\(String(describing: error))")
  }

  @Test(
    "Retry-After is seconds or a date; anything else is no wish",
    arguments: [
      ("retry-after", "7", 7), ("Retry-After", "0", 0), ("retry-after", "1.5", 1.5), ("retry-after-ms", "250", 0.25),
      ("retry-after", "Sun, 22 Nov 2026 00:01:30 GMT", 90), ("retry-after", "Sat, 21 Nov 2026 23:00:00 GMT", 0),
      ("retry-after", "99999999999", 86_400), ("retry-after", "-3", nil), ("retry-after", "soon", nil), ("retry-after", "nan", nil),
      ("retry-after", "Sun, 42 Nov 2026 00:01:30 GMT", nil), ("retry-after", "22 Nov 2026", nil), ("x", "1", nil),
    ] as [(String, String, Double?)])
  func retryAfter(_ name: String, _ value: String, seconds: Double?) {
    let reply = ServiceReply(status: 429, headers: [(name, value)], body: [])
    #expect(RetryAfter.duration(in: reply) { TestClock.epochSeconds } == seconds.map { .seconds($0) })
  }

  @Test(
    "Dates are reckoned with their leap days",
    arguments: [
      ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Fri, 31 Dec 2100 23:59:59 GMT", 4_133_980_799),
    ])
  func dates(_ text: String, seconds: Int64) { #expect(RetryAfter.epochSeconds(ofDate: text) == seconds) }

  @Test("Pauses double up to a ceiling, with jitter over their whole length, and end with the attempts")
  func backoff() {
    let overloaded = ServiceFailure(.status(503), "")
    func pauses(_ random: Double) -> [Duration?] {
      let policy = RetryPolicy(maximumAttempts: 9, random: { random })
      return (1...9).map { policy.pause(after: overloaded, attempt: $0, remaining: .seconds(1000)) }
    }
    #expect(pauses(0).dropLast() == ArraySlice(repeatElement(.zero, count: 8)))
    let longest = [0.5, 1, 2, 4, 8, 16, 20, 20].map { Duration.seconds($0 * 0.75) }
    #expect(pauses(0.75).dropLast() == ArraySlice(longest.map(Optional.some)))
    #expect(pauses(0).last == .some(nil))
  }

  @Test("After two failures in a row nobody asks; after the rest one does; a success ends it")
  func breaker() {
    let start = ContinuousClock.now
    var breaker = CircuitBreaker()
    func permits(_ seconds: Int) -> Bool { breaker.permits(at: start + .seconds(seconds)) }
    #expect(permits(0))
    breaker.failed(at: start, retryAfter: nil)
    breaker.succeeded()
    breaker.failed(at: start, retryAfter: nil)
    #expect(permits(0))
    breaker.failed(at: start, retryAfter: nil)
    #expect(!permits(14))
    #expect(permits(15))
    #expect(!permits(15), "the others wait for the one")
    breaker.failed(at: start + .seconds(16), retryAfter: nil)
    #expect(!permits(44))
    #expect(permits(45))
    breaker.succeeded()
    #expect(permits(45) && permits(45))
    breaker.failed(at: start, retryAfter: .seconds(60))
    #expect(!permits(59), "a service that names its rest gets it at once")
    #expect(permits(60))
  }

  @Test("The rests grow to five minutes and no further, whatever a service wants")
  func longestRest() {
    var now = ContinuousClock.now
    var breaker = CircuitBreaker()
    breaker.failed(at: now, retryAfter: .seconds(86_400))
    for _ in 0..<10 {
      now = breaker.restsUntil ?? now
      let permits = breaker.permits(at: now)
      #expect(permits)
      breaker.failed(at: now, retryAfter: nil)
    }
    #expect(breaker.restsUntil == now + CircuitBreaker.longestRest)
  }
}
