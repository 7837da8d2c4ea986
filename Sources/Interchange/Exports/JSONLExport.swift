package import JSONValues
package import MemoryEngine
import MemoryModel
import MemoryStore

/// Our own export: one JSON object a line, UTF-8. The first says what this is; each other one is what its `type` says
/// (`Schemas/export.schema.json`).
///
///     {"type":"continuity-export","format":1,"version":"0.1.0"}
///     {"type":"project","root":"/srv/orchard","name":"orchard"}
///     {"type":"memory","uri":"mem://user/preferences/editor","category":"preferences","l0":"…","l1":"…","l2":"…",…,"revisions":[…]}
///     {"type":"link","from":"mem://…","to":"mem://…","kind":"supersedes","weight":1,"created_at":"…"}
///     {"type":"session","session_id":"…","started_at":"…",…,"observations":[…]}
///     {"type":"observations","session_id":"…","observations":[…]}
///     {"type":"learned","session_id":"…","fingerprints":[…]}
///     {"type":"exposure","session_id":"…","uri":"mem://…","at":"…"}
///     {"type":"retraction","fingerprint":"…","category":"events","retracted_at":"…"}
///     {"type":"import","source":"claude-mem","key":"…","hash":"…","uri":"mem://…"}
///     {"type":"model-call","at":"…","purpose":"…",…}
///
/// Times are ISO 8601 in UTC with the store's milliseconds; what is nil is left out. Nothing in it depends on when or where it was written: two
/// stores that hold the same give the same bytes. A reader ignores types and members that it does not know; `format` grows only when
/// that would not be enough.
package enum JSONLExport {
  package static let format: Int64 = 1

  package static func header(version: String) -> JSONValue {
    ["type": "continuity-export", "format": .integer(format), "version": .string(version)]
  }

  package static func line(_ record: ExportedRecord) -> JSONValue {
    switch record {
    case .project(let root, let name): return ["type": "project", "root": .string(root), "name": .string(name)]
    case .memory(let node, let mergedFrom, let revisions, let isNamed):
      var object = memory(node, mergedFrom: mergedFrom, revisions: revisions)
      if isNamed { object["named"] = true }
      return .object(object)
    case .link(let link): return .object(Self.link(link))
    case .session(let session, let extractedAt, let observations):
      return .object(Self.session(session, extractedAt: extractedAt, observations: observations))
    case .observations(let session, let observations):
      return [
        "type": "observations", "session_id": .string(session),
        "observations": .array(observations.map { .object(observation($0)) }),
      ]
    case .learned(let session, let fingerprints):
      return ["type": "learned", "session_id": .string(session), "fingerprints": .array(fingerprints.map(JSONValue.string))]
    case .exposure(let session, let uri, let moment):
      return ["type": "exposure", "session_id": .string(session), "uri": .string(uri.description), "at": .string(moment.iso8601)]
    case .retraction(let fingerprint, let category, let project, let moment, let reason):
      var object: JSONObject = ["type": "retraction", "fingerprint": .string(fingerprint)]
      object.set("category", category)
      object.set("project", project)
      object.set("retracted_at", moment)
      object.set("reason", reason)
      return .object(object)
    case .imported(let source, let key, let hash, let uri):
      var object: JSONObject = ["type": "import", "source": .string(source), "key": .string(key), "hash": .string(hash)]
      object.set("uri", uri?.description)
      return .object(object)
    case .modelCall(let call): return .object(modelCall(call))
    }
  }

  private static func modelCall(_ call: ModelCall) -> JSONObject {
    var object: JSONObject = ["type": "model-call", "at": .string(call.at.iso8601), "purpose": .string(call.purpose)]
    object.set("provider", call.provider)
    object.set("model", call.model)
    object["input_tokens"] = .integer(call.inputTokens)
    object["output_tokens"] = .integer(call.outputTokens)
    object["cost_usd"] = call.cost.map(JSONValue.number)
    object.set("session_id", call.session)
    return object
  }

  private static func memory(_ node: MemoryNode, mergedFrom: [String], revisions: [Revision]) -> JSONObject {
    var object: JSONObject = [
      "type": "memory", "uri": .string(node.uri.description), "category": .string(node.category.rawValue),
      "l0": .string(node.abstract),
      "l1": .string(node.overview), "l2": .string(node.content), "tags": .array(node.tags.map(JSONValue.string)),
    ]
    object.set("project", node.project)
    object.set("origin", node.provenance.origin.rawValue)
    object.set("session_id", node.provenance.session)
    object["confidence"] = .number(node.provenance.confidence)
    object.set("made_by", node.provenance.maker)
    object.set("valid_from", node.validity.from)
    object.set("valid_to", node.validity.to)
    object.set("retracted_at", node.retraction?.at)
    object.set("retracted_reason", node.retraction?.reason)
    object.set("superseded_by", node.supersededBy?.description)
    object.set("pinned_at", node.pinnedAt)
    object.set("content_hash", node.contentHash)
    object["relevance"] = .number(node.relevance)
    object["access_count"] = .integer(Int64(node.accessCount))
    object.set("last_access", node.lastAccess)
    object.set("created_at", node.createdAt)
    object.set("updated_at", node.updatedAt)
    if !mergedFrom.isEmpty { object["merged_from"] = .array(mergedFrom.map(JSONValue.string)) }
    if !revisions.isEmpty { object["revisions"] = .array(revisions.map { .object(revision($0)) }) }
    return object
  }

  private static func revision(_ revision: Revision) -> JSONObject {
    var object: JSONObject = [
      "number": .integer(Int64(revision.number)), "cause": .string(revision.cause.rawValue), "l0": .string(revision.abstract),
      "l1": .string(revision.overview), "l2": .string(revision.content),
    ]
    object.set("valid_from", revision.validity.from)
    object.set("valid_to", revision.validity.to)
    object.set("replaced_at", revision.replacedAt)
    object.set("session_id", revision.session)
    return object
  }

  private static func link(_ link: Link) -> JSONObject {
    var object: JSONObject = ["type": "link"]
    object.set("from", link.from.description)
    object.set("to", link.to.description)
    object.set("kind", link.kind.rawValue)
    object["weight"] = .number(link.weight)
    object.set("created_at", link.createdAt)
    return object
  }

  private static func session(_ session: Session, extractedAt: Timestamp?, observations: [Observation]) -> JSONObject {
    var object: JSONObject = ["type": "session", "session_id": .string(session.id)]
    object.set("client", session.client)
    object.set("project", session.project)
    object.set("cwd", session.workingDirectory)
    object.set("transcript_path", session.transcriptPath)
    object.set("status", session.status.rawValue)
    object.set("started_at", session.startedAt)
    object.set("last_active_at", session.lastActiveAt)
    object.set("ended_at", session.endedAt)
    if session.isTurnPrivate { object["turn_private"] = true }
    object.set("extracted_at", extractedAt)
    object["observations"] = .array(observations.map { .object(observation($0)) })
    return object
  }

  private static func observation(_ observation: Observation) -> JSONObject {
    var object: JSONObject = ["at": .string(observation.at.iso8601), "kind": .string(observation.kind.rawValue)]
    object.set("tool", observation.tool)
    object.set("subject", observation.subject)
    object["succeeded"] = observation.succeeded.map(JSONValue.bool)
    object["text"] = .string(observation.text)
    return object
  }
}

extension JSONObject {
  fileprivate mutating func set(_ key: String, _ text: String?) { self[key] = text.map(JSONValue.string) }
  fileprivate mutating func set(_ key: String, _ moment: Timestamp?) { set(key, moment?.iso8601) }
}
