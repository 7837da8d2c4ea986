import JSONRPC
import JSONValues

/// A path of the API and the operation that it stands for (RFC-001 §11). Adding one is a line in `all`.
struct Route: Sendable {
  let method: String
  /// Segments; one that begins with a colon takes whatever stands there, as the parameter of that name.
  let path: [String]
  let operation: String
  /// The parameters taken from the query, by their name there.
  var query: [String: Parameter] = [:]
  /// Parameters that are always so.
  var fixed: JSONObject = [:]
  /// Whether every project is meant when none is named: whoever looks here looks at everything.
  var seesAllProjects = false
  /// Whether the body is the parameters.
  var takesBody = false

  struct Parameter: Sendable {
    enum Kind: Sendable { case text, integer, boolean }
    let name: String
    let kind: Kind
  }

  static let all: [Route] = [
    Route(
      method: "GET", path: ["api", "tree"], operation: "memory/tree",
      query: ["uri": .text("uri"), "depth": .integer("depth"), "limit": .integer("limit"), "project": .text("project")],
      seesAllProjects: true),
    Route(method: "GET", path: ["api", "search"], operation: "memory/find", query: question, seesAllProjects: true),
    Route(
      method: "GET", path: ["api", "memory"], operation: "memory/read", query: ["uri": .text("uri"), "layer": .text("layer")]),
    Route(method: "GET", path: ["api", "profile"], operation: "memory/profile", query: ["project": .text("project")]),
    Route(
      method: "GET", path: ["api", "context", ":session_id"], operation: "memory/context", query: ["project": .text("project")],
      fixed: ["preview": true]),
    Route(
      method: "GET", path: ["api", "sessions"], operation: "memory/timeline",
      query: ["limit": .integer("limit"), "before": .text("before"), "project": .text("project")], seesAllProjects: true),
    Route(
      method: "GET", path: ["api", "sessions", ":session_id"], operation: "memory/timeline",
      query: ["limit": .integer("limit"), "before": .text("before")], seesAllProjects: true),
    Route(method: "GET", path: ["api", "status"], operation: "status"),
    Route(method: "POST", path: ["api", "memories"], operation: "memory/remember", takesBody: true),
  ]

  private static let question: [String: Parameter] = [
    "q": .text("query"), "limit": .integer("limit"), "category": .text("category"), "within": .text("within"),
    "project": .text("project"), "as_of": .text("as_of"), "explain": .boolean("explain"),
  ]

  /// What stands at the colons; nil when this is not the path.
  func match(_ segments: [String]) -> JSONObject? {
    guard segments.count == path.count else { return nil }
    var found = JSONObject()
    for (segment, pattern) in zip(segments, path) {
      if pattern.hasPrefix(":") { found[String(pattern.dropFirst())] = .string(segment) } else if pattern != segment { return nil }
    }
    return found
  }

  /// The operation's parameters. What is no number stays a text, and the operation refuses it by name.
  func parameters(_ question: HTTPQuestion) throws(RPCError) -> JSONObject {
    var object = fixed
    for (name, text) in question.query {
      guard let parameter = query[name] else {
        if name == "mode" || name == "token" { continue }
        throw RPCError(
          .invalidParams, "there is no parameter `\(name)` here; there are \(query.keys.sorted().joined(separator: ", "))")
      }
      object[parameter.name] = parameter.value(text)
    }
    if seesAllProjects, object["project"] == nil { object["all_projects"] = true }
    if takesBody {
      do {
        guard case .object(let body) = try JSONValue(parsing: question.body) else {
          throw RPCError(.invalidParams, "the body is to be a JSON object")
        }
        object = object.merging(body)
      } catch let error as RPCError {
        throw error
      } catch {
        throw RPCError(.parseError, "the body is \(error)")
      }
    }
    return object
  }
}

extension Route.Parameter {
  static func text(_ name: String) -> Self { Self(name: name, kind: .text) }
  static func integer(_ name: String) -> Self { Self(name: name, kind: .integer) }
  static func boolean(_ name: String) -> Self { Self(name: name, kind: .boolean) }

  func value(_ text: String) -> JSONValue {
    switch kind {
    case .text: .string(text)
    case .integer: Int64(text).map(JSONValue.integer) ?? .string(text)
    case .boolean: text == "true" || text == "1" ? true : text == "false" || text == "0" ? false : .string(text)
    }
  }
}
