import Hooks
import JSONRPC
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

/// `continuity hook <event>`: a whole process for every tool call of an agent.
///
/// It runs before the command line's parser and without concurrency, because both cost more than the work. What it does:
/// read stdin, translate, run the requests, print, start the worker when there is work, end.
enum HookProcess {
  /// A tool's payload holds its whole answer. The same limit as for any JSON document.
  static let maximumPayloadLength = 64 * 1_048_576

  /// Never 2: to clients that means *block*.
  static func run(arguments: [String]) -> Never {
    let began = ContinuousClock.now
    signal(SIGPIPE, SIG_IGN)
    // Our own calls of a model run with hooks disabled and with this mark besides: memory must not remember itself.
    if environmentValue("CONTINUITY_INTERNAL") != nil { end(HookOutput()) }

    let invocation: HookInvocation
    do {
      invocation = try HookInvocation(arguments: arguments)
    } catch {
      end(HookOutput(stderr: "continuity hook: \(error)\n", exitCode: 1))
    }
    if let home = invocation.home { setenv("CONTINUITY_HOME", FilePath.absolute(home), 1) }
    if let level = invocation.logLevel { setenv(SettingKey.logLevelVariable, level.rawValue, 1) }
    let event = invocation.event
    HookDeadline.set(milliseconds: event.deadline)
    let output = run(invocation)
    // For the viewer's page of health: what slows an agent down is to be seen.
    if !invocation.printsRequests, output.exitCode == 0 {
      HookTiming(at: Composition.wallClock(), event: event.name, duration: ContinuousClock.now - began).note(home: .resolve())
    }
    end(output)
  }

  private static func run(_ invocation: HookInvocation) -> HookOutput {
    let event = invocation.event
    if isatty(StandardStreams.input) == 1 {
      return .failure(of: event, reason: "no payload on stdin. By hand: continuity hook \(event.name) < payload.json")
    }
    let translation: HookTranslation
    do {
      let input = try StandardStreams.readAll(StandardStreams.input, limit: maximumPayloadLength)
      translation = try HookAdapter.translate(
        event: event, input: input, client: invocation.client, environment: environmentValue)
    } catch {
      return .failure(of: event, reason: "\(error)")
    }
    if invocation.printsRequests { return HookOutput(stdout: HookAdapter.printableRequests(translation)) }
    if translation.requests.isEmpty { return HookOutput() }

    var composition = Composition(home: .resolve())
    if let problem = composition.configuration.captureProblems.first {
      return .failure(of: event, reason: "nothing was recorded, because it is not certain what may be: \(problem)")
    }
    composition.busyTimeout = .milliseconds(event.busyTimeout)
    let dispatcher = composition.makeDispatcher(
      for: Caller(client: translation.client.name, origin: .agent), door: .hook)
    // Never released: see `end`.
    _ = Unmanaged.passRetained(dispatcher)
    var replies: [Response] = []
    for request in translation.requests {
      guard let reply = dispatcher.handle(request) else { continue }
      replies.append(reply)
      if case .failure = reply.result { break }
    }
    var output = HookAdapter.render(event: event, client: translation.client, replies: replies)
    if !composition.configuration.settings.worker.startsByItself { output.startsWorker = false }
    if output.stderr.isEmpty, let problem = composition.configuration.problems.first(where: { $0.concern != .nothing }) {
      output.stderr = "continuity hook \(event.name): recorded, but a setting was ignored: \(problem)\n"
    }
    return output
  }

  /// Prints, starts the worker, and ends without unwinding: what was acknowledged is on the disk, and an orderly close of the
  /// store would make this process, of all, carry the log over into the database.
  private static func end(_ output: HookOutput) -> Never {
    var output = output
    let isPrinted = StandardStreams.write(output.stdout)
    if !isPrinted, !output.stdout.isEmpty {
      output.stderr += "continuity hook: the answer could not be written to stdout\n"
      output.exitCode = 1
    }
    if output.startsWorker, let reason = WorkerLauncher.start() {
      // What is queued is durable, and the next turn's end tries again.
      output.stderr += "continuity hook: the worker could not be started (\(reason)); run `continuity worker`\n"
    }
    StandardStreams.write(output.stderr, to: StandardStreams.error)
    _exit(output.exitCode == 0 ? 0 : 1)
  }
}

extension HookEvent {
  /// Milliseconds. All hooks at a session's end share 1.5 s, then their group is killed (measured with Claude Code 2.1.329), and a
  /// line on stderr says more than a kill; the others hold up a person who waits.
  fileprivate var deadline: Int { name == "end" ? 1300 : 8000 }

  /// Milliseconds that a write waits for other processes; less than the deadline, because the store can say what it waited for.
  fileprivate var busyTimeout: Int { name == "end" ? 1000 : 5000 }
}
