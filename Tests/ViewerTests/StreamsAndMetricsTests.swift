import JSONRPC
import JSONValues
import MemoryEngine
import Operations
import Testing

@testable import Viewer

struct StreamsAndMetricsTests {
  private struct Unusable: Error {}
  private func feed() -> ChangeFeed { ChangeFeed { Dispatcher(caller: $0) { throw Unusable() } } }

  @Test("An event goes over the wire with its id; a heartbeat is a comment that no listener sees")
  func wire() {
    #expect(ChangeFeed.Event.change(id: "a-1", mark: "7-0").text == "id: a-1\nevent: change\ndata: {\"mark\":\"7-0\"}\n\n")
    #expect(ChangeFeed.Event.heartbeat.text.hasPrefix(": "))
  }

  @Test("Who comes back with another run's id is told at once that something may have changed; who never was there is not")
  func missed() async throws {
    let feed = feed()
    var fresh = try #require(feed.listen(after: nil)).makeAsyncIterator()
    #expect(await fresh.next() == .heartbeat)
    var late = try #require(feed.listen(after: "elsewhere-3")).makeAsyncIterator()
    guard case .change(let id, _)? = await late.next() else {
      Issue.record("no change")
      return
    }
    var same = try #require(feed.listen(after: id)).makeAsyncIterator()
    #expect(await same.next() == .heartbeat)
  }

  @Test("More listeners than there is room for are refused, and one who leaves makes room")
  func room() async throws {
    let feed = feed()
    var streams: [AsyncStream<ChangeFeed.Event>] = []
    for _ in 0..<ChangeFeed.maximumListeners { streams.append(try #require(feed.listen(after: nil))) }
    #expect(feed.listen(after: nil) == nil)
    streams.removeAll()
    #expect(feed.listenerCount == 0)
    #expect(feed.listen(after: nil) != nil)
  }

  @Test("Metrics count each answer once, in its class and in every bucket that holds it")
  func metrics() {
    let metrics = RequestMetrics()
    metrics.note(status: 200, duration: .milliseconds(2))
    metrics.note(status: 404, duration: .milliseconds(40))
    metrics.note(status: 500, duration: .seconds(60))
    let text = metrics.text(status: nil, listeners: 3, underWay: 1)
    for line in [
      "continuity_up 0", "continuity_http_requests_total{status=\"2xx\"} 1", "continuity_http_requests_total{status=\"4xx\"} 1",
      "continuity_http_streams 3", "continuity_http_request_duration_seconds_bucket{le=\"0.0025\"} 1",
      "continuity_http_request_duration_seconds_bucket{le=\"0.05\"} 2",
      "continuity_http_request_duration_seconds_bucket{le=\"5.0\"} 2",
      "continuity_http_request_duration_seconds_bucket{le=\"+Inf\"} 3", "continuity_http_request_duration_seconds_count 3",
    ] { #expect(text.contains(line + "\n"), "\(line)") }
  }

  @Test("A flood is refused, and what is under way is answered")
  func flood() async {
    let pool = DispatcherPool { Dispatcher(caller: $0) { throw Unusable() } }
    let answers = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<400 { group.addTask { await pool.run(as: .viewer) { _ in true } ?? false } }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(answers.count == 400)
    #expect(answers.allSatisfy { $0 })
    #expect(pool.count == 0)
  }
}
