import JSONRPC
import JSONValues

/// A path of the API and the operation that it stands for. Adding one is a line in `Route.all`.
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

  static func get(
    _ path: String, _ operation: String, _ query: [String: Parameter] = [:], fixed: JSONObject = [:], seesAllProjects: Bool = false
  ) -> Route {
    Route(
      method: "GET", path: path.split(separator: "/").map(String.init), operation: operation, query: query, fixed: fixed,
      seesAllProjects: seesAllProjects)
  }

  static func post(_ path: String, _ operation: String) -> Route {
    Route(method: "POST", path: path.split(separator: "/").map(String.init), operation: operation, takesBody: true)
  }

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
        let known = query.isEmpty ? "none is taken" : "there are \(query.keys.sorted().joined(separator: ", "))"
        throw RPCError(.invalidParams, "there is no parameter `\(name)` here; \(known)")
      }
      if parameter.name == Self.mode { continue }
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

  /// The one parameter that chooses between operations: `find` answers at once, `search` plans.
  static let mode = "mode"

  func operation(for question: HTTPQuestion) throws(RPCError) -> String {
    guard query[Self.mode] != nil, let mode = question.query[Self.mode] else { return operation }
    switch mode {
    case "find": return "memory/find"
    case "search": return "memory/search"
    default: throw RPCError(.invalidParams, "`mode` is find or search, not `\(mode.prefix(40))`")
    }
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
