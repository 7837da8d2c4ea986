import JSONRPC
import MemoryEngine
import MemoryModel
import ModelClients
import Operations

/// Hands requests as OpenTelemetry spans to the collector that the settings name; there is none unless they do.
struct SpanExporter: Sendable {
  let client: SpanExportClient

  func add(_ report: RequestReport, door: Door) {
    let ended = Composition.wallClock().milliseconds * 1_000_000
    let began = ended - report.took.inNanoseconds
    var spans = [
      ExportedSpan(
        name: report.method, depth: 0, began: began, took: report.took.inNanoseconds,
        attributes: ["continuity.door": door.rawValue, "continuity.client": report.client ?? "unknown"],
        failure: report.failure.map { "\($0.code.rawValue)" })
    ]
    for span in report.trace?.spans ?? [] {
      spans.append(
        ExportedSpan(
          name: span.name, depth: span.depth + 1, began: began + span.began.inNanoseconds, took: span.took.inNanoseconds))
    }
    client.add(spans)
  }

  /// Before the process ends.
  func flush() { client.flush(within: .seconds(1)) }
}

extension Composition {
  /// One for a process: it collects spans and sends them together.
  var spanExporter: SpanExporter? {
    let endpoint = configuration.settings.telemetry.endpoint
    guard !endpoint.isEmpty else { return nil }
    return SpanExporter(client: .shared(endpoint: endpoint, network: network))
  }
}

extension Duration {
  fileprivate var inNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
