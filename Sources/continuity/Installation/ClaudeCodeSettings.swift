import JSONValues

/// What `init` writes into Claude Code's files, and takes out again. Pure: whole documents in, whole documents out; whatever is not
/// ours stays as it is, and where it is.
enum ClaudeCodeSettings {
  /// Claude Code's events and ours. A failed call and a failed turn are as much worth knowing as the others.
  static let events: [(client: String, ours: String)] = [
    ("SessionStart", "start"), ("UserPromptSubmit", "submit"), ("PostToolUse", "tool"), ("PostToolUseFailure", "tool"),
    ("PreCompact", "compact"), ("PostCompact", "compact"), ("SubagentStop", "subagent-stop"), ("Stop", "stop"),
    ("StopFailure", "stop"),
    ("SessionEnd", "end"),
  ]

  /// Seconds; ten times what any of them takes. In a user's own settings it also raises the 1.5 s that a session's end has.
  private static let timeout: JSONValue = 10

  struct Unexpected: Error, CustomStringConvertible {
    let description: String
  }

  /// `settings.json` with our hooks, after those that are there. Ours of an earlier installation are replaced.
  static func addingHooks(to settings: JSONObject, program: String, home: String?) throws(Unexpected) -> JSONObject {
    var settings = try removingHooks(from: settings)
    var hooks = settings["hooks"]?.object ?? JSONObject()
    for (client, ours) in events {
      let arguments = ["hook", ours] + (home.map { ["--home=\($0)"] } ?? [])
      let handler: JSONValue = [
        "type": "command", "command": .string(program), "args": .array(arguments.map(JSONValue.string)), "timeout": timeout,
      ]
      hooks[client] = .array((hooks[client]?.array ?? []) + [["hooks": [handler]]])
    }
    settings["hooks"] = .object(hooks)
    return settings
  }

  /// `settings.json` without our hooks, and without what is empty because of that.
  static func removingHooks(from settings: JSONObject) throws(Unexpected) -> JSONObject {
    guard let value = settings["hooks"] else { return settings }
    guard case .object(var hooks) = value else { throw Unexpected(description: "`hooks` is to be an object, and is \(value.kind)") }
    for (event, groups) in hooks.members {
      guard case .array(let groups) = groups else {
        throw Unexpected(description: "`hooks.\(event)` is to be an array, and is \(groups.kind)")
      }
      let kept = groups.compactMap(withoutOurs)
      if kept.count != groups.count || kept != groups { hooks[event] = kept.isEmpty ? nil : .array(kept) }
    }
    var settings = settings
    settings["hooks"] = hooks.isEmpty ? nil : .object(hooks)
    return settings
  }

  /// `.claude.json` with our server.
  static func addingServer(to state: JSONObject, program: String, home: String?) throws(Unexpected) -> JSONObject {
    var servers = try servers(of: state)
    let arguments = ["mcp"] + (home.map { ["--home=\($0)"] } ?? [])
    servers["continuity"] = [
      "type": "stdio", "command": .string(program), "args": .array(arguments.map(JSONValue.string)), "env": [:],
    ]
    var state = state
    state["mcpServers"] = .object(servers)
    return state
  }

  static func removingServer(from state: JSONObject) throws(Unexpected) -> JSONObject {
    guard state["mcpServers"] != nil else { return state }
    var servers = try servers(of: state)
    guard let server = servers["continuity"], isOurs(server) else { return state }
    servers["continuity"] = nil
    var state = state
    state["mcpServers"] = servers.isEmpty ? nil : .object(servers)
    return state
  }

  /// The plugin that does the same as `init`, when it is switched on.
  static func enabledPlugin(in settings: JSONObject) -> String? {
    settings["enabledPlugins"]?.object?.members.first {
      $0.key.split(separator: "@").first == "continuity" && $0.value.bool == true
    }?.key
  }

  /// Our handlers with the event that each stands at.
  static func handlers(in settings: JSONObject) -> [(event: String, command: String)] {
    (settings["hooks"]?.object?.members ?? []).flatMap { event, groups in
      (groups.array ?? []).flatMap { $0["hooks"]?.array ?? [] }.filter(isOurs).compactMap { handler in
        handler["command"]?.string.map { (event, program(of: $0)) }
      }
    }
  }

  /// The program of our MCP server; nil when there is none.
  static func server(in state: JSONObject) -> String? { state["mcpServers"]?["continuity"]?["command"]?.string }

  private static func servers(of state: JSONObject) throws(Unexpected) -> JSONObject {
    switch state["mcpServers"] {
    case nil, .null?: return JSONObject()
    case .object(let servers)?: return servers
    case let value?: throw Unexpected(description: "`mcpServers` is to be an object, and is \(value.kind)")
    }
  }

  /// Nil when nothing but ours was in the group.
  private static func withoutOurs(_ group: JSONValue) -> JSONValue? {
    guard case .object(var object) = group, let handlers = object["hooks"]?.array, handlers.contains(where: isOurs) else {
      return group
    }
    let kept = handlers.filter { !isOurs($0) }
    if kept.isEmpty { return nil }
    object["hooks"] = .array(kept)
    return .object(object)
  }

  /// `continuity hook …` or `continuity mcp`, with its arguments apart or in one line for a shell.
  private static func isOurs(_ entry: JSONValue) -> Bool {
    guard let command = entry["command"]?.string else { return false }
    var words = [program(of: command)]
    words +=
      entry["args"]?.array.map { $0.compactMap(\.string) }
      ?? command.dropFirst(words[0].count).split(separator: " ").map(String.init)
    guard words.count > 1, words[0].split(separator: "/").last == "continuity" else { return false }
    return words.contains("hook") || words.contains("mcp")
  }

  /// The first word of a command line; paths with spaces stand in exec form and are one word.
  private static func program(of command: String) -> String {
    if let range = command.firstRange(of: "continuity hook") { return String(command[..<range.lowerBound]) + "continuity" }
    return command
  }
}
