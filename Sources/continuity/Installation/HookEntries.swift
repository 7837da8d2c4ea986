import JSONValues

/// Our hooks among an agent's others.
struct HookEntries: JSONPart {
  /// How an agent wants a handler written.
  enum Handler: Sendable {
    /// In a group, `command` and `args` apart, so that no shell is started: Claude Code.
    case groupedProgram(timeout: Int64)
    /// In a group, one line for a shell: Codex, Gemini CLI.
    case groupedLine(timeout: Int64)
    /// By itself, one line for a shell under this name: Cursor (`command`), Copilot CLI (`bash`).
    case line(key: String, with: JSONObject)
  }

  let handler: Handler
  /// The agent's events and ours.
  let pairs: [(client: String, ours: String)]
  /// The name after `--client=`; nil where the payload tells it.
  var client: String?
  /// The file format's version, where it has one.
  var version: Int64?
  var allowsComments = true

  var title: String { "hooks" }
  var events: [String] { pairs.map(\.client) }

  private static let commandKeys = ["command", "bash"]

  func adding(_ invocation: Invocation, to settings: JSONObject) throws(UnexpectedSettings) -> JSONObject {
    var hooks = try hooks(of: settings) ?? JSONObject()
    let wanted = Dictionary(uniqueKeysWithValues: pairs.map { ($0.client, entry(for: $0.ours, invocation)) })
    for event in hooks.keys + pairs.map(\.client).filter({ hooks[$0] == nil }) {
      let entries = try list(hooks[event], of: event)
      var kept: [JSONValue] = []
      var isThere = false
      for entry in entries {
        guard Self.holdsOurs(entry) else {
          kept.append(entry)
          continue
        }
        // In the place of the old one; what else was in its group stays in front.
        if let rest = Self.withoutOurs(entry) { kept.append(rest) }
        if !isThere, let wanted = wanted[event] { kept.append(wanted) }
        isThere = true
      }
      if !isThere, let wanted = wanted[event] { kept.append(wanted) }
      hooks[event] = kept.isEmpty && !entries.isEmpty ? nil : .array(kept)
    }
    var settings = settings
    if let version, settings["version"] == nil {
      // At the head of a new file, where people look for it.
      settings = JSONObject([("version", .integer(version))] + settings.members.map { ($0.key, $0.value) })
    }
    settings["hooks"] = .object(hooks)
    return settings
  }

  func removing(from settings: JSONObject) throws(UnexpectedSettings) -> JSONObject {
    guard var hooks = try hooks(of: settings) else { return settings }
    var isChanged = false
    for event in hooks.keys {
      let entries = try list(hooks[event], of: event)
      guard entries.contains(where: Self.holdsOurs) else { continue }
      let kept = entries.compactMap { Self.holdsOurs($0) ? Self.withoutOurs($0) : $0 }
      hooks[event] = kept.isEmpty ? nil : .array(kept)
      isChanged = true
    }
    guard isChanged else { return settings }
    var settings = settings
    settings["hooks"] = hooks.isEmpty ? nil : .object(hooks)
    return settings
  }

  func found(in settings: JSONObject) -> [FoundEntry] {
    (settings["hooks"]?.object?.members ?? []).flatMap { event, entries in
      (entries.array ?? []).flatMap { $0["hooks"]?.array ?? [$0] }
        .compactMap { StartedProgram($0, commandKeys: Self.commandKeys) }.filter(\.isOurs)
        .map { FoundEntry(event: event, started: $0) }
    }
  }

  // MARK: Entries

  private func entry(for event: String, _ invocation: Invocation) -> JSONValue {
    let arguments = invocation.arguments("hook", event) + (client.map { ["--client=\($0)"] } ?? [])
    switch handler {
    case .groupedProgram(let timeout):
      return [
        "hooks": [
          [
            "type": "command", "command": .string(invocation.program), "args": .array(arguments.map(JSONValue.string)),
            "timeout": .integer(timeout),
          ]
        ]
      ]
    case .groupedLine(let timeout):
      return ["hooks": [["type": "command", "command": .string(invocation.line(arguments)), "timeout": .integer(timeout)]]]
    case .line(let key, let others):
      var object = JSONObject()
      object["type"] = others["type"]
      object[key] = .string(invocation.line(arguments))
      return .object(object.merging(others))
    }
  }

  private static func holdsOurs(_ entry: JSONValue) -> Bool {
    (entry["hooks"]?.array ?? [entry]).contains { StartedProgram($0, commandKeys: commandKeys)?.isOurs == true }
  }

  /// Nil when nothing but ours was in the group.
  private static func withoutOurs(_ entry: JSONValue) -> JSONValue? {
    guard case .object(var object) = entry, let handlers = object["hooks"]?.array else { return nil }
    let kept = handlers.filter { StartedProgram($0, commandKeys: commandKeys)?.isOurs != true }
    if kept.isEmpty { return nil }
    object["hooks"] = .array(kept)
    return .object(object)
  }

  private func hooks(of settings: JSONObject) throws(UnexpectedSettings) -> JSONObject? {
    switch settings["hooks"] {
    case nil, .null?: return nil
    case .object(let hooks)?: return hooks
    case let value?: throw UnexpectedSettings("`hooks` is to be an object, and is: \(value.kind)")
    }
  }

  private func list(_ value: JSONValue?, of event: String) throws(UnexpectedSettings) -> [JSONValue] {
    switch value {
    case nil: return []
    case .array(let entries)?: return entries
    case let value?: throw UnexpectedSettings("`hooks.\(event)` is to be an array, and is: \(value.kind)")
    }
  }
}
