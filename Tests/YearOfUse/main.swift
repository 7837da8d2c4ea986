// A year of heavy use in some minutes: `swift run -c release YearOfUse [SESSIONS [CALLS]]`, 2,000 sessions of 200 tool calls unless said otherwise.
//
// Sessions begin, prompt, call tools, end and are extracted, on a clock that moves from one to the next; the daily maintenance runs as it does for a
// user. Prints the file's size month by month, what of it holds nothing, and what stands in it.

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
    let turns = max(1, calls / 20)
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
    let outcome = try engine.drain()
    guard outcome.errors.isEmpty else { throw Trouble(words: outcome.errors.joined(separator: "; ")) }
  }

  struct Trouble: Error { let words: String }

  mutating func run() throws {
    var template = Array("/tmp/continuity-year-XXXXXX".utf8CString)
    guard
      let folder = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } })
    else { return }
    let home = StoreHome(path: folder)
    let engine = MemoryEngine(store: try MemoryStore(home: home), settings: EngineSettings(), clock: { [time] in time.now })
    let gap = Duration.seconds(365 * 86_400 / sessions) - .seconds(5 * calls)
    var sizes: [Int] = []
    print("month     MB  free MB   observations  memories  passages")
    for number in 0..<sessions {
      try session(number, engine)
      time.advance(by: max(gap, .seconds(60)))
      guard (number + 1) * 12 / sessions > number * 12 / sessions else { continue }
      func count(_ sql: String) throws -> Int { Int(try engine.store.connection.first(sql, []) { $0.integer(0) } ?? 0) }
      let size = try count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
      sizes.append(size)
      let free = try count("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size")
      let line = [
        pad((number + 1) * 12 / sessions, 5), pad(tenths(size), 7), pad(tenths(free), 8),
        pad(try count("SELECT count(*) FROM observations"), 14),
        pad(try count("SELECT count(*) FROM mem_nodes"), 9), pad(try count("SELECT count(*) FROM passages"), 9),
      ]
      print(line.joined(separator: " "))
    }
    let faults = try StoreInvariants.faults(in: engine.store)
    print("unsound: \(faults)")
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(.init(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    print("peak memory: \(usage.ru_maxrss / 1024) MB; \(folder)")
    let lastMonth = sizes.count > 1 ? sizes[sizes.count - 1] - sizes[sizes.count - 2] : 0
    TrustResults.record(
      "year", text: ["file growth": "\(tenths(sizes.last ?? 0)) MB after a year, \(tenths(lastMonth)) MB in its last month"])
    if !faults.isEmpty { exit(1) }
  }

  private func tenths(_ bytes: Int) -> String { "\(bytes / 1_000_000).\(abs(bytes) / 100_000 % 10)" }
  private func pad(_ value: some CustomStringConvertible, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - value.description.count)) + value.description
  }
}

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
var year = Year(sessions: max(12, arguments.first ?? 2000), calls: max(1, arguments.dropFirst().first ?? 200))
try year.run()
