// A year of heavy use in some minutes: `swift run -c release YearOfUse [SESSIONS [CALLS [TURNS]]]`, 2,000 sessions of 200 tool calls unless said otherwise,
// and as many turns kept as `max_turns` allows.
//
// Sessions begin, prompt, call tools, end and are extracted, on a clock that moves from one to the next; the daily maintenance runs as it does for a
// user, and vectors are made and listed as the worker does it, of numbers that stand for the model's (`StandInEmbedder`). Prints what stands in the file
// month by month. The store is made in TMPDIR and removed unless CONTINUITY_YEAR_KEEP is set.

import Embedding
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import SQLite
import SeededRandom
import StoreInvariants
import Synchronization
import TrustResults

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class MovingClock: Sendable {
  private let moment = Mutex(Timestamp(milliseconds: 1_790_000_000_000))
  var now: Timestamp { moment.withLock { $0 } }
  func advance(by duration: Duration) { moment.withLock { $0 = $0.advanced(by: duration) } }
}

struct Year {
  private static let words =
    "press cellar crate gate tariff row broker parser ledger harvest invoice sensor schedule valve barrel index cache queue release"
    .split(separator: " ").map(String.init)

  private static let projects = ["/work/orchard", "/work/meadow", "/work/harbour", "/work/garden", "/work/mill"]

  let sessions: Int
  let calls: Int
  let settings: EngineSettings
  let time = MovingClock()
  var random = SeededGenerator(seed: 20_261_121)

  private mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in
      Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
        + (Bool.random(using: &random) ? "" : "-\(Int.random(in: 0..<500, using: &random))")
    }
    .joined(separator: " ")
  }

  private mutating func session(_ number: Int, _ engine: MemoryEngine) throws {
    let id = "session-\(number)"
    let directory = Self.projects[number % Self.projects.count]
    var start = SessionStartRequest(session: id)
    start.workingDirectory = directory
    _ = try engine.startSession(start)
    var context = ContextRequest()
    context.session = id
    _ = try engine.context(context)
    for turn in 0..<turns {
      var prompt = PromptRequest(
        session: id, prompt: "\(turn == 0 ? "Always keep \(words(2)) apart. " : "")Please look at \(words(25)).")
      prompt.workingDirectory = directory
      _ = try engine.recordPrompt(prompt)
      for _ in 0..<(calls / turns) {
        time.advance(by: .seconds(5))
        let isEdit = Int.random(in: 0..<4, using: &random) == 0
        let input: JSONValue =
          isEdit ? ["file_path": .string("\(directory)/\(words(1)).swift")] : ["command": .string("make \(words(3))")]
        _ = try engine.recordTool(
          ToolRequest(
            session: id, tool: isEdit ? "Edit" : "Bash", input: input, response: ["stdout": .string(words(120))],
            failed: Int.random(in: 0..<9, using: &random) == 0))
      }
      _ = try engine.recordBoundary(
        SessionBoundaryRequest(session: id, boundary: .turn(lastWords: "The cause was \(words(40)). The fix is \(words(20)).")))
    }
    _ = try engine.recordBoundary(SessionBoundaryRequest(session: id, boundary: .end(reason: "exit")))
    try work(engine)
  }

  /// What the worker does at a session's end.
  private func work(_ engine: MemoryEngine) throws {
    var isThereMore = true
    while isThereMore {
      let outcome = try engine.drain()
      guard outcome.errors.isEmpty else { throw Trouble(words: outcome.errors.joined(separator: "; ")) }
      isThereMore = try engine.embedPassages().embedded > 0
    }
  }

  private var turns: Int { max(1, calls / 20) }

  /// What the file may take: 12 kB for each turn and summary, with its passages, their words in the index and their vectors (1.8 kB of words here), 450 bytes
  /// for each tool call within the retention period, and 2 MB for the rest. Nil where turns are taken away: the index gives their room back later.
  private var mostBytes: Int? {
    let pages = sessions * (turns + 1)
    guard pages <= settings.maximumTurns else { return nil }
    return 12_000 * pages + 450 * sessions * calls * min(365, settings.retentionDays) / 365 + 2_000_000
  }

  struct Trouble: Error { let words: String }

  mutating func run() throws {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(place)/continuity-year-XXXXXX".utf8CString)
    guard
      let folder = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } })
    else { throw Trouble(words: "no folder can be made in \(place)") }
    let home = StoreHome(path: folder)
    let engine = MemoryEngine(
      store: try MemoryStore(home: home), settings: settings, embedder: { StandInEmbedder() }, clock: { [time] in time.now }
    )
    let gap = Duration.seconds(365 * 86_400 / sessions) - .seconds(5 * calls)
    var report = MonthlyReport()
    MonthlyReport.printHeader()
    for number in 0..<sessions {
      try session(number, engine)
      time.advance(by: max(gap, .seconds(60)))
      guard (number + 1) * 12 / sessions > number * 12 / sessions else { continue }
      try report.printMonth((number + 1) * 12 / sessions, of: engine.store)
    }
    MonthlyReport.printParts(of: engine.store)
    let faults = try StoreInvariants.faults(in: engine.store)
    print("unsound: \(faults)\npeak memory: \(MonthlyReport.peakMegabytes) MB")
    let sizes = report.sizes
    let lastMonth = sizes.count > 1 ? sizes[sizes.count - 1] - sizes[sizes.count - 2] : 0
    TrustResults.record(
      "year",
      text: [
        "file growth":
          "\(MonthlyReport.tenths(sizes.last ?? 0)) MB after a year, \(MonthlyReport.tenths(lastMonth)) MB in its last month"
      ])
    if getenv("CONTINUITY_YEAR_KEEP") != nil {
      print(folder)
    } else {
      for name in [home.database, home.database + "-wal", home.database + "-shm", home.embeddingLock] { unlink(name) }
      rmdir(folder)
    }
    if let mostBytes, report.bytesInUse > mostBytes {
      print("more than the \(MonthlyReport.tenths(mostBytes)) MB that what is kept may take")
      exit(1)
    }
    if !faults.isEmpty { exit(1) }
  }
}

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
var settings = EngineSettings()
if let turns = arguments.dropFirst(2).first { settings.maximumTurns = turns }
var year = Year(sessions: max(12, arguments.first ?? 2000), calls: max(1, arguments.dropFirst().first ?? 200), settings: settings)
try year.run()
