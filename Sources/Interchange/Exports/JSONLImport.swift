import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore

/// Reads the lines that `JSONLExport` writes.
enum JSONLImport {
  /// Why a line is no record, by the name of what is wrong in it.
  struct Unreadable: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
  }

  /// Nil for a kind of record that this version does not know.
  static func record(_ value: JSONValue) throws(Unreadable) -> ExportedRecord? {
    guard let object = value.object, let type = object["type"]?.string else { throw Unreadable("it is no object with a `type`") }
    let line = Members(object)
    switch type {
    case "project": return .project(root: try line.text("root"), name: try line.text("name"))
    case "memory": return try memory(line)
    case "link":
      guard let kind = Link.Kind(rawValue: try line.text("kind")) else { throw Unreadable("`kind` is none of a link") }
      return .link(
        Link(
          from: try line.uri("from"), to: try line.uri("to"), kind: kind, weight: try line.number("weight"),
          createdAt: try line.moment("created_at")))
    case "session":
      let session = try session(line)
      return .session(
        session, extractedAt: try line.optionalMoment("extracted_at"), observations: try observations(line, of: session.id))
    case "observations":
      let id = try line.text("session_id")
      return .observations(session: id, try observations(line, of: id))
    case "learned":
      return .learned(session: try line.text("session_id"), fingerprints: line.texts("fingerprints"))
    case "exposure":
      return .exposure(session: try line.text("session_id"), uri: try line.uri("uri"), at: try line.moment("at"))
    case "retraction":
      return .retraction(
        fingerprint: try line.text("fingerprint"), category: line.optionalText("category"), project: line.optionalText("project"),
        at: try line.moment("retracted_at"), reason: line.optionalText("reason"))
    case "import":
      return .imported(
        source: try line.text("source"), key: try line.text("key"), hash: try line.text("hash"), uri: try line.optionalURI("uri"))
    case "model-call":
      return .modelCall(
        ModelCall(
          at: try line.moment("at"), purpose: try line.text("purpose"), provider: try line.text("provider"),
          model: try line.text("model"), inputTokens: try line.integer("input_tokens"),
          outputTokens: try line.integer("output_tokens"),
          cost: line.optionalNumber("cost_usd"), session: line.optionalText("session_id")))
    default: return nil
    }
  }

  private static func memory(_ line: Members) throws(Unreadable) -> ExportedRecord {
    let uri = try line.uri("uri")
    guard let category = Category(rawValue: try line.text("category")) else { throw Unreadable("`category` is none of ours") }
    let node = MemoryNode(
      uri: uri, category: category, abstract: try line.text("l0"), overview: try line.text("l1"), content: try line.text("l2"),
      tags: line.texts("tags"), project: line.optionalText("project"),
      provenance: Provenance(
        origin: Provenance.Origin(rawValue: try line.text("origin")) ?? .imported, session: line.optionalText("session_id"),
        confidence: try line.number("confidence"), maker: line.optionalText("made_by")),
      validity: Validity(from: try line.optionalMoment("valid_from"), to: try line.optionalMoment("valid_to")),
      retraction: try line.optionalMoment("retracted_at").map { Retraction(at: $0, reason: line.optionalText("retracted_reason")) },
      supersededBy: try line.optionalURI("superseded_by"), pinnedAt: try line.optionalMoment("pinned_at"),
      contentHash: try line.text("content_hash"), relevance: try line.number("relevance"),
      lastAccess: try line.optionalMoment("last_access"), accessCount: Int(clamping: try line.integer("access_count")),
      createdAt: try line.moment("created_at"), updatedAt: try line.moment("updated_at"))
    var revisions: [Revision] = []
    for value in line.objects("revisions") {
      let part = Members(value)
      let number = try part.integer("number")
      guard (1...1_000_000_000).contains(number) else { throw Unreadable("`number` must be from 1 to 1000000000, it is \(number)") }
      revisions.append(
        Revision(
          number: Int(number), uri: uri,
          cause: Revision.Cause(rawValue: try part.text("cause")) ?? .edited,
          abstract: try part.text("l0"), overview: try part.text("l1"), content: try part.text("l2"),
          validity: Validity(from: try part.optionalMoment("valid_from"), to: try part.optionalMoment("valid_to")),
          replacedAt: try part.moment("replaced_at"), session: part.optionalText("session_id")))
    }
    return .memory(
      node, mergedFrom: line.texts("merged_from"), revisions: revisions, isNamed: line.object["named"]?.bool ?? false)
  }

  private static func session(_ line: Members) throws(Unreadable) -> Session {
    Session(
      id: try line.text("session_id"), client: line.optionalText("client"), project: line.optionalText("project"),
      workingDirectory: line.optionalText("cwd"), transcriptPath: line.optionalText("transcript_path"),
      status: Session.Status(rawValue: try line.text("status")) ?? .ended, startedAt: try line.moment("started_at"),
      lastActiveAt: try line.moment("last_active_at"), endedAt: try line.optionalMoment("ended_at"),
      isTurnPrivate: line.object["turn_private"]?.bool ?? false)
  }

  private static func observations(_ line: Members, of session: String) throws(Unreadable) -> [Observation] {
    var observations: [Observation] = []
    for value in line.objects("observations") {
      let part = Members(value)
      guard let kind = Observation.Kind(rawValue: try part.text("kind")) else {
        throw Unreadable("`kind` is none of an observation")
      }
      observations.append(
        Observation(
          session: session, at: try part.moment("at"), kind: kind, tool: part.optionalText("tool"),
          subject: part.optionalText("subject"), succeeded: part.object["succeeded"]?.bool, text: try part.text("text")))
    }
    return observations
  }
}

/// The members of one object; what is missing or has the wrong type is told by its name.
private struct Members {
  let object: JSONObject

  init(_ object: JSONObject) { self.object = object }

  func text(_ name: String) throws(JSONLImport.Unreadable) -> String {
    guard let text = object[name]?.string else { throw JSONLImport.Unreadable("`\(name)` must be a string") }
    return text
  }

  func optionalText(_ name: String) -> String? { object[name]?.string }

  func texts(_ name: String) -> [String] { object[name]?.array?.compactMap(\.string) ?? [] }

  func objects(_ name: String) -> [JSONObject] { object[name]?.array?.compactMap(\.object) ?? [] }

  func number(_ name: String) throws(JSONLImport.Unreadable) -> Double {
    guard let number = object[name]?.double else { throw JSONLImport.Unreadable("`\(name)` must be a number") }
    return number
  }

  func optionalNumber(_ name: String) -> Double? { object[name]?.double }

  func integer(_ name: String) throws(JSONLImport.Unreadable) -> Int64 {
    guard let integer = object[name]?.integer else { throw JSONLImport.Unreadable("`\(name)` must be an integer") }
    return integer
  }

  func moment(_ name: String) throws(JSONLImport.Unreadable) -> Timestamp {
    guard let moment = Timestamp(iso8601: try text(name)) else {
      throw JSONLImport.Unreadable("`\(name)` must be an ISO 8601 time, it is `\(object[name]?.text.prefix(60) ?? "")`")
    }
    return moment
  }

  func optionalMoment(_ name: String) throws(JSONLImport.Unreadable) -> Timestamp? {
    object[name] == nil ? nil : try moment(name)
  }

  func uri(_ name: String) throws(JSONLImport.Unreadable) -> MemoryURI {
    let text = try text(name)
    do throws(MemoryURIError) { return try MemoryURI(parsing: text) } catch { throw JSONLImport.Unreadable("`\(name)`: \(error)") }
  }

  func optionalURI(_ name: String) throws(JSONLImport.Unreadable) -> MemoryURI? { object[name] == nil ? nil : try uri(name) }
}
