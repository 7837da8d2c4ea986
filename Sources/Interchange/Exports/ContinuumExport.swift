import JSONValues
package import MemoryEngine
package import MemoryModel
import MemoryStore

/// CONTINUUM's export JSON 1.0: memories as entities, events as decisions, links as attention links, words of sessions as messages.
///
/// What that format has no place for stays in the JSONL export: revisions, retracted memories, tool calls.
package struct ContinuumExport {
  private let engine: MemoryEngine
  private let send: (String) throws -> Void
  /// The name of each entity: it is what links refer to, and must be there once.
  private var names: [MemoryURI: String] = [:]
  private var taken: Set<String> = []
  private var number: Int64 = 0
  private var messageNumbers: [String: Int64] = [:]

  /// - Parameter send: takes the text piece by piece.
  package init(_ engine: MemoryEngine, send: @escaping (String) throws -> Void) {
    self.engine = engine
    self.send = send
  }

  /// - Parameters:
  ///   - moment: when this is written.
  ///   - onRecord: called for each record.
  package mutating func write(at moment: Timestamp, onRecord: () -> Void) throws {
    try send(#"{"version":"1.0","exported_at":\#(JSONValue.string(moment.iso8601).text),"tenant_id":"default""#)
    // One state of the store for all passes.
    try engine.store.read {
      try list("entities", onRecord) { $0.entity($1) }
      try list("attention_links", onRecord) { $0.attentionLink($1) }
      try send(#","compound_concepts":[]"#)
      try list("decisions", onRecord) { $0.decision($1) }
      try list("messages", onRecord) { $0.messages($1) }
    }
    try send("}\n")
  }

  private mutating func list(
    _ name: String, _ onRecord: () -> Void, _ objects: (inout ContinuumExport, ExportedRecord) -> [JSONValue]
  ) throws {
    try send(",\"\(name)\":[")
    number = 0
    var isFirst = true
    var export = self
    try engine.forEachExported { record in
      for object in objects(&export, record) {
        try send((isFirst ? "" : ",") + object.text)
        isFirst = false
        onRecord()
      }
    }
    self = export
    try send("]")
  }

  private mutating func nextNumber() -> JSONValue {
    number += 1
    return .integer(number)
  }

  private mutating func entity(_ record: ExportedRecord) -> [JSONValue] {
    guard case .memory(let node, _, _, _) = record, node.retraction == nil, node.category != .sessions, node.category != .events
    else {
      return []
    }
    var name = node.uri.name.split(separator: "-").joined(separator: " ")
    if taken.contains(name) { name = "\(name) (\(node.category.rawValue))" }
    var attempt = 2
    let base = name
    while !taken.insert(name).inserted {
      name = "\(base) \(attempt)"
      attempt += 1
    }
    names[node.uri] = name
    let object: JSONObject = [
      "id": nextNumber(), "name": .string(name), "entity_type": .string(node.tags.first ?? node.category.rawValue),
      "description": .string(node.content), "created_at": .string(node.createdAt.iso8601), "tenant_id": "default",
    ]
    return [.object(object)]
  }

  private mutating func attentionLink(_ record: ExportedRecord) -> [JSONValue] {
    guard case .link(let link) = record, let from = names[link.from], let to = names[link.to] else { return [] }
    let object: JSONObject = [
      "id": nextNumber(), "concept_a": .string(from), "concept_b": .string(to),
      "link_type": .string(link.kind == .coMention ? "co-occurrence" : link.kind.rawValue), "strength": .number(link.weight),
      "created_at": .string(link.createdAt.iso8601), "last_accessed": .string(link.createdAt.iso8601), "tenant_id": "default",
    ]
    return [.object(object)]
  }

  private mutating func decision(_ record: ExportedRecord) -> [JSONValue] {
    guard case .memory(let node, _, _, _) = record, node.retraction == nil, node.category == .events else { return [] }
    let moment = node.validity.from ?? node.createdAt
    let object: JSONObject = [
      "id": nextNumber(), "instance_id": .string(node.provenance.session ?? "continuity"),
      "timestamp": .number(Double(moment.milliseconds) / 1000), "decision_text": .string(node.content), "context": .null,
      "extracted_from": .string(node.provenance.origin.rawValue), "tenant_id": "default",
    ]
    return [.object(object)]
  }

  private mutating func messages(_ record: ExportedRecord) -> [JSONValue] {
    let session: String
    let observations: [Observation]
    switch record {
    case .session(let known, _, let first): (session, observations) = (known.id, first)
    case .observations(let id, let more): (session, observations) = (id, more)
    default: return []
    }
    var messages: [JSONValue] = []
    for observation in observations where observation.kind == .prompt || observation.kind == .reply {
      messageNumbers[session, default: 0] += 1
      let object: JSONObject = [
        "id": nextNumber(), "instance_id": .string(session), "timestamp": .number(Double(observation.at.milliseconds) / 1000),
        "message_number": .integer(messageNumbers[session] ?? 0), "role": observation.kind == .prompt ? "user" : "assistant",
        "content": .string(observation.text), "metadata": "{}", "tenant_id": "default",
      ]
      messages.append(.object(object))
    }
    return messages
  }
}
