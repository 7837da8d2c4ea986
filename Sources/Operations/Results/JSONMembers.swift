import JSONValues
import MemoryModel

// Members of results. A member that is nil is left out of its object.
extension JSONValue {
  static func text(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }
  static func time(_ time: Timestamp?) -> JSONValue? { time.map { .string($0.iso8601) } }
  static func uri(_ uri: MemoryURI?) -> JSONValue? { uri.map { .string($0.description) } }
  static func count(_ count: Int) -> JSONValue { .integer(Int64(count)) }
  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
  static func uris(_ uris: [MemoryURI]) -> JSONValue { .array(uris.map { .string($0.description) }) }

  /// Six decimals: more is noise of the arithmetic. JSON has no infinities, so those and NaN are zero.
  static func score(_ score: Double) -> JSONValue {
    .number(score.isFinite ? (score * 1_000_000).rounded() / 1_000_000 : 0)
  }
}
