import Testing

@testable import continuity

struct EndpointTests {
  @Test(
    "Addresses are read as people write them",
    arguments: [
      ("http://localhost:11434", "localhost", 11434), ("https://api.openai.com/v1", "api.openai.com", 443),
      ("http://[::1]:80/x", "::1", 80),
      ("127.0.0.1:9", "127.0.0.1", 9), ("http://host", "host", 80),
    ])
  func endpoint(_ address: String, host: String, port: Int) throws {
    let parsed = try #require(Endpoint.parse(address))
    #expect(parsed.host == host)
    #expect(parsed.port == port)
  }

  @Test("What is no address is none", arguments: ["", "http://", "http://h:0", "http://h:99999", "http://h:x"])
  func noEndpoint(_ address: String) { #expect(Endpoint.parse(address) == nil) }
}
