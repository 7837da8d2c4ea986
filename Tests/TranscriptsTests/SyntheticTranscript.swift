#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Testing

@testable import Transcripts

/// Writes the lines of a made-up session, in the shapes that the client writes.
struct SyntheticTranscript {
  private(set) var lines: [[UInt8]] = []
  private var count = 0
  /// The uuid of the entry that the next one follows.
  var leaf: String?

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  mutating func raw(_ line: String) { lines.append(Array(line.utf8)) }
  mutating func raw(bytes: [UInt8]) { lines.append(bytes) }

  /// One entry; `fields` are further members of it, as JSON. Gives its uuid.
  @discardableResult
  mutating func entry(
    _ type: String, uuid: String? = nil, parent: String?? = .none, fields: String = "", content: String? = nil,
    messageID: String? = nil
  ) -> String {
    count += 1
    let uuid = uuid ?? "\(type.first ?? "x")\(count)"
    let above: String? =
      switch parent {
      case .none: leaf
      case .some(let given): given
      }
    let parentText = above.map { Self.quoted($0) } ?? "null"
    let second = count % 60 < 10 ? "0\(count % 60)" : "\(count % 60)"
    var line =
      #"{"parentUuid":\#(parentText),"isSidechain":false,"userType":"external","cwd":"/home/ada/shop","sessionId":"s-1","#
      + #""version":"2.1.329","gitBranch":"main","type":"\#(type)","uuid":"\#(uuid)","#
      + #""timestamp":"2026-11-21T10:\#(count / 60 + 10):\#(second).000Z""#
    if !fields.isEmpty { line += "," + fields }
    if let content {
      let id = messageID.map { #""id":"\#($0)","# } ?? ""
      line += #","message":{\#(id)"role":"\#(type)","content":\#(content)}"#
    }
    raw(line + "}")
    leaf = uuid
    return uuid
  }

  @discardableResult
  mutating func user(_ text: String, uuid: String? = nil, parent: String?? = .none, fields: String = "") -> String {
    entry("user", uuid: uuid, parent: parent, fields: fields, content: Self.quoted(text))
  }

  @discardableResult
  mutating func assistant(
    _ text: String, uuid: String? = nil, parent: String?? = .none, fields: String = "", message: String? = nil
  ) -> String {
    entry(
      "assistant", uuid: uuid, parent: parent, fields: fields, content: #"[{"type":"text","text":\#(Self.quoted(text))}]"#,
      messageID: message ?? "msg-\(count)")
  }

  @discardableResult
  mutating func call(
    _ name: String, input: String, id: String, uuid: String? = nil, parent: String?? = .none, message: String? = nil
  ) -> String {
    entry(
      "assistant", uuid: uuid, parent: parent,
      content: #"[{"type":"tool_use","id":"\#(id)","name":"\#(name)","input":\#(input)}]"#, messageID: message ?? "msg-\(count)")
  }

  @discardableResult
  mutating func result(_ id: String, _ text: String = "ok", failed: Bool = false, parent: String?? = .none) -> String {
    entry(
      "user", parent: parent, fields: #""toolUseResult":{"stdout":\#(Self.quoted(text))}"#,
      content: #"[{"type":"tool_result","tool_use_id":"\#(id)","content":\#(Self.quoted(text)),"is_error":\#(failed)}]"#)
  }

  /// Reads the lines back through a real file; `truncatedBy` bytes are missing at its end.
  func read(truncatedBy missing: Int = 0, finalNewline: Bool = true) throws -> Transcript {
    var bytes = Array(lines.joined(separator: [0x0A]))
    if finalNewline { bytes.append(0x0A) }
    bytes.removeLast(missing)
    return try Self.read(bytes)
  }

  static func read(_ bytes: [UInt8]) throws -> Transcript {
    var path = Array("/tmp/continuity-transcript-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let name = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    defer { unlink(name) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      try #require(count > 0)
      written += count
    }
    return try TranscriptReader.read(path: name)
  }
}
