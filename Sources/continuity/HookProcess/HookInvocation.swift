import Hooks

/// The command line of a hook, read by hand: `hook <event> [--client=NAME] [--home=DIR] [--print-rpc] [--log-level=LEVEL] [--trace]`.
struct HookInvocation {
  let event: HookEvent
  /// Nil: recognised by the payload.
  let client: HookClient?
  let home: String?
  /// Show the requests and run nothing.
  let printsRequests: Bool
  /// Nil: as the settings say.
  let logLevel: LogLevel?

  struct UsageError: Error, CustomStringConvertible {
    var description: String
  }

  /// `arguments` without the program's name and `hook`.
  init(arguments: [String]) throws(UsageError) {
    var (event, client, home, printsRequests): (HookEvent?, HookClient?, String?, Bool) = (nil, nil, nil, false)
    var logLevel: LogLevel?
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      func value() throws(UsageError) -> String {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
          throw UsageError(description: "\(parts[0]) needs a value")
        }
        return value
      }
      switch parts.first ?? "" {
      case "--print-rpc": printsRequests = true
      case "--trace": logLevel = .trace
      case "--log-level":
        let name = try value()
        logLevel = LogLevel(rawValue: name)
        if logLevel == nil {
          throw UsageError(description: "there is no level `\(name)`; there are \(Self.list(LogLevel.allCases.map(\.rawValue)))")
        }
      case "--home": home = try value()
      case "--client":
        let name = try value()
        client = HookClient(named: name)
        if client == nil {
          throw UsageError(description: "there is no client `\(name)`; there are \(Self.list(HookClient.all.map(\.name)))")
        }
      case let option where option.hasPrefix("-"):
        throw UsageError(
          description: "there is no option \(option); there are --client, --home, --print-rpc, --log-level and --trace")
      case let name:
        if let event { throw UsageError(description: "one event at a time: got `\(event.name)` and `\(name)`") }
        event = HookEvent(named: name)
        if event == nil {
          throw UsageError(description: "there is no event `\(name)`; there are \(Self.list(HookEvent.all.map(\.name)))")
        }
      }
    }
    guard let event else { throw UsageError(description: "name an event: \(Self.list(HookEvent.all.map(\.name)))") }
    self.event = event
    self.client = client
    self.home = home
    self.printsRequests = printsRequests
    self.logLevel = logLevel
  }

  /// Whether `--help` is asked for, which the parser of all other commands answers.
  static func asksForHelp(_ arguments: [String]) -> Bool { arguments.contains { $0 == "--help" || $0 == "-h" || $0 == "-help" } }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
