import ArgumentParser
import JSONValues
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
    commandName: "init", abstract: "Connect Claude Code, or disconnect it again.",
    discussion: """
      Adds hooks to ~/.claude/settings.json and an MCP server to ~/.claude.json (or where CLAUDE_CONFIG_DIR points), for every \
      project of yours. The change is shown first, the old files are copied into the store's folder, and nothing else in them is touched. \
      The plugin does the same: use one of the two.

      For other agents see the folder `examples` of the source.
      """)

  @Flag(name: .long, help: "Take out what `init` put in.") var undo = false
  @Flag(name: .long, help: "Show the change and write nothing.") var dryRun = false
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @OptionGroup var store: StoreOptions

  func run() throws {
    let home = StoreHome.resolve(option: store.home)
    let files = ClaudeCodeFiles.current
    let settings = try SettingsFile(path: files.settings)
    let state = try SettingsFile(path: files.state)
    if !undo, let plugin = ClaudeCodeSettings.enabledPlugin(in: settings.before) {
      throw CommandFailure("The plugin \(plugin) is enabled and does all of this. Disable it first if you want `init` instead.")
    }
    let changes = try [
      (settings, changedSettings(settings.before, file: files.settings)), (state, changedState(state.before, file: files.state)),
    ].filter { $0.0.before != $0.1 }
    guard !changes.isEmpty else {
      StandardStreams.write(undo ? "Claude Code is not connected.\n" : "Claude Code is connected already.\n")
      return
    }
    show(changes)
    if dryRun { return }
    guard try yes || isAgreedTo() else { throw CommandFailure("Nothing was written.") }
    for (file, after) in changes {
      let copy = try file.replace(with: after, backups: home.backups, now: Composition.wallClock())
      let remark = copy.map { " (the old one is in \(FilePath.abbreviated($0)))" } ?? ""
      StandardStreams.write("Wrote \(FilePath.abbreviated(file.path))\(remark)\n")
    }
    StandardStreams.write(
      undo
        ? "Claude Code is disconnected. Your memories are where they were.\n"
        : "Claude Code is connected: the next session that starts is recorded. `continuity doctor` checks it; `continuity init --undo` takes it back.\n"
    )
  }

  private func changedSettings(_ before: JSONObject, file: String) throws -> JSONObject {
    do {
      return try undo
        ? ClaudeCodeSettings.removingHooks(from: before)
        : ClaudeCodeSettings.addingHooks(to: before, program: try program(), home: chosenHome)
    } catch let error as ClaudeCodeSettings.Unexpected {
      throw CommandFailure("\(file): \(error). It was left as it is.")
    }
  }

  private func changedState(_ before: JSONObject, file: String) throws -> JSONObject {
    do {
      return try undo
        ? ClaudeCodeSettings.removingServer(from: before)
        : ClaudeCodeSettings.addingServer(to: before, program: try program(), home: chosenHome)
    } catch let error as ClaudeCodeSettings.Unexpected {
      throw CommandFailure("\(file): \(error). It was left as it is.")
    }
  }

  /// Only a home that was named on this command line: `CONTINUITY_HOME` reaches hooks and server by itself.
  private var chosenHome: String? { store.home.map { FilePath.absolute($0) } }

  private func program() throws -> String {
    guard let program = Executable.installedPath else { throw CommandFailure("This program cannot find its own file.") }
    return program
  }

  private func show(_ changes: [(SettingsFile, JSONObject)]) {
    let terminal = Terminal.of(descriptor: StandardStreams.output)
    var page = Page(terminal: terminal)
    for (file, after) in changes {
      page.heading(FilePath.abbreviated(file.path))
      for line in file.difference(to: after) {
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

  private func isAgreedTo() throws -> Bool {
    guard isatty(StandardStreams.input) == 1 else {
      throw CommandFailure("Nothing was written: there is nobody to ask. Say --yes to agree, or --dry-run to look only.")
    }
    StandardStreams.write("Write this? [y/N] ")
    return (readLine() ?? "").lowercased().hasPrefix("y")
  }
}
