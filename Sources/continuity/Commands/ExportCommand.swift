import ArgumentParser
import Interchange
import JSONValues
import MemoryEngine
import MemoryStore
import Operations

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write out everything that is remembered.",
    discussion: """
      Memories with their history, retractions and use, links, and sessions with what happened in them, as of one moment; \
      one JSON object a line.

      continuity export > memories.jsonl
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl }

  @Option(name: .long, help: "How it is written.") var format = Format.jsonl
  @Option(name: .shortAndLong, help: ArgumentHelp("A new file instead of stdout.", valueName: "file"), completion: .file())
  var output: String?
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    guard LocalFile.exists(composition.home.database) else {
      throw CommandFailure("There is no store at \(composition.home.database), and nothing to export.")
    }
    let engine = try composition.openEngine()
    guard let output else {
      try write(engine, to: StandardStreams.output, named: "stdout")
      return
    }
    let path = FilePath.absolute(output)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(
        errno == EEXIST
          ? "\(path) is there already. Name a new file." : "\(path) cannot be made: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    do {
      try write(engine, to: descriptor, named: path)
      guard fsync(descriptor) == 0 else { throw CommandFailure("\(path): \(String(cString: strerror(errno)))") }
    } catch {
      // Half an export would pass for a whole one.
      unlink(path)
      throw error
    }
  }

  private func write(_ engine: MemoryEngine, to descriptor: Int32, named name: String) throws {
    var buffer: [UInt8] = []
    func send(_ value: JSONValue) throws {
      buffer += value.serialized()
      buffer.append(0x0A)
      if buffer.count > 65_536 { try flush() }
    }
    func flush() throws {
      guard buffer.withUnsafeBytes({ StandardStreams.write($0, to: descriptor) }) else {
        throw CommandFailure("\(name) cannot be written: \(String(cString: strerror(errno))). The export is not whole.")
      }
      buffer.removeAll(keepingCapacity: true)
    }
    let progress = Progress("exported")
    try send(JSONLExport.header(version: Continuity.version, at: Composition.wallClock()))
    try engine.forEachExported { record in
      try send(JSONLExport.line(record))
      progress.advance()
    }
    try flush()
    progress.end()
  }
}
