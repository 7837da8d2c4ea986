import MemoryEngine

/// One key of `config.toml`: its name, type, range, meaning, and the field of `Settings` that it sets. The file's reader, the
/// environment, `continuity config` and `examples/config.toml` all come from the one list in `SettingKey+All.swift`.
struct SettingKey: Sendable {
  /// `llm.ollama`
  let section: String
  /// `endpoint`
  let name: String
  /// Whole sentences, for the example file.
  let documentation: String
  let kind: Kind
  let read: @Sendable (Settings) -> TOMLValue
  /// Called with a value that `kind` accepts.
  fileprivate let write: @Sendable (inout Settings, TOMLValue) -> Void

  enum Kind: Hashable, Sendable {
    case text
    case choice([String])
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    case texts
  }

  /// `llm.ollama.endpoint`
  var path: String { "\(section).\(name)" }

  /// `CONTINUITY_LLM_OLLAMA_ENDPOINT`
  var environmentVariable: String {
    "CONTINUITY_" + String(path.map { $0 == "." || $0 == "-" ? "_" : $0 }).uppercased()
  }

  var defaultValue: TOMLValue { read(Settings()) }

  /// What may stand there, for messages and for the example file.
  var accepted: String {
    switch kind {
    case .text: "a string"
    case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(TOMLValue.shortest(range.lowerBound)) to \(TOMLValue.shortest(range.upperBound))"
    case .boolean: "true or false"
    case .texts: "an array of strings"
    }
  }

  /// Nil when `value` was taken, else what is wrong with it.
  func set(_ value: TOMLValue, in settings: inout Settings) -> String? {
    switch (kind, value) {
    case (.text, .string), (.boolean, .boolean), (.texts, .strings): break
    case (.choice(let words), .string(let word)) where words.contains(word): break
    case (.integer(let range), .integer(let number)) where Int(exactly: number).map(range.contains) ?? false: break
    case (.number(let range), .integer(let number)) where range.contains(Double(number)): break
    case (.number(let range), .float(let number)) where range.contains(number): break
    case (.choice(let words), .string(let word)):
      let near = Nearest.word(to: word, among: words).map { ". Did you mean \"\($0)\"?" } ?? ""
      return "`\(path)` is \(accepted), not \"\(word)\"\(near)"
    case (.integer, .integer), (.number, .integer), (.number, .float): return "`\(path)` is \(accepted), not \(value.toml)"
    default: return "`\(path)` is \(accepted), not \(value.kind) (\(value.toml))"
    }
    write(&settings, value)
    return nil
  }

  /// A value from the environment: without quotes, lists separated by commas.
  func value(fromEnvironment text: String) -> TOMLValue {
    switch kind {
    case .text, .choice: return .string(text)
    case .boolean:
      switch text.lowercased() {
      case "1", "true", "yes", "on": return .boolean(true)
      case "0", "false", "no", "off": return .boolean(false)
      default: return .string(text)
      }
    case .integer: return Int64(text).map(TOMLValue.integer) ?? .string(text)
    case .number: return Double(text).map(TOMLValue.float) ?? .string(text)
    case .texts:
      return .strings(
        text.split(separator: ",").map { part in
          String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        })
    }
  }
}

extension SettingKey {
  typealias Path<Value> = WritableKeyPath<Settings, Value> & Sendable

  static func text(_ section: String, _ name: String, _ path: any Path<String>, _ documentation: String) -> SettingKey {
    SettingKey(section: section, name: name, documentation: documentation, kind: .text, read: { .string($0[keyPath: path]) }) {
      if case .string(let text) = $1 { $0[keyPath: path] = text }
    }
  }

  static func choice(
    _ section: String, _ name: String, _ path: any Path<String>, of words: [String], _ documentation: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, documentation: documentation, kind: .choice(words), read: { .string($0[keyPath: path]) }
    ) { if case .string(let text) = $1 { $0[keyPath: path] = text } }
  }

  static func integer(
    _ section: String, _ name: String, _ path: any Path<Int>, in range: ClosedRange<Int>, _ documentation: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, documentation: documentation, kind: .integer(range),
      read: { .integer(Int64($0[keyPath: path])) }
    ) { if case .integer(let number) = $1, let value = Int(exactly: number) { $0[keyPath: path] = value } }
  }

  static func boolean(_ section: String, _ name: String, _ path: any Path<Bool>, _ documentation: String) -> SettingKey {
    SettingKey(section: section, name: name, documentation: documentation, kind: .boolean, read: { .boolean($0[keyPath: path]) }) {
      if case .boolean(let truth) = $1 { $0[keyPath: path] = truth }
    }
  }

  static func number(
    _ section: String, _ name: String, _ path: any Path<Double>, in range: ClosedRange<Double>, _ documentation: String
  ) -> SettingKey {
    SettingKey(
      section: section, name: name, documentation: documentation, kind: .number(range), read: { .float($0[keyPath: path]) }
    ) {
      switch $1 {
      case .float(let number): $0[keyPath: path] = number
      case .integer(let number): $0[keyPath: path] = Double(number)
      default: break
      }
    }
  }

  static func texts(_ section: String, _ name: String, _ path: any Path<[String]>, _ documentation: String) -> SettingKey {
    SettingKey(section: section, name: name, documentation: documentation, kind: .texts, read: { .strings($0[keyPath: path]) }) {
      if case .strings(let texts) = $1 { $0[keyPath: path] = texts }
    }
  }
}

extension EngineSettings {
  /// In alphabetical order, so that what is printed does not change from run to run.
  /// `auto` or `off`
  var recallOnPrompt: String {
    get { recallsAtPrompt ? "auto" : "off" }
    set { recallsAtPrompt = newValue != "off" }
  }
}
