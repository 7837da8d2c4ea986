import JSONValues
import MCP
import Testing

@Suite("Arrays of messages") struct BatchTests {
  static let two = #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}]"#

  @Test("They are taken after a handshake with 2025-03-26, and answered in one array")
  func taken() {
    let client = Client(.withoutStore())
    client.initialize("2025-03-26")
    #expect(client.send(Self.two)?.text == #"[{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":"b","result":{}}]"#)
    let mixed =
      #"[1,{"jsonrpc":"2.0","method":"notifications/x"},{"jsonrpc":"2.0","id":2,"result":{}},{"jsonrpc":"2.0","id":3,"method":"no/such"},[]]"#
    #expect(client.send(mixed)?.array?.map(\.errorCode) == [-32600, -32601, -32600])
    #expect(client.send(#"[{"jsonrpc":"2.0","method":"notifications/initialized"}]"#) == nil, "nothing in it is to be answered")
  }

  @Test("An empty one, one that is too long, and a handshake in one are refused")
  func refused() {
    let client = Client(.withoutStore())
    client.initialize("2025-03-26")
    #expect(client.send("[]")?.errorCode == -32600)
    let tooMany = "[" + Array(repeating: "1", count: 1_001).joined(separator: ",") + "]"
    #expect(client.send(tooMany)?.errorCode == -32600)
    let handshake = #"[{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}]"#
    #expect(client.send(handshake)?.array?.map(\.errorCode) == [-32600])
    #expect(client.handshake.version == .march2025)
  }

  @Test("Every other version refuses them", arguments: ["2024-11-05", "2025-06-18", "2025-11-25", nil])
  func otherVersions(_ version: String?) {
    let client = Client(.withoutStore())
    if let version { client.initialize(version) }
    let answer = client.send(Self.two)
    #expect(answer?.errorCode == -32600)
    #expect(answer?.object?.keys.contains("id") == false)
  }
}
