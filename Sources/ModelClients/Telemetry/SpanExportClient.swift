import Dispatch
import JSONValues
import Synchronization

/// Sends spans to an OpenTelemetry collector, as JSON over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), behind the requests that they are of.
///
/// A collector that is down costs spans and nothing else: a few hundred are held back, and what does not fit is dropped.
package final class SpanExportClient: Sendable {
  private static let mostWaiting = 50_000
  /// Requests that are sent together, at most.
  private static let batch = 200
  private static let pause: DispatchTimeInterval = .seconds(2)
  private static let patience: Duration = .seconds(5)

  private struct State {
    var waiting: [[ExportedSpan]] = []
    var spans = 0
    var isScheduled = false
    var breaker = CircuitBreaker()
  }

  private let url: String
  private let transport: HTTPTransport
  private let queue = DispatchQueue(label: "continuity.spans", qos: .utility)
  private let state = Mutex(State())

  private static let known = Mutex<[String: SpanExportClient]>([:])

  /// The one of this process for a collector: `http://localhost:4318`.
  package static func shared(endpoint: String, network: Network) -> SpanExportClient {
    known.withLock { known in
      let client = known[endpoint] ?? SpanExportClient(endpoint: endpoint, network: network)
      known[endpoint] = client
      return client
    }
  }

  init(endpoint: String, network: Network) {
    url = (try? ServiceURL(endpoint)).map { $0.path.hasSuffix("/v1/traces") ? $0.text : $0.appending("/v1/traces") } ?? endpoint
    transport = HTTPTransport(network: network)
  }

  /// - Parameter request: the spans of one request, itself first.
  package func add(_ request: [ExportedSpan]) {
    let isNew = state.withLock { state -> Bool in
      guard state.spans + request.count <= Self.mostWaiting else { return false }
      state.waiting.append(request)
      state.spans += request.count
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if isNew { queue.asyncAfter(deadline: .now() + Self.pause) { self.send(within: Self.patience) } }
  }

  /// Sends what is there, before the process ends.
  package func flush(within patience: Duration) { queue.sync { send(within: patience) } }

  private func send(within patience: Duration) {
    state.withLock { $0.isScheduled = false }
    while let requests = next() {
      let request = ServiceRequest(url: url, body: Self.body(of: requests))
      let isSent = (try? transport.send(request, by: .now + patience)).map { (200..<300).contains($0.status) } ?? false
      state.withLock { $0.breaker.note(isSent) }
    }
  }

  /// Nil when there is nothing to send; while the collector rests, what waits is dropped.
  private func next() -> [[ExportedSpan]]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else { return nil }
      guard state.breaker.permits(at: .now) else {
        (state.waiting, state.spans) = ([], 0)
        return nil
      }
      let requests = Array(state.waiting.prefix(Self.batch))
      state.waiting.removeFirst(requests.count)
      state.spans -= requests.reduce(0) { $0 + $1.count }
      return requests
    }
  }

  static func body(of requests: [[ExportedSpan]]) -> JSONValue {
    [
      "resourceSpans": [
        [
          "resource": ["attributes": .array(attributes(["service.name": "continuity"]))],
          "scopeSpans": [["scope": ["name": "continuity"], "spans": .array(requests.flatMap(spans))]],
        ]
      ]
    ]
  }

  private static func spans(of request: [ExportedSpan]) -> [JSONValue] {
    let trace = hexadecimal(bytes: 16)
    // The ids of those that a span of the next depth belongs to.
    var parents: [String] = []
    return request.map { span in
      let id = hexadecimal(bytes: 8)
      parents.removeLast(max(0, parents.count - span.depth))
      var object: JSONObject = [
        "traceId": .string(trace), "spanId": .string(id), "name": .string(span.name), "kind": span.depth == 0 ? 2 : 1,
        "startTimeUnixNano": .string(String(span.began)), "endTimeUnixNano": .string(String(span.began + span.took)),
        "attributes": .array(attributes(span.attributes)),
      ]
      if let parent = parents.last { object["parentSpanId"] = .string(parent) }
      if let failure = span.failure { object["status"] = ["code": 2, "message": .string(failure)] }
      parents.append(id)
      return .object(object)
    }
  }

  private static func attributes(_ values: [String: String]) -> [JSONValue] {
    values.sorted { $0.key < $1.key }.map { ["key": .string($0.key), "value": ["stringValue": .string($0.value)]] }
  }

  private static func hexadecimal(bytes: Int) -> String {
    (0..<bytes).map { _ in
      let byte = UInt8.random(in: 0...255)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

extension CircuitBreaker {
  fileprivate mutating func note(_ succeeded: Bool) {
    if succeeded { self.succeeded() } else { failed(at: .now, retryAfter: nil) }
  }
}
