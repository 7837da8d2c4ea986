import ArgumentParser
import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in sessions from before Continuity was there.",
    discussion: """
      Reads the transcripts that Claude Code keeps (30 days of them, unless it was told otherwise) and makes memories of them as if the hooks had \
      been there. The source is only read; what was taken in before is left alone, so it can be run again.

      continuity import --from=claude-code --dry-run
      """)

  /// The sources that this version reads.
  enum Source: String, ExpressibleByArgument, CaseIterable { case claudeCode = "claude-code" }

  @Option(name: .long, help: "What is read.") var from: Source
  @Option(
    name: .long, help: ArgumentHelp("A transcript, or a folder of them. (default: Claude Code's own folder)", valueName: "path"),
    completion: .file())
  var path: String?
  @Option(name: .long, help: ArgumentHelp("Leave out sessions that ended before this day or time.", valueName: "time")) var since:
    String?
  @Option(name: .long, help: ArgumentHelp("The project of all that is read, instead of each session's own.", valueName: "name"))
  var project: String?
  @Flag(name: .long, help: "Say what would be taken in, and write nothing.") var dryRun = false
  @Flag(name: .long, help: "Print the report as JSON.") var json = false
  @OptionGroup var store: StoreOptions

  /// What was done with each transcript.
  private struct Report {
    var taken = 0
    var known = 0
    var empty = 0
    var leftOut = 0
    var failed: [(path: String, reason: String)] = []
  }

  func run() throws {
    let moment = try since.map { text in
      guard let moment = Timestamp(iso8601: text) else {
        throw ValidationError("--since must be an ISO 8601 date or time such as 2026-11-20, got `\(text)`.")
      }
      return moment
    }
    let folder = path.map { FilePath.absolute($0) } ?? Self.ownFolder
    guard let transcripts = ClaudeCodeBacklog.transcripts(at: folder) else {
      throw CommandFailure("\(folder) is not there or cannot be read. Name the transcripts with --path.")
    }
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    let engine = try composition.openEngine()
    let report = take(transcripts, since: moment, into: engine)
    if !dryRun, report.taken > 0 { try work(engine, home: composition.home) }
    show(report, of: transcripts.count, in: folder)
    if !report.failed.isEmpty { throw ExitCode.failure }
  }

  private static var ownFolder: String {
    ClaudeCodeBacklog.projectsFolder(
      ofConfiguration: environmentValue("CLAUDE_CONFIG_DIR") ?? (environmentValue("HOME") ?? "") + "/.claude")
  }

  private func take(_ transcripts: [String], since moment: Timestamp?, into engine: MemoryEngine) -> Report {
    var report = Report()
    let progress = Progress("read")
    for transcript in transcripts {
      do {
        switch try engine.adoptTranscript(at: transcript, project: project, since: moment, isTrial: dryRun) {
        case .queued: report.taken += 1
        case .known: report.known += 1
        case .empty: report.empty += 1
        case .tooOld, .excluded: report.leftOut += 1
        }
      } catch {
        report.failed.append((transcript, "\(error)"))
      }
      progress.advance()
    }
    progress.end()
    return report
  }

  /// What was queued is durable: another worker that is at it already does it as well.
  private func work(_ engine: MemoryEngine, home: StoreHome) throws {
    guard let lock = ProcessLock(path: home.workerLock) else { return }
    _ = try withExtendedLifetime(lock) { try engine.drain() }
  }

  private func show(_ report: Report, of count: Int, in folder: String) {
    guard !json else {
      let failed = report.failed.map { JSONValue.object(["path": .string($0.path), "reason": .string($0.reason)]) }
      let object: JSONObject = [
        "found": .integer(Int64(count)), "taken": .integer(Int64(report.taken)), "known": .integer(Int64(report.known)),
        "empty": .integer(Int64(report.empty)), "left_out": .integer(Int64(report.leftOut)), "failed": .array(failed),
        "dry_run": .bool(dryRun),
      ]
      StandardStreams.write(JSONValue.object(object).text + "\n")
      return
    }
    var parts = ["\(report.taken) \(dryRun ? "would be taken in" : "taken in")"]
    if report.known > 0 { parts.append("\(report.known) known already") }
    if report.empty > 0 { parts.append("\(report.empty) empty") }
    if report.leftOut > 0 { parts.append("\(report.leftOut) left out") }
    StandardStreams.write("\(Figures.count(Int64(count), "transcript")) in \(folder): \(parts.joined(separator: ", "))\n")
    for failure in report.failed { StandardStreams.write("  \(failure.path): \(failure.reason)\n", to: StandardStreams.error) }
    if !dryRun, report.taken > 0 { StandardStreams.write("See them with `continuity sessions --all-projects`.\n") }
  }
}
