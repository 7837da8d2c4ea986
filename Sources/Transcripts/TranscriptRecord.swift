package import MemoryModel

/// One entry of the conversation: what the user or the assistant said, or a tool's answer, reduced to what a memory can use.
package struct TranscriptRecord: Sendable {
  package enum Role: Sendable { case user, assistant }

  package struct ToolCall: Sendable {
    /// Joins a call with its result.
    package var id: String
    package var name: String
    /// The file, command, query or address; nil when the call names none.
    package var subject: String?
  }

  package struct ToolResult: Sendable {
    package var id: String
    package var failed: Bool
    /// What the user typed when refusing the call.
    package var refusal: String?
  }

  package var uuid: String
  package var parent: String?
  package var role: Role
  package var at: Timestamp?
  package var isSidechain: Bool
  /// Written by or for another agent of a team.
  package var isTeam: Bool
  /// Written by the client, a compaction's summary included.
  package var isMeta: Bool
  package var isCompactSummary: Bool
  /// The client's report that a request failed; not the assistant's words.
  package var isError: Bool
  package var session: String?
  package var workingDirectory: String?
  package var gitBranch: String?
  package var clientVersion: String?
  /// Assistant records with one message id are blocks of one message.
  package var messageID: String?
  /// The text blocks: of a user record what was typed, of an assistant record its words.
  package var texts: [String]
  /// `/review 104`, for the entry that a slash command leaves.
  package var command: String?
  package var wasInterrupted: Bool
  package var calls: [ToolCall]
  package var results: [ToolResult]
}

/// What one line of a transcript is.
enum TranscriptLine {
  case record(TranscriptRecord)
  /// An entry of another type. Only its place in the chain is kept: a prompt's parent may be a hook's progress note.
  case link(uuid: String, parent: String?, isCompaction: Bool)
  /// An entry that is no part of the chain.
  case other
  /// Not a JSON object.
  case broken

  /// `repaired` is set when a kept text had bytes that are no UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>, repaired: inout Bool) {
    guard let slice = JSONSlice(bytes), slice.isObject else {
      self = .broken
      return
    }
    var envelope = Envelope()
    slice.forEachMember { envelope.take($0, $1) }
    guard let type = envelope.type else {
      self = .other
      return
    }
    if type.equals("user") || type.equals("assistant"), let message = envelope.message, message.isObject {
      self = .record(TranscriptRecord(envelope, message, isAssistant: type.equals("assistant"), repaired: &repaired))
      return
    }
    guard let uuid = envelope.uuid?.string(repaired: &repaired) else {
      self = .other
      return
    }
    self = .link(
      uuid: uuid, parent: envelope.parent?.string(repaired: &repaired),
      isCompaction: type.equals("system") && envelope.subtype?.equals("compact_boundary") == true)
  }
}

/// The members of an entry that are looked at, found in one pass.
private struct Envelope {
  var type, subtype, uuid, parent, timestamp, message, session, cwd, gitBranch, version: JSONSlice?
  var isSidechain = false
  var isTeam = false
  var isMeta = false
  var isCompactSummary = false
  var isError = false

  mutating func take(_ key: JSONSlice, _ value: JSONSlice) {
    if key.equals("type") { type = value }
    if key.equals("subtype") { subtype = value }
    if key.equals("uuid") { uuid = value }
    if key.equals("parentUuid") { parent = value }
    if key.equals("timestamp") { timestamp = value }
    if key.equals("message") { message = value }
    if key.equals("sessionId") { session = value }
    if key.equals("cwd") { cwd = value }
    if key.equals("gitBranch") { gitBranch = value }
    if key.equals("version") { version = value }
    if key.equals("isSidechain") { isSidechain = value.isTrue }
    if key.equals("teamName") { isTeam = value.isString }
    if key.equals("isMeta") || key.equals("isVisibleInTranscriptOnly") { isMeta = isMeta || value.isTrue }
    if key.equals("isCompactSummary") { isCompactSummary = value.isTrue }
    if key.equals("isApiErrorMessage") { isError = value.isTrue }
  }
}

extension TranscriptRecord {
  fileprivate init(_ envelope: Envelope, _ message: JSONSlice, isAssistant: Bool, repaired: inout Bool) {
    func text(_ slice: JSONSlice?) -> String? {
      guard let text = slice?.string(repaired: &repaired), !text.isEmpty else { return nil }
      return text
    }
    uuid = text(envelope.uuid) ?? ""
    parent = text(envelope.parent)
    role = isAssistant ? .assistant : .user
    at = text(envelope.timestamp).flatMap { Timestamp(iso8601: $0) }
    isSidechain = envelope.isSidechain
    isTeam = envelope.isTeam
    isMeta = envelope.isMeta || envelope.isCompactSummary
    isCompactSummary = envelope.isCompactSummary
    isError = envelope.isError
    session = text(envelope.session)
    workingDirectory = text(envelope.cwd)
    gitBranch = text(envelope.gitBranch)
    clientVersion = text(envelope.version)
    messageID = nil
    (texts, calls, results, command, wasInterrupted) = ([], [], [], nil, false)

    var content: JSONSlice?
    var id: JSONSlice?
    message.forEachMember { key, value in
      if key.equals("content") { content = value } else if key.equals("id") { id = value }
    }
    if isAssistant { messageID = text(id) }
    guard let content else { return }
    if content.isString {
      take(text: content, repaired: &repaired)
    } else {
      var blocks: [JSONSlice] = []
      content.forEachElement { blocks.append($0) }
      for block in blocks { take(block: block, repaired: &repaired) }
    }
  }

  private mutating func take(block: JSONSlice, repaired: inout Bool) {
    guard let type = block["type"] else { return }
    if type.equals("text") {
      if let text = block["text"] { take(text: text, repaired: &repaired) }
    } else if role == .assistant, type.equals("tool_use") || type.equals("server_tool_use") || type.equals("mcp_tool_use") {
      guard let name = block["name"]?.string(repaired: &repaired) else { return }
      calls.append(
        ToolCall(
          id: block["id"]?.string(repaired: &repaired) ?? "", name: name,
          subject: block["input"].flatMap { ToolUse.subject(of: $0, repaired: &repaired) }))
    } else if role == .user, type.equals("tool_result") {
      guard let id = block["tool_use_id"]?.string(repaired: &repaired) else { return }
      let failed = block["is_error"]?.isTrue ?? false
      let refusal = failed ? block["content"].flatMap { Self.refusal(in: $0, repaired: &repaired) } : nil
      results.append(ToolResult(id: id, failed: failed, refusal: refusal))
    }
  }

  private mutating func take(text slice: JSONSlice, repaired: inout Bool) {
    guard !isMeta, !isError, let text = slice.string(repaired: &repaired), !text.isEmpty else { return }
    let kept: String
    switch role {
    case .assistant:
      // What the client puts in the assistant's place when a command needs no answer.
      kept = text == "No response requested." ? "" : TypedText.withoutInjectedContext(text)
    case .user:
      if TypedText.isInterruption(text) { wasInterrupted = true }
      kept = TypedText.typed(in: text)
      if kept.isEmpty, let command = TypedText.command(in: text) { self.command = command }
    }
    if !kept.isEmpty { texts.append(kept) }
  }

  /// A refused call's result ends with the user's own words, after this sentence of the client.
  private static func refusal(in content: JSONSlice, repaired: inout Bool) -> String? {
    var whole = content.string(repaired: &repaired)
    if whole == nil {
      var first: JSONSlice?
      content.forEachElement { if first == nil { first = $0 } }
      whole = first?["text"]?.string(repaired: &repaired)
    }
    guard let bytes = whole.map({ Array($0.utf8) }), bytes.starts(with: "The user doesn't want to proceed".utf8) else { return nil }
    let marker = Array("the user said:\n".utf8)
    guard let start = bytes.firstIndex(of: marker, from: 0) else { return nil }
    let said = TypedText.typed(in: String(decoding: bytes[(start + marker.count)...], as: UTF8.self))
    return said.isEmpty ? nil : said
  }
}
