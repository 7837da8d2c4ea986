import Interchange
import JSONRPC
import JSONValues
import MemoryModel
import Operations
import SQLite
import Transcripts

@testable import Embedding
@testable import MemoryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The doors through which whole files come in.
extension FuzzBench {
  func transcript(_ bytes: [UInt8]) throws {
    guard let transcript = try? TranscriptReader.read(path: file(bytes, "session.jsonl")) else { return }
    for (index, turn) in transcript.turns.enumerated() where turn.index != index { throw FuzzFailure("turns are counted wrongly") }
    let turns = SessionTurns.redacted(transcript.turns)
    let candidates = CandidateExtractor.candidates(in: turns, isOver: true)
    if candidates.count > 10_000 { throw FuzzFailure("\(candidates.count) candidates") }
    var position = 0
    while let part = SessionPart(turns, after: position) {
      _ = Grounding(part)
      guard part.numbers.upperBound > position else { throw FuzzFailure("a part of a session has no turn") }
      position = part.numbers.upperBound
    }
  }

  /// What is there is taken in, and then once more, when it is known.
  func take(_ source: any ImportSource.Type, _ path: String) throws {
    try takenBack {
      for _ in 1...2 {
        let run = ImportRun(engine, source: source.name)
        do {
          try source.read(path, ImportOptions(), into: run)
        } catch is ImportError {
        } catch is EngineError {}
        _ = try run.finish()
        if run.report.takenCount > 0 { try lookAround() }
      }
    }
  }

  /// Shows what came in, in every way, and changes it: other doors trust what stands in the store.
  private func lookAround() throws {
    func answer(_ method: String, _ parameters: JSONObject = [:]) throws -> JSONValue? {
      switch dispatcher.answer(method, parameters) {
      case .success(let value): return value
      case .failure(let error) where error.code == .internalError: throw FuzzFailure("\(method): \(error.message)")
      case .failure: return nil
      }
    }
    for method in ["memory/context", "memory/timeline", "memory/journal", "memory/conflicts", "memory/graph", "status", "whoami"] {
      _ = try answer(method)
    }
    let newest = try answer("memory/list", ["all_projects": true, "limit": 3])
    for uri in newest?["items"]?.array?.compactMap({ $0["uri"] }) ?? [] {
      for method in ["memory/read", "memory/history", "memory/links"] { _ = try answer(method, ["uri": uri]) }
      _ = try answer("memory/edit", ["uri": uri, "content": "It is said in other words."])
    }
  }

  /// The first byte chooses the product; each line is a row: `["table", {"column": value}]`.
  func rows(_ bytes: [UInt8]) throws {
    guard let first = bytes.first else { return }
    let tables = try tables.get()
    try tables.fill(bytes.dropFirst().split(separator: 0x0A).compactMap { try? JSONValue(parsing: Array($0)) })
    try take(first % 2 == 0 ? ClaudeMem.self : ContinuityGo.self, tables.path)
  }

  /// Lines of JSON become those of a change file, with their lengths and sums, and fields with the digests of what they say; others stay as they
  /// are.
  func changes(_ bytes: [UInt8]) throws {
    var lines = ChangeLines.bytes(of: ChangeLines.header(installation: "other-1", number: 1))
    for line in bytes.split(separator: 0x0A) {
      lines += (try? JSONValue(parsing: Array(line))).map { ChangeLines.bytes(of: digested($0)) } ?? Array(line) + [0x0A]
    }
    var request = SyncRequest(installation: "this-1")
    request.includesSessions = true
    if try engine.sync(OneFile(bytes: lines), request).read > 0 { try lookAround() }
  }

  private func digested(_ change: JSONValue) -> JSONValue {
    guard var object = change.object, var fields = object["fields"]?.object else { return change }
    for (name, value) in fields.members {
      guard var parts = value.array, parts.count > 3 else { continue }
      parts[2] = .string(parts[3].digest)
      fields[name] = .array(parts)
    }
    object["fields"] = .object(fields)
    return .object(object)
  }

  /// A folder in which another machine's file stands.
  private struct OneFile: ChangeFolder {
    var bytes: [UInt8]
    func files() -> [ChangeFile] { [ChangeFile(installation: "other-1", number: 1, size: Int64(bytes.count))] }
    func bytes(of file: ChangeFile, from offset: Int64) -> [UInt8] {
      file.installation.hasPrefix("other") ? Array(bytes.dropFirst(Int(clamping: offset))) : []
    }
    func write(_ bytes: [UInt8], to file: ChangeFile) {}
  }

  /// A checksum is what damage is told by; here it is made to fit, so that what lies behind it is reached.
  func vocabulary(_ bytes: [UInt8]) {
    aligned(bytes) { buffer in
      if (try? VocabularyHeader(UnsafeRawBufferPointer(buffer))) != nil {
        buffer.storeBytes(
          of: VocabularyHeader.checksum(of: UnsafeRawBufferPointer(buffer)).littleEndian, toByteOffset: 8, as: UInt64.self)
      }
      guard let vocabulary = try? Vocabulary(bytes: UnsafeRawBufferPointer(buffer)) else { return }
      let tokenizer = WordPieceTokenizer(vocabulary: vocabulary)
      for text in [
        "playing [MASK] unbelievable", "Zürich — 日本語 한국 e\u{301} 😀\u{200B}", String(decoding: bytes.suffix(64), as: UTF8.self),
      ] {
        for id in tokenizer.encode(text) { _ = vocabulary.piece(of: id) }
      }
    }
  }

  /// A header, and behind it what is given, as often as the file has to be long.
  func weights(_ bytes: [UInt8]) {
    let lengthOffset = 40
    var bytes = bytes
    if bytes.count >= 64 {
      let announced = bytes.withUnsafeBytes {
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: lengthOffset, as: UInt64.self))
      }
      let content = bytes.count > 64 ? Array(bytes[64...]) : [0]
      let length = Int(min(announced, 1 << 18))
      while bytes.count < length { bytes += content.prefix(length - bytes.count) }
    }
    aligned(bytes) { buffer in
      guard let weights = try? EncoderWeights(UnsafeRawBufferPointer(buffer)) else { return }
      try? weights.verifyChecksum()
      var scratch = EncoderScratch()
      _ = Encoder(weights).encode([1, 2, -1, .max], using: &scratch)
    }
  }

  func file(_ bytes: [UInt8], _ name: String) -> String {
    let path = "\(folder)/in/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      _ = pwrite(descriptor, bytes, bytes.count, 0)
      close(descriptor)
    }
    return path
  }

  /// Exactly these bytes, as the linker lays out a file of the binary: a sanitizer sees one too many.
  private func aligned(_ bytes: [UInt8], _ body: (UnsafeMutableRawBufferPointer) -> Void) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    body(buffer)
  }
}
