import JSONRPC
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import Synchronization
import Testing

@testable import Operations

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A dispatcher over a real engine and a store of its own in a temporary folder, on a clock that moves a second with every look.
final class Bench {
  let home: String
  private(set) var dispatcher: Dispatcher

  init(
    caller: Caller = Caller(workingDirectory: "/work/orchard", session: "s-1", client: "test"),
    start: String = "2026-11-20T10:00:00Z"
  ) throws {
    var template = Array("/tmp/continuity-operations-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    let home = String(cString: made)
    self.home = home
    let time = TickingClock(start: try #require(Timestamp(iso8601: start)))
    dispatcher = Dispatcher(caller: caller) {
      MemoryEngine(store: try MemoryStore(home: StoreHome(path: home)), settings: EngineSettings(), clock: { time.now() })
    }
  }

  deinit {
    dispatcher = Dispatcher(caller: Caller()) { throw RPCError(.storeUnusable, "closed") }
    Self.remove(home)
  }

  func result(_ method: String, _ params: JSONObject = [:]) throws -> JSONValue { try dispatcher.answer(method, params).get() }

  /// A tool's text; an error is a failure of the test.
  func tool(_ name: String, _ arguments: JSONObject = [:]) throws -> String {
    let reply = try #require(dispatcher.callTool(name, arguments: arguments))
    #expect(!reply.isError, "\(reply.text)")
    return reply.text
  }

  func refusal(_ method: String, _ params: JSONObject) -> RPCError? {
    if case .failure(let error) = dispatcher.answer(method, params) { error } else { nil }
  }

  private static func remove(_ directory: String) {
    guard let stream = opendir(directory) else { return }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name == "." || name == ".." { continue }
      let path = directory + "/" + name
      if unlink(path) != 0 { remove(path) }
    }
    closedir(stream)
    rmdir(directory)
  }
}

final class TickingClock: Sendable {
  private let milliseconds: Mutex<Int64>
  init(start: Timestamp) { milliseconds = Mutex(start.milliseconds) }
  func now() -> Timestamp {
    milliseconds.withLock {
      $0 += 1000
      return Timestamp(milliseconds: $0)
    }
  }
}
