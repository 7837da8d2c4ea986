import JSONValues
import Synchronization

/// What the server did since it started, as Prometheus reads it
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
final class RequestMetrics: Sendable {
  private struct Counts {
    /// By the hundreds of the status.
    var statuses = [Int](repeating: 0, count: 6)
    var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count)
    var seconds = 0.0
  }

  /// Upper bounds of the histogram, in seconds.
  fileprivate static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
  private let counts = Mutex(Counts())

  func note(status: Int, duration: Duration) {
    let seconds = duration / .seconds(1)
    counts.withLock { counts in
      counts.statuses[min(5, max(0, status / 100))] += 1
      counts.seconds += seconds
      if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts.buckets[bucket] += 1 }
    }
  }

  /// - Parameter status: the answer of `status`; nil when the store cannot be used.
  func text(status: JSONValue?, listeners: Int, underWay: Int) -> String {
    var page = Exposition()
    page.family("continuity_up", "gauge", "Whether the store can be used.", [([], status == nil ? 0 : 1)])
    if let status {
      let categories = status["memories"]?["by_category"]?.object?.members ?? []
      page.family(
        "continuity_memories", "gauge", "Memories that hold, by category.",
        categories.map { ([("category", $0.key)], $0.value.double ?? 0) })
      func gauge(_ name: String, _ help: String, _ value: JSONValue?) {
        page.family(name, "gauge", help, [([], value?.double ?? 0)])
      }
      gauge("continuity_memories_retracted", "Memories that were forgotten.", status["memories"]?["retracted"])
      gauge("continuity_passages", "Searchable passages.", status["passages"])
      gauge("continuity_sessions", "Recorded sessions.", status["sessions"])
      gauge("continuity_observations", "Recorded observations.", status["observations"])
      gauge("continuity_store_bytes", "Size of the database file.", status["store"]?["bytes"])
      page.family(
        "continuity_jobs", "gauge", "Work in the queue.",
        [
          ([("state", "waiting")], status["pending"]?["jobs"]?.double ?? 0),
          ([("state", "parked")], status["parked"]?.double ?? 0),
        ])
      gauge("continuity_pending_embeddings", "Passages that wait for a vector.", status["pending"]?["embeddings"])
      gauge("continuity_model_calls_today", "Calls of language models since midnight UTC.", status["model"]?["calls_today"])
      gauge("continuity_model_tokens_today", "Their tokens, in and out.", status["model"]?["tokens_today"])
    }
    let counts = counts.withLock { $0 }
    page.family(
      "continuity_http_requests_total", "counter", "Requests that were answered, by status.",
      (1...5).map { ([("status", "\($0)xx")], Double(counts.statuses[$0])) })
    page.family("continuity_http_requests_under_way", "gauge", "Requests that wait or run.", [([], Double(underWay))])
    page.family("continuity_http_streams", "gauge", "Listeners for changes.", [([], Double(listeners))])
    var sum = 0
    let buckets = zip(Self.bounds, counts.buckets).map { bound, count -> ([(String, String)], Double) in
      sum += count
      return ([("le", "\(bound)")], Double(sum))
    }
    let total = Double(counts.statuses.reduce(0, +))
    page.histogram(
      "continuity_http_request_duration_seconds", "Time to answer a request.", buckets + [([("le", "+Inf")], total)],
      sum: counts.seconds, count: total)
    return page.text
  }
}

private struct Exposition {
  typealias Sample = (labels: [(String, String)], value: Double)
  var text = ""

  mutating func family(_ name: String, _ type: String, _ help: String, _ samples: [Sample]) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    for sample in samples { add(name, sample) }
  }

  mutating func histogram(_ name: String, _ help: String, _ buckets: [Sample], sum: Double, count: Double) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
    for bucket in buckets { add(name + "_bucket", bucket) }
    add(name + "_sum", ([], sum))
    add(name + "_count", ([], count))
  }

  private mutating func add(_ name: String, _ sample: Sample) {
    let labels = sample.labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    let isWhole = sample.value == sample.value.rounded() && abs(sample.value) < 1e15
    text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(isWhole ? String(Int64(sample.value)) : String(sample.value))\n"
  }
}
