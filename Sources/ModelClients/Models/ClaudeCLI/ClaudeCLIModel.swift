package import LanguageModels
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The Claude Code client as a model (`claude -p`): for those who have a subscription to it and no key.
package struct ClaudeCLIModel: LanguageModel {
  package static let defaultModel = "claude-haiku-4-5-20251001"

  package var identity: String { "\(Provider.claudeCLI.rawValue)/\(model)" }

  private let program: String
  private let model: String
  private let workingFolder: String
  private let clock: ServiceClock
  /// How long it may take to end by itself once it is told to.
  private let grace: Duration
  private let variable: @Sendable (_ name: String) -> String?

  /// What the client may hold of keys, by the variables that it reads them from.
  private static let keyVariables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]

  /// - Parameters:
  ///   - program: the path of `claude`.
  ///   - model: empty for the default.
  ///   - workingFolder: a folder of ours that stays empty, made when it is not there. Always the same one: the client keeps a note
  ///     of every folder in which it was started.
  package init(program: String, model: String, workingFolder: String) {
    self.init(program: program, model: model, workingFolder: workingFolder, clock: .real, grace: .seconds(2))
  }

  init(
    program: String, model: String, workingFolder: String, clock: ServiceClock, grace: Duration,
    variable: @escaping @Sendable (_ name: String) -> String? = { getenv($0).map { String(cString: $0) } }
  ) {
    self.variable = variable
    self.program = program
    self.model = model.isEmpty ? Self.defaultModel : model
    self.workingFolder = workingFolder
    self.clock = clock
    self.grace = grace
  }

  /// What the client takes on standard input.
  private static let longestPrompt = 10_000_000
  /// What Linux takes as one argument is 128 KB.
  private static let longestArgument = 120_000
  private static let longestOutput = 8 * 1_048_576

  private var name: String { "Claude CLI (\(program))" }

  package func complete(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply {
    let arguments = ClaudeCLIInvocation.arguments(request, model: model)
    guard request.prompt.utf8.count <= Self.longestPrompt, arguments.allSatisfy({ $0.utf8.count <= Self.longestArgument }) else {
      throw .refused(
        "\(name): the prompt has more than \(Self.longestPrompt) bytes, or its instructions more than \(Self.longestArgument)")
    }
    try prepareFolder()
    let (clock, timeout) = (clock, request.timeout)
    let ended: Ended
    do {
      ended = try await withThrowingTaskGroup(of: Ended?.self) { group in
        group.addTask { try await run(arguments, request) }
        group.addTask {
          try await clock.pauseTask(timeout)
          return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let ended = first else { throw TimedOut() }
        return ended
      }
    } catch {
      throw failure(error, timeout: request.timeout)
    }
    if _Concurrency.Task.isCancelled { throw .cancelled }
    return try ClaudeCLIAnswer.reply(
      output: ended.output, exit: ended.code, complaint: ended.complaint, model: model, name: name, redact: redact)
  }

  private struct TimedOut: Error {}

  private struct Ended: Sendable {
    var output: String
    var complaint: String
    /// Nil when a signal ended it.
    var code: Int32?
  }

  private func run(_ arguments: [String], _ request: CompletionRequest) async throws -> Ended {
    var options = PlatformOptions()
    // A session of its own is a group of its own: what the client starts ends with it, and a Ctrl-C at our terminal is ours.
    options.createSession = true
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)]
    var changes: [Environment.Key: String?] = [:]
    for (name, value) in ClaudeCLIInvocation.environment(request) {
      if let key = Environment.Key(rawValue: name) { changes[key] = .some(value) }
    }
    let leader = Mutex<pid_t?>(nil)
    // The client may be gone before what it started is, which then has nobody to end it.
    defer { if let group = leader.withLock({ $0 }), _Concurrency.Task.isCancelled { kill(-group, SIGKILL) } }
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(arguments), environment: .inherit.updating(changes),
      workingDirectory: FilePath(workingFolder), platformOptions: options, input: .string(request.prompt),
      output: .string(limit: Self.longestOutput), error: .string(limit: 65_536)
    ) { execution in leader.withLock { $0 = execution.processIdentifier.value } }
    let code: Int32? = if case .exited(let code) = result.terminationStatus { code } else { nil }
    return Ended(output: result.standardOutput, complaint: result.standardError, code: code)
  }

  private func redact(_ text: String) -> String {
    Self.keyVariables.reduce(text) { text, name in
      guard let secret = variable(name), !secret.isEmpty else { return text }
      return APIKey(secret: secret, source: name).redact(text)
    }
  }

  private func failure(_ error: any Error, timeout: Duration) -> LanguageModelError {
    switch error {
    case is TimedOut: return .timedOut(name, after: timeout)
    case is CancellationError: return .cancelled
    case let error as SubprocessError where error.code == .outputLimitExceeded:
      return .unusable("\(name): it printed more than \(Self.longestOutput / 1_048_576) MB")
    case let error as SubprocessError where error.code == .executableNotFound:
      return .unavailable("\(name): there is no such program")
    case let error as SubprocessError: return .unavailable("\(name): it could not be started (\(error.code))")
    default: return _Concurrency.Task.isCancelled ? .cancelled : .unavailable("\(name): \(type(of: error))")
    }
  }

  /// Nothing may stand there: the client reads instructions and settings from where it is started.
  private func prepareFolder() throws(LanguageModelError) {
    if mkdir(workingFolder, 0o700) != 0, errno != EEXIST {
      throw .unavailable("\(name): the folder \(workingFolder) for it: \(String(cString: strerror(errno)))")
    }
    guard let folder = opendir(workingFolder) else {
      throw .unavailable("\(name): \(workingFolder) is no folder that can be read")
    }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name == "." || name == ".." || name == ".DS_Store" else {
        throw .unavailable("\(self.name): \(workingFolder) must be empty, and \(name) is in it")
      }
    }
  }
}
