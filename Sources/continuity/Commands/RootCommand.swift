import ArgumentParser
import Operations

/// `continuity`, with every command that there is.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Continuity.name,
    abstract: "A local memory for coding agents: one program, one SQLite file.",
    discussion: """
      Agents reach it as an MCP server (`continuity mcp`) and feed it through hooks (`continuity hook`); `continuity init` connects \
      them. Everything stays in one folder, ~/.continuity, or where CONTINUITY_HOME or --home points.

      Exit codes: 0 done; 1 failed, with the reason on stderr; 64 wrong use.
      Completions: continuity --generate-completion-script zsh|bash|fish
      NO_COLOR switches colours off. `continuity config` lists all other settings.
      """,
    version: Continuity.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Asking",
        subcommands: [
          FindCommand.self, SearchCommand.self, TreeCommand.self, ReadCommand.self, LinksCommand.self, ProfileCommand.self,
        ]),
      CommandGroup(
        name: "Keeping",
        subcommands: [
          RememberCommand.self, ForgetCommand.self, DoneCommand.self, ConsolidateCommand.self, ConflictsCommand.self,
          QuarantineCommand.self,
        ]),
      CommandGroup(name: "Sessions", subcommands: [ContextCommand.self, TimelineCommand.self, SessionsCommand.self]),
      CommandGroup(
        name: "For agents",
        subcommands: [InitCommand.self, MCPCommand.self, HookCommand.self, ServeCommand.self, WorkerCommand.self]),
      CommandGroup(
        name: "Care",
        subcommands: [
          StatusCommand.self, LedgerCommand.self, WhoAmICommand.self, NoticeCommand.self, DoctorCommand.self, ConfigCommand.self,
          ImportCommand.self,
          ExportCommand.self, BackupCommand.self,
          RestoreCommand.self, SyncCommand.self, EmbedderCommand.self,
          VersionCommand.self,
        ]),
    ])
}

extension RootCommand {
  /// What to say about a command that there is not; the parser says no more than that it is unexpected.
  static func misspelling(in arguments: [String]) -> String? {
    guard arguments.count > 1, let word = Optional(arguments[1]), !word.hasPrefix("-"), word != "help" else { return nil }
    let names = configuration.groupedSubcommands.flatMap(\.subcommands).compactMap { $0.configuration.commandName }
    guard !names.contains(word), !word.hasPrefix("_") else { return nil }
    let near = Nearest.word(to: word, among: names).map { "did you mean `\($0)`?" } ?? "`continuity --help` lists them."
    return "there is no command `\(word)`; \(near)"
  }
}
