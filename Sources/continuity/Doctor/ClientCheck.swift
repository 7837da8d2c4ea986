import MemoryStore

/// Whether each agent on this machine is connected, once, to a program that is there.
enum ClientCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let places = UserPlaces.current
    let found = AgentClient.all.flatMap { findings($0, places) }
    return found.isEmpty ? [.note("Agents", "none of those that `continuity init` knows is on this machine")] : found
  }

  /// Writes every connected agent's entries anew where they are faulty. Connecting one that is not is `init`'s business.
  static func fix(_ composition: Composition) throws -> [String] {
    let places = UserPlaces.current
    guard let program = Executable.installedPath else { return [] }
    var fixed: [String] = []
    for client in AgentClient.all {
      let connection = ClientConnection(client, places)
      let state = connection.state()
      if client.name == AgentClient.claudeCode.name, let plugin = AgentClient.enabledPlugin(places) {
        guard !state.found.isEmpty else { continue }
        try write(try connection.disconnecting(), of: connection, composition)
        fixed.append("\(client.title): took out what `init` had put in, because the plugin \(plugin) does the same")
        continue
      }
      guard state.isConnected, state.unreadable.isEmpty, !faults(of: state).isEmpty else { continue }
      // Where the store is stays as it was said.
      let home = state.found.lazy.compactMap(\.started.home).first
      try write(try connection.connecting(Invocation(program: program, home: home)), of: connection, composition)
      fixed.append("\(client.title): connected to \(program)")
    }
    return fixed
  }

  private static func write(_ changes: [ClientConnection.Change], of connection: ClientConnection, _ composition: Composition)
    throws
  {
    _ = try connection.write(changes, backups: composition.home.backups, now: Composition.wallClock())
  }

  // MARK: One agent

  private static func findings(_ client: AgentClient, _ places: UserPlaces) -> [Finding] {
    let state = ClientConnection(client, places).state()
    let trace = client.trace(places)
    if let fault = state.unreadable.first {
      return trace == nil
        ? [] : [.problem(client.title, fault, remedy: "Mend the file by hand, then `continuity init --client=\(client.name)`.")]
    }
    if client.name == AgentClient.claudeCode.name, let plugin = AgentClient.enabledPlugin(places) {
      return plugged(plugin, client, state)
    }
    guard state.isConnected else {
      return trace == nil
        ? [] : [.warning(client.title, "not connected", remedy: "`continuity init --client=\(client.name)` connects it.")]
    }
    let faults = faults(of: state)
    if faults.isEmpty {
      let events = state.found.compactMap(\.event)
      let what = events.isEmpty ? "the MCP server" : "\(Figures.count(Int64(events.count), "hook event")) and the MCP server"
      return [.good(client.title, "connected by `init`: \(what)")]
    }
    return faults.map {
      .problem(client.title, $0, remedy: "`continuity doctor --fix`, or `continuity init --client=\(client.name)`.")
    }
  }

  private static func plugged(_ plugin: String, _ client: AgentClient, _ state: ClientConnection.State) -> [Finding] {
    if !state.found.isEmpty {
      return [
        .problem(
          client.title, "connected twice, by the plugin \(plugin) and by `init`: everything is recorded twice",
          remedy: "`continuity doctor --fix`, or `continuity init --undo --client=\(client.name)`.")
      ]
    }
    guard !Executable.onPath("continuity").isEmpty else {
      return [
        .problem(
          client.title, "the plugin starts `continuity`, which is not on the PATH",
          remedy: "`sudo ln -s \(Executable.path ?? "/path/to/continuity") /usr/local/bin/continuity`, or another folder that is.")
      ]
    }
    return [.good(client.title, "connected by the plugin \(plugin)")]
  }

  /// What keeps a connected agent from reaching this program, in words.
  private static func faults(of state: ClientConnection.State) -> [String] {
    let own = Executable.path
    var faults: [String] = []
    for program in Set(state.found.map(\.started.program)).sorted() {
      let started = StartedProgram(command: program, arguments: [])
      if !started.isRunnable {
        faults.append("its settings start \(program), which is not there")
      } else if let own, let other = LocalFile.realPath(resolved(program)), other != own {
        faults.append("its settings start \(program), which is not this program (\(own))")
      }
    }
    if !state.missing.isEmpty { faults.append("connected in part: \(state.missing.joined(separator: " and ")) not installed") }
    return faults
  }

  private static func resolved(_ program: String) -> String {
    program.contains("/") ? program : Executable.onPath(program).first ?? program
  }
}
