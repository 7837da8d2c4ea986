import ArgumentParser
import Interchange
import JSONValues
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

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write out everything that is remembered.",
    discussion: """
      As of one moment, while agents go on.

        jsonl      all of it, one JSON object a line: memories with their history, retractions and use, links, sessions with what happened in \
      them. `continuity import --from=continuity` brings it back as it was; two stores that hold the same give the same bytes.
        markdown   a folder of notes, a file for each memory, with front matter and links; Obsidian opens it as a vault
        continuum  CONTINUUM's export JSON 1.0

      continuity export > memories.jsonl
      continuity export --format=markdown --output=vault
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl, markdown, continuum }

  @Option(name: .long, help: "How it is written.") var format = Format.jsonl
  @Option(
    name: .shortAndLong, help: ArgumentHelp("A new file instead of stdout; for markdown a new folder.", valueName: "path"),
    completion: .file())
  var output: String?
  @OptionGroup var store: StoreOptions

  func run() throws {
    if format == .markdown, output == nil {
      throw ValidationError("--output must name a folder: markdown writes a file for each memory.")
    }
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    guard LocalFile.exists(composition.home.database) else {
      throw CommandFailure("There is no store at \(composition.home.database), and nothing to export.")
    }
    let engine = try composition.openEngine()
    guard let output else { return try write(engine, to: StandardStreams.output, named: "stdout") }
    let path = FilePath.absolute(output)
    guard format != .markdown else { return try writeNotes(engine, in: path) }
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
    let output = BufferedOutput(descriptor: descriptor, name: name)
    let progress = Progress("exported")
    switch format {
    case .jsonl:
      try output.send(JSONLExport.header(version: Continuity.version).serialized() + [0x0A])
      try engine.forEachExported { record in
        try output.send(JSONLExport.line(record).serialized() + [0x0A])
        progress.advance()
      }
    case .continuum:
      var export = ContinuumExport(engine) { try output.send(Array($0.utf8)) }
      try export.write(at: Composition.wallClock()) { progress.advance() }
    case .markdown: break
    }
    try output.flush()
    progress.end()
  }

  private func writeNotes(_ engine: MemoryEngine, in folder: String) throws {
    let progress = Progress("written")
    do {
      let notes = try MarkdownExport(folder: folder)
      var count: Int64 = 0
      try engine.forEachExported { record in
        var links: [Link] = []
        if case .memory(let node, _, _, _) = record { try engine.store.forEachLink(from: node.id) { links.append($0) } }
        guard try notes.write(record, links: links) else { return }
        count += 1
        progress.advance()
      }
      progress.end()
      StandardStreams.write("\(Figures.count(count, "memory", "memories")) in \(FilePath.abbreviated(folder))\n")
    } catch let error as ImportError {
      throw CommandFailure("\(error).")
    }
  }
}

/// Collects small pieces for few large writes.
private final class BufferedOutput {
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  func send(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count > 65_536 { try flush() }
  }

  func flush() throws {
    guard buffer.withUnsafeBytes({ StandardStreams.write($0, to: descriptor) }) else {
      throw CommandFailure("\(name) cannot be written: \(String(cString: strerror(errno))). The export is not whole.")
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
