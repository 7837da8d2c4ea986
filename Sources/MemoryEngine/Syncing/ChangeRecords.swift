import JSONValues
import MemoryModel
import MemoryStore

/// How an edge travels.
extension SyncLinkRow {
  var change: JSONValue {
    [
      "type": "link", "from": .string(from), "to": .string(to), "kind": .string(kind),
      "stamp": [.moment(time), .string(installation)],
      "weight": weight.map { .string(String(describing: $0)) } ?? .null, "created_at": .moment(createdAt),
    ]
  }

  init?(change: JSONValue) {
    guard let from = change["from"]?.string, let to = change["to"]?.string, SyncMark.isOne(from), SyncMark.isOne(to), from != to,
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

/// How it travels that a memory was erased: by its mark, which says no word of it.
enum ErasureChange {
  static func change(_ mark: String) -> JSONValue { ["type": "erase", "of": .string(mark)] }

  static func mark(_ change: JSONValue) -> String? { change["of"]?.string.flatMap { SyncMark.isOne($0) ? $0 : nil } }
}

/// What has a key and is written whole.
enum SyncedValue: String, CaseIterable {
  /// What blocks re-learning.
  case retraction
  case session
  /// What happened in a session up to a moment was erased.
  case erasedObservations = "erased_observations"

  var isOfSessions: Bool { self != .retraction }

  static func retraction(_ fingerprint: String, _ category: String?, _ project: String?, _ at: Timestamp, _ reason: String?) -> (
    key: String, value: String
  ) {
    let value: JSONValue = [
      "project": project.map(JSONValue.string) ?? .null, "at": .moment(at), "reason": reason.map(JSONValue.string) ?? .null,
    ]
    return ("\(fingerprint)/\(category ?? "")", value.text)
  }

  /// Whether a store writes such a thing.
  func accepts(_ value: JSONValue, key: String) -> Bool {
    switch self {
    case .retraction: Self.parts(ofRetraction: key) != nil && (value.isNull || value["at"]?.moment != nil)
    case .session: Session(synced: value, id: key) != nil
    case .erasedObservations: value["at"]?.moment != nil
    }
  }

  /// Writes what is known now into the rows.
  static func place(_ row: SyncValueRow, in store: MemoryStore) throws {
    let value = try row.value.map { try JSONValue(parsing: $0) } ?? .null
    switch SyncedValue(rawValue: row.kind) {
    case .retraction:
      guard let (fingerprint, category) = parts(ofRetraction: row.key) else { return }
      try store.deleteRetraction(fingerprint: fingerprint, category: category)
      guard let moment = value["at"]?.moment else { return }
      try store.insertRetraction(
        fingerprint: fingerprint, category: category, project: value["project"]?.string, reason: value["reason"]?.string, at: moment
      )
    case .session:
      guard let session = Session(synced: value, id: row.key) else { return }
      try store.replace(session)
    case .erasedObservations:
      guard let moment = value["at"]?.moment else { return }
      try store.deleteObservations(ofSession: row.key, upTo: moment)
    case nil: return
    }
  }

  private static func parts(ofRetraction key: String) -> (fingerprint: String, category: Category)? {
    let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, let category = Category(rawValue: parts[1]) else { return nil }
    return (parts[0], category)
  }
}

/// How what has a key travels.
extension SyncValueRow {
  var stamp: ChangeStamp { ChangeStamp(time: time.milliseconds, installation: installation) }

  var change: JSONValue {
    [
      "type": .string(kind), "key": .string(key), "stamp": .array(stamp.json),
      "value": value.flatMap { try? JSONValue(parsing: $0) } ?? .null,
    ]
  }

  init?(change: JSONValue) {
    guard let kind = change["type"]?.string, let key = change["key"]?.string, let value = change["value"],
      let stamp = change["stamp"]?.array.flatMap({ ChangeStamp($0) }), !change.holdsNUL,
      SyncedValue(rawValue: kind)?.accepts(value, key: key) == true
    else { return nil }
    self.init(
      kind: kind, key: key, value: value.isNull ? nil : value.text, time: Timestamp(milliseconds: stamp.time),
      installation: stamp.installation)
  }
}
