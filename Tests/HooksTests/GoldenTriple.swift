import Hooks
import JSONRPC
import JSONValues
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A case of `Golden/`: what a client says, what we ask of ourselves for it, and what the client is answered.
///
/// `event`, `payload`, `replies`, and where they matter `client` and `environment`, are written by hand; `requests` and `output`, or
/// `error`, are recorded and then read by a person.
struct GoldenTriple: CustomTestStringConvertible {
  let name: String
  let document: JSONObject

  var testDescription: String { name }

  static let directory = #filePath.prefix(upTo: #filePath.lastIndex(of: "/")!) + "/Golden"

  static let all: [GoldenTriple] = {
    guard let folder = opendir(String(directory)) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".json") { names.append(String(name.dropLast(5))) }
    }
    return names.sorted().map { GoldenTriple(name: $0, document: (try? read("\(directory)/\($0).json")) ?? [:]) }
  }()

  /// What the adapter makes of it now.
  func actual() -> JSONObject {
    guard let event = document["event"]?.string.flatMap(HookEvent.init(named:)) else { return ["error": "the case names no event"] }
    let variables = document["environment"]?.object ?? [:]
    let translation: HookTranslation
    do {
      translation = try HookAdapter.translate(
        event: event, payload: document["payload"]?.object ?? [:],
        client: document["client"]?.string.flatMap(HookClient.init(named:)),
        environment: { variables[$0]?.string })
    } catch {
      return ["error": .string("\(error)")]
    }
    let replies = (document["replies"]?.array ?? []).prefix(translation.requests.count).map(Self.response)
    let output = HookAdapter.render(event: event, client: translation.client, replies: replies)
    return [
      "recognised": .string(translation.client.name), "requests": .array(translation.requests.map(\.json)),
      "output": [
        "stdout": .string(output.stdout), "stderr": .string(output.stderr), "exit": .integer(Int64(output.exitCode)),
        "starts_worker": .bool(output.startsWorker),
      ],
    ]
  }

  var recorded: JSONObject {
    JSONObject(["recognised", "requests", "output", "error"].compactMap { key in document[key].map { (key, $0) } })
  }

  /// Writes what is now into the file. Whoever records reads the difference before committing it.
  func record() throws {
    var merged = document
    for key in ["recognised", "requests", "output", "error"] { merged[key] = nil }
    let text = JSONValue.object(merged.merging(actual())).prettyText + "\n"
    let descriptor = open("\(Self.directory)/\(name).json", O_WRONLY | O_TRUNC)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  static func read(_ path: String) throws -> JSONObject {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return try JSONValue(parsing: Array(bytes.prefix(max(0, count)))).object ?? [:]
  }

  private static func response(_ reply: JSONValue) -> Response {
    let id = reply["id"].flatMap(RequestID.init)
    if let error = reply["error"] {
      let code = RPCError.Code(rawValue: error["code"]?.integer ?? -32603)
      return Response(id: id, result: .failure(RPCError(code, error["message"]?.string ?? "")))
    }
    return Response(id: id, result: .success(reply["result"] ?? .null))
  }
}
