import ArgumentParser
import Interchange
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in what another product, or another store, remembers.",
    discussion: """
      The source is only read. What was taken in before is left alone, so an import may be run again, and after an interruption it goes on. \
      Secrets and private passages are taken out on the way; times, projects and sessions stay.

      \(sources)

      continuity import --from=claude-mem --dry-run
      continuity import --from=markdown --path=~/notes --project=orchard
      """)

  private static var sources: String {
    let width = ImportSources.all.map { $0.name.count }.max() ?? 0
    return ImportSources.all.map { "  \(DisplayWidth.pad($0.name, to: width))  \($0.summary)" }.joined(separator: "\n")
  }

  struct Source: ExpressibleByArgument {
    let type: any ImportSource.Type

    init?(argument: String) {
      guard let type = ImportSources.named(argument) else { return nil }
      self.type = type
    }

    static var allValueStrings: [String] { ImportSources.all.map { $0.name } }
    var defaultValueDescription: String { type.name }
  }

  @Option(name: .long, help: "What is read; see above.") var from: Source
  @Option(
    name: .long, help: ArgumentHelp("The file or folder. (default: where the product keeps it)", valueName: "path"),
    completion: .file())
  var path: String?
  @Option(name: .long, help: ArgumentHelp("Leave out what is older than this day or time.", valueName: "time")) var since: String?
  @Option(name: .long, help: ArgumentHelp("The project of all that is read, instead of each record's own.", valueName: "name"))
  var project: String?
  @Flag(name: .long, help: "Leave out what was said in sessions, and keep what was made of it.") var noPrompts = false
  @Flag(name: .long, help: "Say what would be taken in, and write nothing.") var dryRun = false
  @Flag(name: .long, help: "Print the report as JSON.") var json = false
  @OptionGroup var store: StoreOptions

  func run() throws {
    let moment = try since.map { text in
      guard let moment = Timestamp(iso8601: text) else {
        throw ValidationError("--since must be an ISO 8601 date or time such as 2026-11-20, got `\(text)`.")
      }
      return moment
    }
    let user = UserFolders(home: FilePath.userFolder) { environmentValue($0) }
    guard let place = path.map({ FilePath.absolute($0) }) ?? from.type.usualPath(user) else {
      throw ValidationError("--path must name what is read: \(from.type.name) has no usual place.")
    }
    guard LocalFile.exists(place) else {
      throw CommandFailure("\(place) is not there or cannot be read. Name what is read with --path.")
    }
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    let trial = dryRun && !LocalFile.exists(composition.home.database) ? try TrialHome() : nil
    let engine = try (trial.map { Composition(home: $0.home) } ?? composition).openEngine()
    let (report, failure) = try read(place, since: moment, into: engine)
    if !dryRun, report.taken["transcripts"] != nil { try work(engine, home: composition.home) }
    show(report, of: place)
    withExtendedLifetime(trial) {}
    if let failure { throw failure }
    if !report.failures.isEmpty { throw ExitCode.failure }
  }

  /// What was read before the source turned out to be broken is taken in, and told.
  private func read(_ place: String, since moment: Timestamp?, into engine: MemoryEngine) throws -> (ImportReport, CommandFailure?)
  {
    let run = ImportRun(engine, source: from.type.name, project: project, since: moment, isTrial: dryRun)
    let progress = Progress("read")
    run.onRecord = { progress.advance() }
    var options = ImportOptions()
    options.includesPrompts = !noPrompts
    var failure: CommandFailure?
    do {
      try from.type.read(place, options, into: run)
    } catch let error as ImportError {
      failure = CommandFailure("\(error).")
    }
    let report = try run.finish()
    progress.end()
    if let failure, report.found == 0 { throw failure }
    return (report, failure)
  }

  /// What was queued is durable: another worker that is at it already does it as well.
  private func work(_ engine: MemoryEngine, home: StoreHome) throws {
    guard let lock = ProcessLock(path: home.workerLock) else { return }
    _ = try withExtendedLifetime(lock) { try engine.drain() }
  }

  private func show(_ report: ImportReport, of place: String) {
    let text = json ? self.json(report, place).text + "\n" : lines(report, place)
    StandardStreams.write(text)
    for failure in report.failures.prefix(20) {
      StandardStreams.write("  \(failure.path): \(failure.reason)\n", to: StandardStreams.error)
    }
    if report.failures.count > 20 {
      StandardStreams.write(
        "  and \(Figures.grouped(Int64(report.failures.count - 20))) more; --json lists them\n", to: StandardStreams.error)
    }
  }

  private func lines(_ report: ImportReport, _ place: String) -> String {
    func kinds(_ counts: [String: Int], _ text: (String, Int64) -> String) -> String {
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { text($0.key, Int64($0.value)) }.joined(separator: ", ")
    }
    var lines = ["\(from.type.name) at \(FilePath.abbreviated(place)):"]
    let taken = kinds(report.taken) {
      $1 == 1 && $0 != "memories" ? "1 \($0.dropLast())" : "\(Figures.grouped($1)) \($1 == 1 ? "memory" : $0)"
    }
    lines.append(
      "  \(Figures.grouped(Int64(report.takenCount))) \(dryRun ? "would be taken in" : "taken in")\(taken.isEmpty ? "" : ": " + taken)"
    )
    if report.merged > 0 { lines.append("  \(Figures.grouped(Int64(report.merged))) merged into what stands here") }
    if report.unchanged > 0 { lines.append("  \(Figures.grouped(Int64(report.unchanged))) here already") }
    for (reason, count) in report.skipped.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      lines.append("  \(Figures.grouped(Int64(count))) left out: \(reason)")
    }
    if !report.failures.isEmpty { lines.append("  \(Figures.grouped(Int64(report.failures.count))) could not be read") }
    if report.redactions > 0 {
      lines.append(
        "  \(Figures.count(Int64(report.redactions), "secret or private passage", "secrets and private passages")) taken out")
    }
    if let backup = report.backup { lines.append("  The store from before is in \(FilePath.abbreviated(backup))") }
    lines += report.remarks.map { "  Note: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ report: ImportReport, _ place: String) -> JSONValue {
    func counts(_ counts: [String: Int]) -> JSONValue {
      .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .integer(Int64($0.value))) }))
    }
    let failed = report.failures.map { JSONValue.object(["path": .string($0.path), "reason": .string($0.reason)]) }
    var object: JSONObject = [
      "source": .string(from.type.name), "path": .string(place), "dry_run": .bool(dryRun), "found": .integer(Int64(report.found)),
      "taken": .integer(Int64(report.takenCount)), "taken_by_kind": counts(report.taken), "merged": .integer(Int64(report.merged)),
      "unchanged": .integer(Int64(report.unchanged)), "skipped": .integer(Int64(report.skippedCount)),
      "skipped_by_reason": counts(report.skipped), "failed": .array(failed), "redactions": .integer(Int64(report.redactions)),
      "remarks": .array(report.remarks.map(JSONValue.string)),
    ]
    object["backup"] = report.backup.map(JSONValue.string)
    return .object(object)
  }
}

/// An empty store for a trial where there is none yet; gone with it.
private final class TrialHome {
  let home: StoreHome

  init() throws {
    let parent = environmentValue("TMPDIR") ?? "/tmp"
    var template = Array("\(parent)/continuity-trial-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else {
      throw CommandFailure("A trial needs a folder in \(parent), which cannot be made: \(String(cString: strerror(errno))).")
    }
    home = StoreHome(path: made)
  }

  deinit {
    for name in LocalFile.names(in: home.path) { unlink(home.path + "/" + name) }
    rmdir(home.path)
  }
}
