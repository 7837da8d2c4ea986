import JSONRPC
import MemoryEngine
import Operations

/// A request's trace for a person: what it did, in its order, each part indented below the one that it belongs to. The same statement several times in a row
/// is one line.
enum TraceText {
  static func of(_ trace: Trace, report: RequestReport) -> String {
    var text = "\(column(report.took))  \(report.method)\(report.failure.map { ": \($0.message)" } ?? "")\n"
    var spans = trace.spans[...]
    while let first = spans.first {
      let alike = spans.prefix { $0.name == first.name && $0.depth == first.depth }
      let took = alike.reduce(Duration.zero) { $0 + $1.took }
      let times = alike.count > 1 ? "  ×\(alike.count)" : ""
      text += "\(column(took))  \(String(repeating: "  ", count: first.depth + 1))\(first.name)\(times)\n"
      spans = spans.dropFirst(alike.count)
    }
    return text
  }

  /// `   1.234 ms`
  private static func column(_ duration: Duration) -> String {
    let microseconds = Int64(duration / .microseconds(1))
    let digits = String(1000 + microseconds % 1000).dropFirst()
    let number = "\(microseconds / 1000).\(digits)"
    return String(repeating: " ", count: max(0, 9 - number.count)) + number + " ms"
  }
}
