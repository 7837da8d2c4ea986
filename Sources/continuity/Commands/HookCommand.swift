import ArgumentParser
import Hooks

/// Only its help: `main.swift` runs hooks before this parser is reached.
struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Take what an agent's hook says, from stdin.",
    discussion: """
      Agents run this; `continuity init` tells them to. The event's JSON stands on stdin, the agent's answer on stdout.

      Events:
      \(HookEvent.all.map { "  " + DisplayWidth.pad($0.name, to: 15) + $0.summary }.joined(separator: "\n"))

      Exit 0: recorded durably. Exit 1: not, and stderr says why. Never 2, which agents take for an order to stop.
      """)

  @Argument(help: "The event.") var event: String
  @Option(
    name: .long,
    help: "Whose payload it is: \(HookClient.all.map(\.name).joined(separator: ", ")). (default: told from the payload)")
  var client: String?
  @Flag(name: .long, help: "Print the requests that the payload becomes, and run nothing.") var printRpc = false
  @OptionGroup var store: StoreOptions

  func run() throws { throw CleanExit.helpRequest(self) }
}
