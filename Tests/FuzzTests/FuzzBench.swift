import Hooks
import Interchange
import JSONRPC
import JSONValues
import LanguageModels
import MCP
import MemoryModel
import MemoryStore
import Operations
import Transcripts

@testable import JSONRPC
@testable import MemoryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hands bytes to a door, as they come in there, and looks at what holds of every answer. Both the tests and libFuzzer work on it.
///
/// One store serves every run: opening one takes longer than all the rest. What a run writes is taken back at its end, so that the same
/// bytes do the same whatever came before, and the millionth run is as fast as the first.
final class FuzzBench {
  let folder: String
  let engine: MemoryEngine
  private let server: MCPServer
  let dispatcher: Dispatcher
  private var handshake = Handshake()
  lazy var tables = Result { try ForeignTables(path: folder + "/in/rows.db") }

  init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/continuity-fuzz-XXXXXX".utf8CString)
    guard let folder = template.withUnsafeMutableBufferPointer({ buffer in buffer.baseAddress.flatMap { mkdtemp($0) } }) else {
      throw FuzzFailure("no folder can be made in \(parent)")
    }
    self.folder = String(cString: folder)
    mkdir(self.folder + "/in", 0o700)
    let store = try MemoryStore(home: StoreHome(path: self.folder + "/home"))
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
    case .message: try takenBack { try message(bytes) }
    case .http: try takenBack { try http(bytes) }
    case .hook: try takenBack { try hook(bytes) }
    case .transcript: try transcript(bytes)
    case .uri: try uri(String(decoding: bytes, as: UTF8.self))
    case .question: try question(String(decoding: bytes, as: UTF8.self))
    case .redaction: try redaction(String(decoding: bytes, as: UTF8.self))
    case .answer: try answer(String(decoding: bytes, as: UTF8.self))
    case .profile: try profile(String(decoding: bytes, as: UTF8.self))
    case .markdown: try take(MarkdownNotes.self, file(bytes, "note.md"))
    case .mcpMemory: try take(MCPMemory.self, file(bytes, "memory.jsonl"))
    case .continuum: try take(Continuum.self, file(bytes, "continuum.json"))
    case .claudeMem: try take(ClaudeMem.self, file(bytes, "export.json"))
    case .export: try take(OwnExport.self, file(bytes, "export.jsonl"))
    case .rows: try rows(bytes)
    case .changes: try takenBack { try changes(bytes) }
    case .vocabulary: vocabulary(bytes)
    case .weights: weights(bytes)
    }
  }

  /// What `body` writes is gone afterwards. A purge ends with a checkpoint, and SQLite has none while something is written: that is no failure.
  func takenBack(_ body: () throws -> Void) throws {
    struct Enough: Error {}
    do {
      try engine.store.write {
        try body()
        throw Enough()
      }
    } catch is Enough {
    } catch {
      guard "\(error)".contains("database table is locked") else { throw error }
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
    handshake = Handshake()
    // A client greets once, and then asks.
    for line in bytes.split(separator: 0x0A, maxSplits: 3) { try check(server.handle(.parse(Array(line)), &handshake)) }
  }

  /// Three headers, each on its line, and behind them what is posted.
  private func http(_ bytes: [UInt8]) throws {
    let lines = bytes.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
    func header(_ index: Int) -> String? {
      index < lines.count && !lines[index].isEmpty ? String(decoding: lines[index], as: UTF8.self) : nil
    }
    let headers = HTTPHeaders(protocolVersion: header(0), method: header(1), name: header(2))
    let answer = server.handle(.parse(lines.count > 3 ? Array(lines[3]) : []), headers: headers)
    guard [200, 202, 400, 404].contains(answer.status) else { throw FuzzFailure("an answer of status \(answer.status)") }
    try check(answer.body)
  }

  private func check(_ answer: JSONValue?) throws {
    guard let answer else { return }
    let written = answer.serialized()
    guard !written.contains(0x0A), (try? JSONValue(parsing: written)) != nil else {
      throw FuzzFailure("the answer is no line of JSON: \(answer.text)")
    }
    for answer in answer.array ?? [answer]
    where answer["error"]?["code"]?.integer == RPCError.Code.internalError.rawValue {
      throw FuzzFailure(answer.text)
    }
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

  // MARK: Models and people

  private static let session: [TranscriptTurn] = ["Use bun, not npm, in the orchard.", "Answer in short, and ask before you push."]
    .enumerated().map { index, words in
      let at = Timestamp(milliseconds: 1_795_132_800_000)
      return TranscriptTurn(
        id: "\(index)", index: index, startedAt: at, endedAt: at, userText: words,
        assistantOpening: "The lock file was written by npm; bun writes its own, and the press is cleaned.")
    }

  private func answer(_ text: String) throws {
    guard let value = AnsweredJSON.value(in: text), let part = SessionPart(Self.session, after: 0) else { return }
    for prompt in ModelPrompt.all { _ = prompt.schema.map { SchemaCheck.problems(of: value, against: $0) } }
    let candidates = DistilledCandidate.accepted(in: value, part: part, maker: "test")
    let waiting = JSONValue.array(candidates.map(\.json)).text
    guard DistilledCandidate.list(waiting) == candidates else { throw FuzzFailure("a suggestion waits as another: \(waiting)") }
    let standing = RelationalProfile(parsing: "## Feedback calibration\n- Answer in short.\n- Use bun.")
    _ = RelationalRevision(value, of: standing, Grounding(part), session: "session-1").profile.content
  }

  private func profile(_ text: String) throws {
    let written = RelationalProfile(parsing: text).content
    var again = RelationalProfile(parsing: written)
    guard again.content == written else { throw FuzzFailure("a profile is not read as it is written: \(written)") }
    // Another session says each line again.
    guard let place = try? MemoryURI(parsing: "mem://sessions/session-2/turns/0001") else { return }
    for line in again.lines {
      again.take(line.text, in: line.section, from: .init(day: Timestamp(milliseconds: 1_795_132_800_000).date, place: place))
    }
    _ = again.content
  }
}
