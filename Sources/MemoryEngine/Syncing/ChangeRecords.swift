import JSONValues
import MemoryModel
import MemoryStore

/// How an edge travels.
extension SyncLinkRow {
  var change: JSONValue {
    [
      "type": "link", "from": .string(from.uri.description), "from_identity": .integer(from.identity),
      "to": .string(to.uri.description), "to_identity": .integer(to.identity), "kind": .string(kind),
      "stamp": [.moment(time), .string(installation)],
      "weight": weight.map { .string(String(describing: $0)) } ?? .null, "created_at": .moment(createdAt),
    ]
  }

  init?(change: JSONValue) {
    guard let from = End(change, "from"), let to = End(change, "to"), from != to,
      let kind = change["kind"]?.string, Link.Kind(rawValue: kind) != nil,
      let stamp = change["stamp"]?.array.flatMap({ ChangeStamp($0) }), let text = change["weight"]
    else { return nil }
    let weight = text.string.flatMap(Double.init)
    guard text.isNull || weight.map({ (0...1_000_000).contains($0) }) == true, text.isNull || change["created_at"]?.moment != nil
    else { return nil }
    self.init(
      from: from, to: to, kind: kind, weight: weight, createdAt: weight == nil ? nil : change["created_at"]?.moment,
      time: Timestamp(milliseconds: stamp.time), installation: stamp.installation)
  }
}

extension SyncLinkRow.End {
  init?(_ change: JSONValue, _ name: String) {
    guard let uri = change[name]?.string.flatMap({ try? MemoryURI(parsing: $0) }),
      let identity = change[name + "_identity"]?.integer
    else { return nil }
    self.init(uri: uri, identity: identity)
  }
}

/// What blocks re-learning, as a value with a key.
enum RetractionValue {
  static let kind = "retraction"

  static func row(_ fingerprint: String, _ category: String?, _ project: String?, _ at: Timestamp, _ reason: String?) -> (
    key: String, value: String
  ) {
    let value: JSONValue = [
      "project": project.map(JSONValue.string) ?? .null, "at": .moment(at), "reason": reason.map(JSONValue.string) ?? .null,
    ]
    return ("\(fingerprint)/\(category ?? "")", value.text)
  }

  static func place(_ row: SyncValueRow, in store: MemoryStore) throws {
    guard let (fingerprint, category) = parts(of: row.key) else { return }
    guard let value = row.value else { return try store.deleteRetraction(fingerprint: fingerprint, category: category) }
    let json = try JSONValue(parsing: value)
    // Its project is written only with a new row.
    try store.deleteRetraction(fingerprint: fingerprint, category: category)
    try store.insertRetraction(
      fingerprint: fingerprint, category: category, project: json["project"]?.string, reason: json["reason"]?.string,
      at: json["at"]?.moment ?? row.time)
  }

  static func parts(of key: String) -> (fingerprint: String, category: Category)? {
    let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, let category = Category(rawValue: parts[1]) else { return nil }
    return (parts[0], category)
  }
}

/// How what has a key travels.
extension SyncValueRow {
  var change: JSONValue {
    [
      "type": .string(kind), "key": .string(key), "stamp": [.moment(time), .string(installation)],
      "value": value.flatMap { try? JSONValue(parsing: $0) } ?? .null,
    ]
  }

  init?(change: JSONValue) {
    guard let kind = change["type"]?.string, let key = change["key"]?.string, RetractionValue.parts(of: key) != nil,
      let stamp = change["stamp"]?.array.flatMap({ ChangeStamp($0) }), let value = change["value"], !change.holdsNUL,
      value.isNull || value["at"]?.moment != nil
    else { return nil }
    self.init(
      kind: kind, key: key, value: value.isNull ? nil : value.text, time: Timestamp(milliseconds: stamp.time),
      installation: stamp.installation)
  }
}
