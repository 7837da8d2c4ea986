import JSONRPC
import JSONValues
import MemoryModel

/// The parameters of a request, read by name and type.
///
/// A reader never stops: what cannot be taken is noted and a stand-in is returned, and `finish` throws everything that was refused
/// in one error. A null, and an empty string where a parameter may be absent, count as absent. `_meta` belongs to MCP and is ignored.
struct Arguments {
  private let members: JSONObject
  /// What was asked for so far.
  private(set) var parameters: [Parameter] = []
  private var refusals: [String] = []

  init(_ members: JSONObject) { self.members = members }

  /// The member; nil when it is absent or null. Notes that the parameter exists.
  private mutating func value(_ name: String, _ kind: Parameter.Kind, required: Bool = false, default: JSONValue? = nil)
    -> JSONValue?
  {
    parameters.append(Parameter(name: name, kind: kind, isRequired: required, defaultValue: `default`))
    guard let value = members[name], !value.isNull else {
      if required { refuse(name, "is required") }
      return nil
    }
    return value
  }

  mutating func refuse(_ name: String, _ reason: String) { refusals.append("\"\(name)\": \(reason)") }

  private mutating func refuse(_ name: String, mustBe wanted: String, got value: JSONValue) {
    refuse(name, "must be \(wanted), got \(Self.shown(value))")
  }

  /// Throws `.invalidParams` with every refusal, unknown parameters among them.
  mutating func finish() throws(RPCError) {
    let known = parameters.map(\.name)
    for key in members.keys where key != "_meta" && !known.contains(key) {
      let near = NearNames.of(key, among: known)
      let hint =
        near.isEmpty
        ? (known.isEmpty ? "none is taken" : "the parameters are \(known.joined(separator: ", "))")
        : "did you mean \(near.map { "\"\($0)\"" }.joined(separator: " or "))?"
      refuse(Self.clipped(key), "is not a parameter; \(hint)")
    }
    if !refusals.isEmpty { throw RPCError(.invalidParams, refusals.joined(separator: "; ")) }
  }
}

// MARK: Text

extension Arguments {
  mutating func string(_ name: String, maximum: Int?) -> String? {
    let value = value(name, .string(minimum: 0, maximum: maximum))
    return value.flatMap { text($0, name, maximum) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `mayBeEmpty` where an empty text is something that happened, such as a prompt that is only an image.
  mutating func requiredString(_ name: String, maximum: Int?, mayBeEmpty: Bool = false) -> String {
    guard let value = value(name, .string(minimum: mayBeEmpty ? 0 : 1, maximum: maximum), required: true),
      let text = text(value, name, maximum)
    else { return "" }
    if text.isEmpty && !mayBeEmpty { refuse(name, "must not be empty") }
    return text
  }

  mutating func strings(_ name: String, maximumCount: Int, maximumLength: Int) -> [String] {
    optionalStrings(name, maximumCount: maximumCount, maximumLength: maximumLength) ?? []
  }

  /// Nil when it is absent, which is not the same as none where something stands already.
  mutating func optionalStrings(_ name: String, maximumCount: Int, maximumLength: Int) -> [String]? {
    guard let value = value(name, .strings(maximumCount: maximumCount, maximumLength: maximumLength)) else { return nil }
    guard let elements = value.array else {
      refuse(name, mustBe: "an array of strings", got: value)
      return []
    }
    guard elements.count <= maximumCount else {
      refuse(name, "takes at most \(maximumCount) strings, got \(elements.count)")
      return []
    }
    var strings: [String] = []
    for (index, element) in elements.enumerated() {
      guard let text = text(element, "\(name)[\(index)]", maximumLength) else { continue }
      if text.isEmpty { refuse("\(name)[\(index)]", "must not be empty") }
      strings.append(text)
    }
    return strings
  }

  private mutating func text(_ value: JSONValue, _ name: String, _ maximum: Int?) -> String? {
    guard let text = value.string else {
      refuse(name, mustBe: "a string", got: value)
      return nil
    }
    // Every scalar is at least one byte: most texts need no counting.
    if let maximum, text.utf8.count > maximum, text.unicodeScalars.count > maximum {
      refuse(name, "takes at most \(maximum) characters, got \(text.unicodeScalars.count)")
      return nil
    }
    return text
  }
}

// MARK: Numbers, switches and choices

extension Arguments {
  mutating func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) -> Int {
    integer(value(name, .integer(range), default: .integer(Int64(fallback))), name, range) ?? fallback
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    integer(value(name, .integer(range)), name, range)
  }

  private mutating func integer(_ value: JSONValue?, _ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let value else { return nil }
    guard let number = value.integer, let exact = Int(exactly: number), range.contains(exact) else {
      refuse(name, mustBe: "an integer from \(range.lowerBound) to \(range.upperBound)", got: value)
      return nil
    }
    return exact
  }

  mutating func bool(_ name: String, default fallback: Bool) -> Bool {
    bool(value(name, .boolean, default: .bool(fallback)), name) ?? fallback
  }

  mutating func bool(_ name: String) -> Bool? {
    bool(value(name, .boolean), name)
  }

  private mutating func bool(_ value: JSONValue?, _ name: String) -> Bool? {
    guard let value else { return nil }
    if value.bool == nil { refuse(name, mustBe: "true or false", got: value) }
    return value.bool
  }

  /// One of `choices`, by its raw value.
  mutating func choice<Choice: RawRepresentable>(_ name: String, among choices: [Choice]) -> Choice?
  where Choice.RawValue == String {
    let names = choices.map(\.rawValue)
    guard let value = value(name, .choice(names)), value != "" else { return nil }
    if let choice = choices.first(where: { $0.rawValue == value.string }) { return choice }
    let near = value.string.map { NearNames.of($0, among: names) }?.first
    refuse(name, mustBe: "one of \(names.joined(separator: ", "))", got: value)
    if let near, var last = refusals.popLast() {
      last += " (did you mean \(near)?)"
      refusals.append(last)
    }
    return nil
  }
}

// MARK: Values of the domain

extension Arguments {
  mutating func uri(_ name: String) -> MemoryURI? {
    uri(value(name, .uri), name)
  }

  mutating func uri(_ name: String, default fallback: MemoryURI) -> MemoryURI {
    uri(value(name, .uri, default: .string(fallback.description)), name) ?? fallback
  }

  mutating func requiredURI(_ name: String) -> MemoryURI {
    let value = value(name, .uri, required: true)
    if value?.string?.isEmpty == true { refuse(name, "must not be empty") }
    return uri(value, name) ?? .root
  }

  private mutating func uri(_ value: JSONValue?, _ name: String) -> MemoryURI? {
    guard let value, value != "" else { return nil }
    guard let text = value.string else {
      refuse(name, mustBe: "a memory URI such as mem://user/preferences/editor", got: value)
      return nil
    }
    do {
      return try MemoryURI(parsing: text)
    } catch {
      refuse(name, error.description)
      return nil
    }
  }

  mutating func time(_ name: String) -> Timestamp? {
    guard let value = value(name, .time), value != "" else { return nil }
    if let time = value.string.flatMap(Timestamp.init(iso8601:)) { return time }
    refuse(name, mustBe: "an ISO 8601 date or time such as 2026-11-20 or 2026-11-20T18:30:00Z", got: value)
    return nil
  }

  /// An absolute path: what a relative one starts from, only its sender knows.
  mutating func directory(_ name: String) -> String? {
    guard let value = value(name, .directory), value != "" else { return nil }
    guard let path = value.string, path.hasPrefix("/") else {
      refuse(name, mustBe: "an absolute path", got: value)
      return nil
    }
    return text(value, name, Limits.path)
  }

  /// Any JSON; null when it is absent.
  mutating func json(_ name: String) -> JSONValue { value(name, .json) ?? .null }
}

// MARK: Values in messages

extension Arguments {
  /// A value as an error shows it: short, and never a secret's worth of it.
  private static func shown(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .string(let text): "\"\(clipped(text))\""
    case .array(let elements): "an array of \(elements.count)"
    case .object: "an object"
    }
  }

  /// By scalars: a single character of hostile text can be megabytes long.
  private static func clipped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let head = String(String.UnicodeScalarView(scalars.prefix(40))).map { $0.isNewline ? " " : $0 }
    return String(head) + (scalars.dropFirst(40).isEmpty ? "" : "…")
  }
}
