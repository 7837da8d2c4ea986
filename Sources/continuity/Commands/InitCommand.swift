import ArgumentParser
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Connect your agents, or disconnect them again.",
    discussion: """
      Adds an MCP server, and hooks where the agent has them, to the agent's own settings, for every project of yours. Without --client it \
      offers each agent that it finds on this machine. The change is shown first, the old files are copied into the store's folder, and \
      nothing else in them is touched. A file that is not understood stays as it is, and what to put into it is printed.

      Agents:
      \(AgentClient.all.map { "  " + DisplayWidth.pad($0.name, to: 16) + $0.title }.joined(separator: "\n"))

      For Claude Code there is also a plugin that does the same: use one of the two.
      """)

  @Option(
    name: .long, help: ArgumentHelp("The agent; may be given several times. (default: each that is found)", valueName: "name"),
    completion: .list(AgentClient.all.map(\.name)))
  var client: [String] = []
  @Flag(name: .long, help: "Take out what `init` put in.") var undo = false
  @Flag(name: .long, help: "Show the change and write nothing.") var dryRun = false
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @OptionGroup var store: StoreOptions

  func validate() throws {
    for name in client where AgentClient(named: name) == nil {
      throw ValidationError("there is no agent `\(name)`; there are \(AgentClient.all.map(\.name).joined(separator: ", ")).")
    }
  }

  func run() throws {
    let places = UserPlaces.current
    let clients = client.isEmpty ? found(places) : client.compactMap(AgentClient.init(named:))
    var failures: [String] = []
    for client in clients {
      do {
        try undo ? disconnect(client, places) : connect(client, places)
      } catch {
        // One agent's broken file is no reason to leave out the others.
        if clients.count == 1 { throw error }
        failures.append(client.title)
        StandardStreams.write("\(client.title): \(error)\n\n", to: StandardStreams.error)
      }
    }
    if !failures.isEmpty { throw CommandFailure("Not done for \(failures.joined(separator: ", ")): see above.") }
  }

  /// The agents on this machine, or those that we are in; says which.
  private func found(_ places: UserPlaces) -> [AgentClient] {
    let clients = AgentClient.all.filter { client in
      undo ? !ClientConnection(client, places).state().found.isEmpty : client.trace(places) != nil
    }
    if clients.isEmpty {
      StandardStreams.write(
        undo
          ? "No agent is connected.\n"
          : "None of the agents that we know was found (\(AgentClient.all.map(\.title).joined(separator: ", "))). "
            + "Name one to connect it nevertheless: --client=\(AgentClient.all[0].name)\n")
    } else if clients.count > 1 || !undo {
      StandardStreams.write("Found \(clients.map(\.title).joined(separator: ", ")).\n\n")
    }
    return clients
  }

  // MARK: One agent

  private func connect(_ client: AgentClient, _ places: UserPlaces) throws {
    if client.name == AgentClient.claudeCode.name, let plugin = AgentClient.enabledPlugin(places) {
      throw CommandFailure("The plugin \(plugin) is enabled and does all of this. Disable it first if you want `init` instead.")
    }
    guard let program = Executable.installedPath else { throw CommandFailure("This program cannot find its own file.") }
    // Only a home that was named on this command line: `CONTINUITY_HOME` reaches hooks and server by itself.
    let invocation = Invocation(program: program, home: store.home.map { FilePath.absolute($0) })
    let connection = ClientConnection(client, places)
    let changes = try connection.connecting(invocation)
    guard !changes.isEmpty else {
      StandardStreams.write("\(client.title) is connected already.\n")
      return
    }
    guard try write(changes, of: connection, question: "Connect \(client.title)?") else { return }
    StandardStreams.write(
      "\(client.title) is connected: the next session that starts \(hasHooks(client, places) ? "is recorded" : "can use the tools"). "
        + "`continuity doctor` checks it; `continuity init --undo --client=\(client.name)` takes it back.\n"
        + (client.remark.map { $0 + "\n" } ?? "") + "\n")
  }

  private func disconnect(_ client: AgentClient, _ places: UserPlaces) throws {
    let connection = ClientConnection(client, places)
    let kept = self.client.isEmpty ? [] : pathsOfOthers(than: client, places)
    let changes = try connection.disconnecting(keeping: kept)
    guard !changes.isEmpty else {
      // Its hooks went with another agent's that reads the same file.
      if !self.client.isEmpty { StandardStreams.write("\(client.title) is not connected.\n") }
      return
    }
    guard try write(changes, of: connection, question: "Disconnect \(client.title)?") else { return }
    StandardStreams.write("\(client.title) is disconnected. Your memories are where they were.\n")
  }

  /// Files that agents read which stay connected.
  private func pathsOfOthers(than client: AgentClient, _ places: UserPlaces) -> Set<String> {
    let others = AgentClient.all.filter { other in
      other.name != client.name && !self.client.contains { AgentClient(named: $0)?.name == other.name }
    }
    return Set(
      others.map { ClientConnection($0, places) }.filter { $0.state().isConnected }.flatMap { $0.files.map(\.path) })
  }

  private func hasHooks(_ client: AgentClient, _ places: UserPlaces) -> Bool {
    client.files(places).contains { $0.parts.contains { !$0.events.isEmpty } }
  }

  // MARK: Showing and writing

  /// False when nobody wanted it.
  private func write(_ changes: [ClientConnection.Change], of connection: ClientConnection, question: String) throws -> Bool {
    show(changes)
    if dryRun { return false }
    guard try yes || isAgreedTo(question) else {
      StandardStreams.write("Nothing was written.\n\n")
      return false
    }
    let home = StoreHome.resolve(option: store.home)
    for (path, copy, isDeleted) in try connection.write(changes, backups: home.backups, now: Composition.wallClock()) {
      let remark = copy.map { " (the old one is in \(FilePath.abbreviated($0)))" } ?? ""
      StandardStreams.write("\(isDeleted ? "Deleted" : "Wrote") \(FilePath.abbreviated(path))\(remark)\n")
    }
    return true
  }

  private func show(_ changes: [ClientConnection.Change]) {
    let terminal = Terminal.of(descriptor: StandardStreams.output)
    var page = Page(terminal: terminal)
    for change in changes {
      page.heading(FilePath.abbreviated(change.file.path))
      for line in change.difference() {
        switch line {
        case .same(let text): page.line(terminal.paint("  " + Page.printable(text), .dim))
        case .removed(let text): page.line(terminal.paint("- " + Page.printable(text), .red))
        case .added(let text): page.line(terminal.paint("+ " + Page.printable(text), .green))
        case .gap(let count): page.line(terminal.paint("  … \(Figures.count(Int64(count), "line"))", .dim))
        }
      }
      page.line()
    }
    StandardStreams.write(page.text)
  }

  private func isAgreedTo(_ question: String) throws -> Bool {
    guard isatty(StandardStreams.input) == 1 else {
      throw CommandFailure("Nothing was written: there is nobody to ask. Say --yes to agree, or --dry-run to look only.")
    }
    StandardStreams.write("\(question) [y/N] ")
    return (readLine() ?? "").lowercased().hasPrefix("y")
  }
}
