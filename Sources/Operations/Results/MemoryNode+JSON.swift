import JSONValues
import MemoryModel

extension MemoryNode {
  /// The members of a node; `tiers` are those of its texts that are asked for.
  func json(tiers: [Tier]) -> JSONObject {
    var object: JSONObject = ["uri": .string(uri.description), "type": .string(kind.rawValue)]
    // A directory above the categories, such as mem://user, has none.
    object["category"] = .text((kind == .leaf ? category : uri.category)?.rawValue)
    if tiers.contains(.l0) { object["l0"] = .string(abstract) }
    if tiers.contains(.l1) { object["l1"] = .string(overview) }
    if tiers.contains(.l2) { object["l2"] = .string(content) }
    object["tags"] = .texts(tags)
    object["project"] = .text(project)
    object["origin"] = .string(provenance.origin.rawValue)
    object["session_id"] = .text(provenance.session)
    object["confidence"] = .score(provenance.confidence)
    object["made_by"] = .text(provenance.maker)
    object["valid_from"] = .time(validity.from)
    object["valid_to"] = .time(validity.to)
    object["retracted_at"] = .time(retraction?.at)
    object["retracted_reason"] = .text(retraction?.reason)
    object["superseded_by"] = .uri(supersededBy)
    object["pinned"] = .bool(pinnedAt != nil)
    object["created_at"] = .time(createdAt)
    object["updated_at"] = .time(updatedAt)
    object["access_count"] = .count(accessCount)
    object["relevance"] = .score(relevance)
    return object
  }
}

extension Revision {
  func json(tiers: [Tier]) -> JSONValue {
    var object: JSONObject = ["number": .count(number), "cause": .string(cause.rawValue)]
    if tiers.contains(.l0) { object["l0"] = .string(abstract) }
    if tiers.contains(.l1) { object["l1"] = .string(overview) }
    if tiers.contains(.l2) { object["l2"] = .string(content) }
    object["valid_from"] = .time(validity.from)
    object["valid_to"] = .time(validity.to)
    object["replaced_at"] = .time(replacedAt)
    object["session_id"] = .text(session)
    return .object(object)
  }
}

extension Link {
  var json: JSONValue {
    [
      "from": .string(from.description), "to": .string(to.description), "kind": .string(kind.rawValue), "weight": .score(weight),
      "created_at": .string(createdAt.iso8601),
    ]
  }
}
