package import JSONValues
package import MemoryEngine
package import MemoryModel

/// Our own export: one JSON object a line, UTF-8. The first says what this is; each other one is what its `type` says.
///
///     {"type":"continuity-export","format":1,"version":"0.1.0","exported_at":"2026-11-21T10:33:50Z"}
///     {"type":"memory","uri":"mem://user/preferences/editor","category":"preferences","l0":"…","l1":"…","l2":"…",…,"revisions":[…]}
///     {"type":"link","from":"mem://…","to":"mem://…","kind":"supersedes","weight":1,"created_at":"…"}
///     {"type":"session","session_id":"…","started_at":"…",…,"observations":[…]}
///     {"type":"retraction","fingerprint":"…","category":"events","retracted_at":"…"}
///
/// Times are ISO 8601 in UTC with the store's milliseconds; what is nil is left out. A reader ignores types and members that it does not
/// know; `format` grows only when that would not be enough.
package enum JSONLExport {
  package static let format: Int64 = 1

  package static func header(version: String, at moment: Timestamp) -> JSONValue {
    ["type": "continuity-export", "format": .integer(format), "version": .string(version), "exported_at": .string(moment.iso8601)]
  }

  package static func line(_ record: ExportedRecord) -> JSONValue {
    switch record {
    case .memory(let node, let mergedFrom, let revisions):
      return .object(memory(node, mergedFrom: mergedFrom, revisions: revisions))
    case .link(let link): return .object(Self.link(link))
    case .session(let session, let observations): return .object(Self.session(session, observations: observations))
    case .retraction(let fingerprint, let category, let project, let moment, let reason):
      var object: JSONObject = ["type": "retraction", "fingerprint": .string(fingerprint)]
      object.set("category", category)
      object.set("project", project)
      object.set("retracted_at", moment)
      object.set("reason", reason)
      return .object(object)
    }
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

  private static func session(_ session: Session, observations: [Observation]) -> JSONObject {
    var object: JSONObject = ["type": "session", "session_id": .string(session.id)]
    object.set("client", session.client)
    object.set("project", session.project)
    object.set("cwd", session.workingDirectory)
    object.set("transcript_path", session.transcriptPath)
    object.set("status", session.status.rawValue)
    object.set("started_at", session.startedAt)
    object.set("last_active_at", session.lastActiveAt)
    object.set("ended_at", session.endedAt)
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
