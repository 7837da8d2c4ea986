import JSONValues
import MemoryEngine
import MemoryModel

extension HookLatency {
  var json: JSONValue {
    [
      "event": .string(event), "count": .count(count), "median_ms": .milliseconds(median), "p95_ms": .milliseconds(ninetyFifth),
      "max_ms": .milliseconds(longest), "last_at": .string(lastAt.iso8601),
      "histogram": .array(
        histogram.enumerated().map { place, count in
          var step: JSONObject = ["count": .count(count)]
          if place < Self.bounds.count { step["below_ms"] = .count(Self.bounds[place]) }
          return .object(step)
        }),
    ]
  }
}

extension JSONValue {
  /// With three decimals.
  static func milliseconds(_ duration: Duration) -> JSONValue {
    .number((duration / .milliseconds(1) * 1000).rounded() / 1000)
  }
}
