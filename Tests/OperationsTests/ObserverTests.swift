import JSONRPC
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
@testable import Operations
import Synchronization
import Testing

@Suite struct ObserverTests {
  /// What an observer may be asked about afterwards.
  private struct Heard: Sendable {
    var method: String
    var client: String?
    var failure: String?
    var spans: [String]
  }

  private func heard(tracing: Bool, _ body: (Dispatcher) -> Void) throws -> [Heard] {
    let bench = try Bench()
    let reports = SharedReports()
    let observer = RequestObserver(wantsTraces: tracing) { report in
      reports.all.withLock {
        $0.append(
          Heard(
            method: report.method, client: report.client, failure: report.failure?.message,
            spans: report.trace?.spans.map(\.name) ?? []))
      }
    }
    let home = StoreHome(path: bench.home)
    body(
      Dispatcher(caller: Caller(client: "tester", origin: .user), observer: observer) {
        MemoryEngine(store: try MemoryStore(home: home), settings: EngineSettings()) { Timestamp(milliseconds: 1_795_258_881_792) }
      })
    return reports.all.withLock { $0 }
  }

  private final class SharedReports: Sendable { let all = Mutex<[Heard]>([]) }

  @Test("every request is reported once, by its method, with what went wrong, whichever way it came in")
  func reports() throws {
    let heard = try heard(tracing: false) { dispatcher in
      _ = dispatcher.answer("memory/remember", ["content": "The pump of unit 3 leaks."])
      _ = dispatcher.answer("memory/read", ["uri": "mem://user/events/none"])
      _ = dispatcher.callTool("find", arguments: ["query": "pump"])
      _ = dispatcher.answer("memory/unknown", [:])
    }
    #expect(heard.map(\.method) == ["memory/remember", "memory/read", "memory/find"])
    #expect(heard.map { $0.failure == nil } == [true, false, true])
    #expect(heard.allSatisfy { $0.client == "tester" && $0.spans.isEmpty })
  }

  @Test("a trace tells the parts and the statements of one request, none of another's, and no value")
  func traces() throws {
    let heard = try heard(tracing: true) { dispatcher in
      _ = dispatcher.answer("memory/remember", ["content": "The turbine of unit 3 leaks."])
      _ = dispatcher.answer("memory/find", ["query": "turbine"])
    }
    let (remembered, found) = (try #require(heard.first), try #require(heard.last))
    #expect(remembered.spans.contains { $0.hasPrefix("INSERT INTO mem_nodes") })
    #expect(remembered.spans.contains("COMMIT"))
    #expect(!found.spans.contains { $0.hasPrefix("INSERT INTO mem_nodes") })
    #expect(found.spans.contains("passages with its words"))
    #expect(!heard.map(\.spans).joined().contains { $0.contains("turbine") })
  }
}
