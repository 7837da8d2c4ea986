import Embedding
import MemoryEngine
import MemoryModel
import MemoryStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures the neighbour search of a real store. `Tests/EndToEnd/benchmark_neighbours.py` drives it beside other programs' searches.
///
///     NeighbourBenchmark build HOME BASE.f32 DIMENSIONS      makes a store with a passage for each vector, and its index
///     NeighbourBenchmark query HOME QUERIES.f32 DIMENSIONS K answers each question warm; prints times and answers
///     NeighbourBenchmark once HOME QUERIES.f32 DIMENSIONS K NUMBER  answers one question in a process that has read nothing yet
///
/// Files of vectors are raw little-endian floats, row by row. Passage n stands for row n - 1. One line of JSON is printed.
@main struct NeighbourBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 5, let dimensions = Int(arguments[4]) else { fail("build|query|once HOME FILE DIMENSIONS …") }
    let benchmark = NeighbourBenchmark(home: StoreHome(path: arguments[2]), dimensions: dimensions)
    switch arguments[1] {
    case "build": try benchmark.build(arguments[3])
    case "query": try benchmark.query(arguments[3], limit: Int(arguments[5]) ?? 10)
    case "once": try benchmark.once(arguments[3], limit: Int(arguments[5]) ?? 10, number: Int(arguments[6]) ?? 0)
    default: fail("no such command: \(arguments[1])")
    }
  }

  let home: StoreHome
  let dimensions: Int
  private var identity: EmbedderIdentity {
    EmbedderIdentity(backend: "benchmark", model: "vectors", dimensions: dimensions, version: "1")
  }

  private static let passagesOfNode = 1000

  func build(_ path: String) throws {
    let file = VectorFile(path: path, dimensions: dimensions)
    let store = try MemoryStore(home: home)
    let engine = MemoryEngine(store: store, settings: EngineSettings(), clock: { Timestamp(milliseconds: 1_790_000_000_000) })
    let began = seconds()
    let embedder = try store.write { try store.embedderNumber(for: identity.description) }
    var next = 0
    while next < file.count {
      let rows = next..<min(file.count, next + Self.passagesOfNode)
      try store.write {
        var node = MemoryNode(
          uri: try MemoryURI(parsing: "mem://user/events/n\(next)"), category: .events, abstract: "", overview: "", content: "",
          project: nil, provenance: Provenance(origin: .imported), contentHash: "n\(next)", createdAt: engine.moment,
          updatedAt: engine.moment)
        try store.insert(&node)
        try store.insertPassages(rows.map { Passage(tier: .l2, ordinal: $0, text: "p\($0)") }, ofNode: node.id)
        try store.insertVectors(
          rows.map { PassageVector(passage: Int64($0 + 1), components: try QuantizedVector(file.row($0)).stored) }, of: embedder)
        try engine.enqueueVectorIndexWhenDue(of: embedder)
      }
      next = rows.upperBound
    }
    let inserted = seconds()
    let memory = peakMemory()
    let outcome = try engine.drain()
    guard outcome.errors.isEmpty else { fail(outcome.errors.joined(separator: "\n")) }
    let ended = seconds()
    printJSON([
      ("rows", "\(file.count)"), ("insert_s", "\(inserted - began)"), ("build_s", "\(ended - inserted)"),
      ("peak_mb_before_build", "\(memory)"), ("peak_mb", "\(peakMemory())"), ("kernel", "\"\(ScanKernel.name)\""),
    ])
  }

  func query(_ path: String, limit: Int) throws {
    let file = VectorFile(path: path, dimensions: dimensions)
    let search = NeighbourSearch(store: try MemoryStore(home: home), embedder: identity)
    let queries = (0..<file.count).map(file.row)
    // Twice: what a list's candidates need besides its codes is read when they are met again.
    for query in queries + queries { _ = try search.nearest(to: query, in: .everything, limit: limit) }
    var (times, processorTimes): ([Double], [Double]) = ([], [])
    var answers: [String] = []
    for query in queries {
      let (began, beganProcessor) = (seconds(), seconds(CLOCK_THREAD_CPUTIME_ID))
      let found = try search.nearest(to: query, in: .everything, limit: limit)
      processorTimes.append((seconds(CLOCK_THREAD_CPUTIME_ID) - beganProcessor) * 1000)
      times.append((seconds() - began) * 1000)
      answers.append("[\(found.map { "\($0.passage - 1)" }.joined(separator: ","))]")
    }
    printJSON([
      ("ms", "[\(times.map { "\($0)" }.joined(separator: ","))]"),
      ("cpu_ms", "[\(processorTimes.map { "\($0)" }.joined(separator: ","))]"), ("answers", "[\(answers.joined(separator: ","))]"),
      ("resident_mb", "\(peakMemory())"),
    ])
  }

  func once(_ path: String, limit: Int, number: Int) throws {
    let query = VectorFile(path: path, dimensions: dimensions).row(number)
    let store = try MemoryStore(home: home)
    _ = try store.meta("nothing")
    let (opened, openedProcessor) = (seconds(), seconds(CLOCK_THREAD_CPUTIME_ID))
    let found = try NeighbourSearch(store: store, embedder: identity).nearest(to: query, in: .everything, limit: limit)
    let (wall, processor) = (seconds() - opened, seconds(CLOCK_THREAD_CPUTIME_ID) - openedProcessor)
    printJSON([
      ("ms", "\(wall * 1000)"), ("cpu_ms", "\(processor * 1000)"), ("found", "\(found.count)"), ("resident_mb", "\(peakMemory())"),
    ])
  }
}

extension MemoryEngine {
  fileprivate var moment: Timestamp { Timestamp(milliseconds: 1_790_000_000_000) }
}

/// Raw floats, read when they are asked for.
private struct VectorFile {
  let descriptor: Int32
  let dimensions: Int
  let count: Int

  init(path: String, dimensions: Int) {
    descriptor = open(path, O_RDONLY)
    var information = stat()
    guard descriptor >= 0, fstat(descriptor, &information) == 0 else { fail("\(path) cannot be read") }
    self.dimensions = dimensions
    count = Int(information.st_size) / (4 * dimensions)
  }

  func row(_ number: Int) -> [Float] {
    let length = 4 * dimensions
    return [Float](unsafeUninitializedCapacity: dimensions) { buffer, initialized in
      guard pread(descriptor, buffer.baseAddress, length, off_t(number * length)) == length else {
        fail("row \(number) is missing")
      }
      initialized = dimensions
    }
  }
}

private func seconds(_ clock: clockid_t = CLOCK_MONOTONIC) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Megabytes.
private func peakMemory() -> Int {
  var usage = rusage()
  getrusage(.init(0), &usage)
  #if os(Linux)
    return usage.ru_maxrss / 1024
  #else
    return usage.ru_maxrss >> 20
  #endif
}

private func printJSON(_ members: [(String, String)]) {
  print("{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}")
}

private func fail(_ message: String) -> Never {
  print("NeighbourBenchmark: \(message)")
  exit(1)
}
