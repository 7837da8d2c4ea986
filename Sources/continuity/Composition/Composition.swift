import Embedding
import MemoryEngine
import MemoryModel
import MemoryStore
import Operations

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Puts the program together: which store, with which settings, for whom.
struct Composition: Sendable {
  var home: StoreHome
  var configuration: Configuration
  /// How long a write waits for other processes.
  var busyTimeout: Duration = .seconds(20)
  /// Whether this process may ask a language model. A hook's never does: it has milliseconds, and runs for every tool call.
  var asksModels = false

  init(home: StoreHome) {
    self.home = home
    configuration = .load(home: home)
  }

  /// Nothing is opened before an operation asks for it.
  func makeDispatcher(for caller: Caller, door: Door) -> Dispatcher {
    Dispatcher(caller: caller, observer: requestObserver(door), engine: openEngine)
  }

  func openEngine() throws -> MemoryEngine {
    MemoryEngine(
      store: try MemoryStore(home: home, busyTimeout: busyTimeout), settings: engineSettings, embedder: embedder,
      models: asksModels ? modelSource : nil, clock: Self.wallClock)
  }

  /// Nil where the settings want a search by words alone.
  private var embedder: SemanticSearch.MakeEmbedder? {
    guard configuration.settings.embedder.provider != "none" else { return nil }
    return { [self] () throws -> any TextEmbedder in
      if let remote = try remoteEmbedder() { return remote }
      return try BuiltInEmbedder()
    }
  }

  private var engineSettings: EngineSettings {
    var settings = configuration.settings.engine
    settings.excludedDirectories = settings.excludedDirectories.map { FilePath.absolute($0, base: "/") }
    settings.project = environmentValue("CONTINUITY_PROJECT")
    settings.questionPatience = .milliseconds(configuration.settings.embedder.queryTimeoutMilliseconds)
    settings.languageModel = { [self] in modelProvider ?? "none" }
    settings.modelCallsPerDay = configuration.settings.budget.callsPerDay
    settings.modelTokensPerDay = configuration.settings.budget.tokensPerDay
    return settings
  }

  static let wallClock: Clock = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Timestamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
  }
}

extension Caller {
  /// Whoever runs a command: a person, or an agent whose shell it is. Claude Code marks its own shells
  /// (https://code.claude.com/docs/en/env-vars), and what an agent remembers is not to pass for a person's word.
  static func atCommandLine(workingDirectory: String? = nil) -> Caller {
    let isAgent = environmentValue("CLAUDECODE") != nil
    return Caller(
      workingDirectory: workingDirectory ?? FilePath.workingDirectory,
      session: isAgent ? environmentValue("CLAUDE_CODE_SESSION_ID") : nil,
      client: isAgent ? "claude-code" : nil,
      origin: isAgent ? .agent : .user)
  }

  /// An agent that talks to the stdio server. Claude Code starts its servers in the project and says so in the environment.
  static var overStandardStreams: Caller {
    Caller(
      workingDirectory: environmentValue("CLAUDE_PROJECT_DIR") ?? FilePath.workingDirectory,
      session: environmentValue("CLAUDE_CODE_SESSION_ID"),
      client: environmentValue("CLAUDECODE") == nil ? nil : "claude-code", origin: .agent)
  }
}
