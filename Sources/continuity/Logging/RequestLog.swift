import JSONRPC
import JSONValues
import MemoryEngine
import MemoryModel
import Operations

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How a request came in.
enum Door: String, Sendable {
  case mcp, hook, http, cli

  /// What lives for milliseconds does not wait for a collector.
  var exportsSpans: Bool { self == .mcp || self == .http }
}

extension Composition {
  /// Writes requests into the log and hands their traces on, as the settings say; nil when neither wants any.
  ///
  func requestObserver(_ door: Door) -> RequestObserver? {
    let level = LogLevel(rawValue: configuration.settings.log.level) ?? .error
    let exporter = door.exportsSpans ? spanExporter : nil
    guard level > .off || exporter != nil else { return nil }
    let file = LogFile(home: home)
    return RequestObserver(wantsTraces: level >= .debug || exporter != nil) { report in
      if let entry = Self.entry(report, door: door, level: level) { file.append(entry) }
      if level == .trace, let trace = report.trace {
        StandardStreams.write(TraceText.of(trace, report: report), to: StandardStreams.error)
      }
      exporter?.add(report, door: door)
    }
  }

  private static func entry(_ report: RequestReport, door: Door, level: LogLevel) -> JSONObject? {
    guard level >= .info || level == .error && report.failure != nil else { return nil }
    var entry: JSONObject = [
      "at": .string(wallClock().iso8601), "level": .string(report.failure == nil ? "info" : "error"),
      "pid": .integer(Int64(getpid())),
      "door": .string(door.rawValue), "method": .string(report.method), "ms": report.took.inMilliseconds,
    ]
    entry["client"] = report.client.map(JSONValue.string)
    if let failure = report.failure {
      entry["code"] = .integer(failure.code.rawValue)
      // A refusal quotes what was refused.
      entry["error"] = .string(Redactor.redact(failure.message).text)
    }
    if level >= .debug, let trace = report.trace {
      entry["spans"] = .array(
        trace.spans.map {
          [
            "name": .string($0.name), "depth": .integer(Int64($0.depth)), "at_ms": $0.began.inMilliseconds,
            "ms": $0.took.inMilliseconds,
          ]
        })
    }
    return entry
  }
}

extension Duration {
  /// With three decimals.
  var inMilliseconds: JSONValue { .number((self / .milliseconds(1) * 1000).rounded() / 1000) }
}
