import Hooks
import Interchange
import JSONRPC
import JSONValues
import MCP
import MemoryModel
import MemoryStore
import Operations
import Transcripts

@testable import Embedding
@testable import JSONRPC
@testable import MemoryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hands bytes to a door, as they come in there, and looks at what holds of every answer. Both the tests and libFuzzer work on it.
final class FuzzBench {
  private let folder: String
  private let engine: MemoryEngine
  private let server: MCPServer
  private let dispatcher: Dispatcher
  private var handshake = Handshake()

  init() throws {
    var template = Array("/tmp/continuity-fuzz-XXXXXX".utf8CString)
    folder = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp/continuity-fuzz"
    }
    mkdir(folder + "/in", 0o700)
    let store = try MemoryStore(home: StoreHome(path: folder + "/home"))
    let engine = MemoryEngine(store: store, settings: EngineSettings()) { Timestamp(milliseconds: 1_795_132_800_000) }
    for words in ["The press is cleaned on Fridays.", "Use bun, not npm, in the orchard.", "日本語の果樹園 and a broker on port 7011"] {
      _ = try engine.remember(RememberRequest(content: words))
    }
    self.engine = engine
    let dispatcher = Dispatcher(caller: Caller(project: "orchard", client: "test")) { engine }
    self.dispatcher = dispatcher
    server = MCPServer(dispatcher: dispatcher)
  }

  deinit { Self.remove(folder) }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    if let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(stream)
    }
    rmdir(path)
  }

  /// - Throws: `FuzzFailure` when something does not hold. That the bytes are refused is no failure.
  func run(_ entry: FuzzEntry, _ bytes: [UInt8]) throws {
    switch entry {
    case .json: try json(bytes)
    case .lines: try lines(bytes)
    case .message: try message(bytes)
    case .hook: try hook(bytes)
    case .transcript: try transcript(bytes)
    case .uri: try uri(String(decoding: bytes, as: UTF8.self))
    case .question: try question(String(decoding: bytes, as: UTF8.self))
    case .redaction: try redaction(String(decoding: bytes, as: UTF8.self))
    case .markdown: try take(MarkdownNotes.self, bytes, "note.md")
    case .mcpMemory: try take(MCPMemory.self, bytes, "memory.jsonl")
    case .continuum: try take(Continuum.self, bytes, "continuum.json")
    case .claudeMem: try take(ClaudeMem.self, bytes, "export.json")
    case .export: try take(OwnExport.self, bytes, "export.jsonl")
    case .changes: try changes(bytes)
    case .vocabulary: aligned(bytes) { _ = try? Vocabulary(bytes: $0) }
    case .weights: aligned(bytes) { _ = try? EncoderWeights($0) }
    }
  }

  // MARK: Text and protocol

  private func json(_ bytes: [UInt8]) throws {
    guard let value = try? JSONValue(parsing: bytes) else { return }
    let written = value.text
    guard let again = try? JSONValue(parsing: Array(written.utf8)), again == value || again.text == written else {
      throw FuzzFailure("what was written is not read as the same: \(written)")
    }
  }

  private func lines(_ bytes: [UInt8]) throws {
    func split(by size: Int) -> [LineSplitter.Line] {
      var (splitter, found) = (LineSplitter(maximumLength: 48), [LineSplitter.Line]())
      bytes.withUnsafeBytes { all in
        for start in stride(from: 0, to: all.count, by: size) {
          splitter.append(UnsafeRawBufferPointer(rebasing: all[start..<min(start + size, all.count)])) { found.append($0) }
        }
      }
      splitter.finish { found.append($0) }
      return found
    }
    let whole = split(by: max(1, bytes.count))
    guard split(by: 1) == whole, split(by: 7) == whole else { throw FuzzFailure("lines depend on how they come in") }
    for case .text(let line) in whole where line.count > 48 || line.contains(0x0A) {
      throw FuzzFailure("a line is too long or no line")
    }
  }

  private func message(_ bytes: [UInt8]) throws {
    guard let answer = server.handle(.parse(bytes), &handshake) else { return }
    let written = answer.serialized()
    guard !written.contains(0x0A), (try? JSONValue(parsing: written)) != nil else {
      throw FuzzFailure("the answer is no line of JSON: \(answer.text)")
    }
    if answer["error"]?["code"]?.integer == RPCError.Code.internalError.rawValue { throw FuzzFailure(answer.text) }
  }

  /// The first byte chooses the event; what the payload asks for is done.
  private func hook(_ bytes: [UInt8]) throws {
    let events = HookEvent.all
    guard let first = bytes.first, let event = events.dropFirst(Int(first) % events.count).first,
      let translation = try? HookAdapter.translate(event: event, input: Array(bytes.dropFirst()))
    else { return }
    let output = HookAdapter.render(
      event: event, client: translation.client, replies: translation.requests.compactMap(dispatcher.handle))
    guard output.exitCode == 0 || output.exitCode == 1 else { throw FuzzFailure("a hook would end with \(output.exitCode)") }
    if output.stderr.contains("\(RPCError.Code.internalError.rawValue)") { throw FuzzFailure(output.stderr) }
  }

  private func transcript(_ bytes: [UInt8]) throws {
    guard let transcript = try? TranscriptReader.read(path: file(bytes, "session.jsonl")) else { return }
    for (index, turn) in transcript.turns.enumerated() where turn.index != index { throw FuzzFailure("turns are counted wrongly") }
    _ = SessionTurns.redacted(transcript.turns)
    let candidates = CandidateExtractor.candidates(in: transcript.turns, isOver: true)
    if candidates.count > 10_000 { throw FuzzFailure("\(candidates.count) candidates") }
  }

  private func uri(_ text: String) throws {
    guard let uri = try? MemoryURI(parsing: text) else { return }
    guard try MemoryURI(parsing: uri.description) == uri else { throw FuzzFailure("\(uri) is not read as it is written") }
    if let parent = uri.parent, parent.appending(uri.name) != uri { throw FuzzFailure("\(uri) does not stand below \(parent)") }
  }

  private func question(_ text: String) throws {
    let hits = try engine.store.passageHits(for: SearchText.terms(of: text), in: .everything)
    if hits.hits.count > hits.passageCount { throw FuzzFailure("more hits than passages") }
    do {
      _ = try engine.find(FindRequest(query: text))
    } catch is EngineError {}
  }

  private func redaction(_ text: String) throws {
    let redacted = Redactor.redact(text)
    if redacted.text.utf8.count > 3 * text.utf8.count + 64 { throw FuzzFailure("redaction made much of little") }
    _ = SignalDetector.signals(in: redacted.text)
  }

  // MARK: Files

  private func take(_ source: any ImportSource.Type, _ bytes: [UInt8], _ name: String) throws {
    let run = ImportRun(engine, source: source.name, isTrial: true)
    do {
      try source.read(file(bytes, name), ImportOptions(), into: run)
    } catch is ImportError {
    } catch is EngineError {}
    _ = try run.finish()
  }

  /// Lines of JSON become those of a change file, with their lengths and sums; others stay as they are.
  private func changes(_ bytes: [UInt8]) throws {
    number += 1
    var lines = ChangeLines.bytes(of: ChangeLines.header(installation: "other-1", number: number))
    for line in bytes.split(separator: 0x0A) {
      lines += (try? JSONValue(parsing: Array(line))).map(ChangeLines.bytes) ?? Array(line) + [0x0A]
    }
    _ = try engine.sync(OneFile(bytes: lines, number: number), SyncRequest(installation: "this-1"))
  }

  private var number: Int64 = 0

  /// A folder in which another machine's file stands.
  private struct OneFile: ChangeFolder {
    var bytes: [UInt8]
    var number: Int64
    func files() -> [ChangeFile] { [ChangeFile(installation: "other-1", number: number, size: Int64(bytes.count))] }
    func bytes(of file: ChangeFile, from offset: Int64) -> [UInt8] {
      file.installation.hasPrefix("other") ? Array(bytes.dropFirst(Int(clamping: offset))) : []
    }
    func write(_ bytes: [UInt8], to file: ChangeFile) {}
  }

  private func file(_ bytes: [UInt8], _ name: String) -> String {
    let path = "\(folder)/in/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      _ = pwrite(descriptor, bytes, bytes.count, 0)
      close(descriptor)
    }
    return path
  }

  /// Exactly these bytes, as the linker lays out a file of the binary: a sanitizer sees one too many.
  private func aligned(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    body(UnsafeRawBufferPointer(buffer))
  }
}
