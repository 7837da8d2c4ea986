import JSONRPC
import JSONValues
import MCP
import MemoryEngine
import MemoryModel
import MemoryStore
import Operations

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A client's end of one connection: sends lines as they are and gets what would be written back.
final class Client {
  let server: MCPServer
  var handshake = Handshake()

  init(_ dispatcher: Dispatcher, offersMemory: Bool = true) {
    server = MCPServer(dispatcher: dispatcher, offersMemory: offersMemory)
  }

  /// What is answered to one line; nil when nothing is.
  func send(_ line: String) -> JSONValue? { server.handle(.parse(Array(line.utf8)), &handshake) }

  /// A request of the older era.
  func call(_ method: String, _ params: JSONObject? = nil) -> JSONValue? {
    var message: JSONObject = ["jsonrpc": "2.0", "id": 1, "method": .string(method)]
    message["params"] = params.map { .object($0) }
    return send(JSONValue.object(message).text)
  }

  /// A request of 2026-07-28.
  func modernCall(_ method: String, _ params: JSONObject = [:], version: JSONValue = "2026-07-28") -> JSONValue? {
    let envelope: JSONObject = [
      "io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    return call(method, params.merging(["_meta": .object(envelope.merging(params["_meta"]?.object ?? [:]))]))
  }

  /// Says hello as older clients do.
  func initialize(_ version: String = "2025-11-25") {
    _ = call(
      "initialize",
      ["protocolVersion": .string(version), "capabilities": [:], "clientInfo": ["name": "test", "version": "1"]])
    _ = send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
  }
}

extension Dispatcher {
  /// Fails whatever needs the store.
  static func withoutStore() -> Dispatcher {
    Dispatcher(caller: Caller()) { throw BrokenStore() }
  }

  struct BrokenStore: Error, CustomStringConvertible {
    var description: String { "/tmp/continuity.db is broken; restore a backup" }
  }

  /// A new store in a scratch folder, at 2026-11-20.
  static func withStore() throws -> Dispatcher {
    var template = Array("/tmp/continuity-mcp-tests-XXXXXX".utf8CString)
    guard let folder = mkdtemp(&template) else { throw BrokenStore() }
    let path = String(cString: folder)
    let store = try MemoryStore(home: StoreHome(path: path))
    let engine = MemoryEngine(store: store, settings: EngineSettings()) { Timestamp(milliseconds: 1_795_132_800_000) }
    return Dispatcher(caller: Caller(project: "atlas", client: "test")) { engine }
  }

  /// Remembers something and returns its URI.
  func remember(_ content: String, category: String) -> String {
    guard case .success(let result) = answer("memory/remember", ["content": .string(content), "category": .string(category)]) else {
      return "not remembered"
    }
    return result["uri"]?.string ?? "no uri"
  }
}

extension JSONValue {
  var errorCode: Int64? { self["error"]?["code"]?.integer }
  var result: JSONValue? { self["result"] }

  /// Follows names and, in arrays, positions: `"tools.0.name"`.
  func at(_ path: String) -> JSONValue? {
    path.split(separator: ".").reduce(self as JSONValue?) { value, step in
      if let elements = value?.array {
        Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      } else {
        value?[String(step)]
      }
    }
  }
}
