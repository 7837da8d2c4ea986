import JSONValues

/// One thing that we write into an agent's file and take out again. Pure: text in, text out; whatever is not ours stays as it is.
protocol SettingsPart: Sendable {
  /// `the MCP server`
  var title: String { get }
  /// The text with ours in it, once: an earlier one is replaced where it stands.
  func adding(_ invocation: Invocation, to text: String) throws(UnexpectedSettings) -> String
  /// The text without ours, and without what is empty because of that.
  func removing(from text: String) throws(UnexpectedSettings) -> String
  /// Ours, as they stand there now.
  func found(in text: String) throws(UnexpectedSettings) -> [FoundEntry]
  /// What is to be there beside `title` as a whole: the events of hooks.
  var events: [String] { get }
  /// What a person would paste.
  func snippet(_ invocation: Invocation) -> String
}

/// An entry of ours in an agent's file.
struct FoundEntry: Hashable, Sendable {
  /// The client's name for the event; nil for the server.
  var event: String?
  var started: StartedProgram
}

/// Settings that we do not understand and therefore leave alone.
struct UnexpectedSettings: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What a file in JSON has in common, whatever stands in it.
protocol JSONPart: SettingsPart {
  /// Whether the file's owner reads comments.
  var allowsComments: Bool { get }
  func adding(_ invocation: Invocation, to settings: JSONObject) throws(UnexpectedSettings) -> JSONObject
  func removing(from settings: JSONObject) throws(UnexpectedSettings) -> JSONObject
  func found(in settings: JSONObject) -> [FoundEntry]
}

extension JSONPart {
  func adding(_ invocation: Invocation, to text: String) throws(UnexpectedSettings) -> String {
    let document = try read(text)
    return Self.text(document, rewrittenTo: try adding(invocation, to: document?.root.value.object ?? JSONObject()))
  }

  func removing(from text: String) throws(UnexpectedSettings) -> String {
    guard let document = try read(text) else { return text }
    return Self.text(document, rewrittenTo: try removing(from: document.root.value.object ?? JSONObject()))
  }

  func found(in text: String) throws(UnexpectedSettings) -> [FoundEntry] {
    try read(text)?.root.value.object.map { found(in: $0) } ?? []
  }

  func snippet(_ invocation: Invocation) -> String {
    ((try? adding(invocation, to: JSONObject())).map { JSONValue.object($0).prettyText } ?? "") + "\n"
  }

  /// Nil for an empty file.
  private func read(_ text: String) throws(UnexpectedSettings) -> JSONText? {
    if text.allSatisfy({ $0.isWhitespace || $0 == "\u{FEFF}" }) { return nil }
    let document: JSONText
    do {
      document = try JSONText(Array(text.utf8), allowsComments: allowsComments)
    } catch {
      throw UnexpectedSettings("the file is \(error)")
    }
    guard case .object = document.root.value else {
      throw UnexpectedSettings("the file is to hold a JSON object, and holds: \(document.root.value.kind)")
    }
    return document
  }

  private static func text(_ document: JSONText?, rewrittenTo settings: JSONObject) -> String {
    guard let document else { return JSONValue.object(settings).prettyText + "\n" }
    return String(decoding: document.rewritten(to: .object(settings)), as: UTF8.self)
  }
}
