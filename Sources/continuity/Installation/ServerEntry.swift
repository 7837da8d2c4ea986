import JSONValues

/// The MCP server among an agent's others.
struct ServerEntry: JSONPart {
  /// The member that holds the servers: `mcpServers` nearly everywhere.
  var key = "mcpServers"
  /// Members beside `command` and `args` that this agent wants: before and after.
  var leading: JSONObject = [:]
  var trailing: JSONObject = [:]
  var allowsComments = true

  static let name = "continuity"

  var title: String { "the MCP server" }
  var events: [String] { [] }

  func adding(_ invocation: Invocation, to settings: JSONObject) throws(UnexpectedSettings) -> JSONObject {
    var servers = try servers(of: settings) ?? JSONObject()
    var entry = leading
    if let present = servers[Self.name] {
      guard StartedProgram(present)?.isOurs == true, let object = present.object else {
        throw UnexpectedSettings(
          "a server named `\(Self.name)` is there that is not ours (\(present["command"]?.string ?? present["url"]?.string ?? present.kind)): "
            + "give it another name or take it out first")
      }
      // What somebody added to ours (an environment, a switch) is theirs.
      entry = object
    }
    entry["command"] = .string(invocation.program)
    entry["args"] = .array(invocation.arguments("mcp").map(JSONValue.string))
    if servers[Self.name] == nil { entry = entry.merging(trailing) }
    servers[Self.name] = .object(entry)
    var settings = settings
    settings[key] = .object(servers)
    return settings
  }

  func removing(from settings: JSONObject) throws(UnexpectedSettings) -> JSONObject {
    guard var servers = try servers(of: settings), let server = servers[Self.name], StartedProgram(server)?.isOurs == true else {
      return settings
    }
    servers[Self.name] = nil
    var settings = settings
    settings[key] = servers.isEmpty ? nil : .object(servers)
    return settings
  }

  func found(in settings: JSONObject) -> [FoundEntry] {
    guard let server = settings[key]?[Self.name], let started = StartedProgram(server), started.isOurs else { return [] }
    return [FoundEntry(event: nil, started: started)]
  }

  private func servers(of settings: JSONObject) throws(UnexpectedSettings) -> JSONObject? {
    switch settings[key] {
    case nil, .null?: return nil
    case .object(let servers)?: return servers
    case let value?: throw UnexpectedSettings("`\(key)` is to be an object, and is: \(value.kind)")
    }
  }
}
