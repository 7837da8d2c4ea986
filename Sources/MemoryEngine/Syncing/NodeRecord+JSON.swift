import JSONValues
import MemoryModel

/// How a record stands in the store and in a file. Both are the same members; a file leaves out what it need not say.
extension NodeRecord {
  // MARK: In the store

  init(state: String, uri: MemoryURI, birth: Timestamp) throws {
    self.init(uri: uri, birth: birth)
    let json = try JSONValue(parsing: state)
    readMembers(json)
    isUseNew = json["use_new"]?.bool ?? false
    isHistoryNew = json["history_new"]?.bool ?? false
    derivedRevisions = Set(json["revisions_derived"]?.lines ?? [])
    newRevisions = Set(json["revisions_new"]?.lines ?? [])
    for digest in json["revisions_here"]?.lines ?? [] { revisions.updateValue(nil, forKey: digest) }
    for name in json["fields_new"]?.lines ?? [] { SyncedField(rawValue: name).map { registers[$0]?.isNew = true } }
  }

  /// - Parameter isVisible: the row of this memory holds what it says, so that it need not be kept twice.
  func state(isVisible: Bool) -> String {
    var object = JSONObject()
    object["fields"] = .object(
      JSONObject(
        registers.sorted { $0.key.rawValue < $1.key.rawValue }.map { field, register in
          // A row names its successor by where that stands, which may change.
          let value = isVisible && field != .supersededBy ? nil : register.value
          return (field.rawValue, .array(register.stamp.json + [.string(register.digest)] + (value.map { [$0] } ?? [])))
        }))
    object.set("fields_new", registers.filter(\.value.isNew).keys.map(\.rawValue))
    object["use"] = useJSON
    if isUseNew { object["use_new"] = true }
    if isHistoryNew { object["history_new"] = true }
    object.set("revisions_derived", Array(derivedRevisions))
    let kept = isVisible ? [] : revisions.values.compactMap { $0 }
    if !kept.isEmpty { object["revisions"] = .array(kept) }
    object.set("revisions_here", revisions.filter { isVisible || $0.value == nil }.map(\.key))
    object.set("revisions_new", Array(newRevisions))
    setWords(&object)
    return JSONValue.object(object).text
  }

  // MARK: In a file

  /// What of it was never written to the folder, or all of it. Nil when there is nothing to say.
  func change(everything: Bool) -> JSONValue? {
    guard everything || isNew else { return nil }
    var object: JSONObject = ["type": "node", "uri": .string(uri.description), "birth": .moment(birth)]
    let fields = registers.filter { everything || $0.value.isNew }.sorted { $0.key.rawValue < $1.key.rawValue }
    if !fields.isEmpty {
      object["fields"] = .object(
        JSONObject(
          fields.map { field, register in
            (field.rawValue, .array(register.stamp.json + [.string(register.digest), register.value ?? .null]))
          }))
    }
    if everything || isUseNew { object["use"] = useJSON }
    let told = revisions.filter { everything || newRevisions.contains($0.key) }.sorted { $0.key < $1.key }
    if !told.isEmpty { object["revisions"] = .array(told.compactMap(\.value)) }
    if everything || isHistoryNew { setWords(&object) }
    return .object(object)
  }

  /// - Returns: nil for what no store writes.
  init?(change: JSONValue) {
    guard let uri = change["uri"]?.string.flatMap({ try? MemoryURI(parsing: $0) }), uri.segments.count > 1,
      let birth = change["birth"]?.moment
    else { return nil }
    self.init(uri: uri, birth: birth)
    readMembers(change)
    guard isSound(change) else { return nil }
  }

  /// Every field and revision was understood. What a newer program adds is left out and not half taken in.
  private func isSound(_ change: JSONValue) -> Bool {
    var node = MemoryNode(
      uri: uri, category: .events, abstract: "", overview: "", content: "", project: nil, provenance: Provenance(origin: .agent),
      contentHash: "", createdAt: birth, updatedAt: birth)
    var sources: [String] = []
    return registers.allSatisfy { field, register in
      register.value.map { $0.digest == register.digest && field.set($0, in: &node, mergedFrom: &sources) } ?? false
    } && revisions.values.allSatisfy { $0.map { Revision(synced: $0, uri: uri, number: 0) != nil } ?? false }
      && losers.values.allSatisfy { SyncedField.words.set($0, in: &node, mergedFrom: &sources) }
      && registers.count == change["fields"]?.object?.count ?? 0
  }

  // MARK: The members of both

  private mutating func readMembers(_ json: JSONValue) {
    for (name, value) in json["fields"]?.object?.members ?? [] {
      guard let field = SyncedField(rawValue: name), let parts = value.array, parts.count >= 3, let stamp = ChangeStamp(parts),
        let digest = parts[2].string
      else { continue }
      registers[field] = Register(stamp: stamp, digest: digest, value: parts.count > 3 ? parts[3] : nil, isNew: false)
    }
    if let parts = json["use"]?.array, parts.count == 3, let last = parts[0].moment?.milliseconds, let count = parts[1].integer,
      let updated = parts[2].integer, updated == .min || parts[2].moment != nil, count >= 0
    {
      use = Use(lastAccess: last, count: count, updated: updated)
    }
    for revision in json["revisions"]?.array ?? [] { revisions[revision.digest] = revision }
    for parts in json["losers"]?.array?.compactMap(\.array) ?? [] {
      if let stamp = ChangeStamp(parts), let words = parts.last { losers[stamp] = words }
    }
    replaced = Set(json["replaced"]?.array?.compactMap { $0.array.flatMap { ChangeStamp($0) } } ?? [])
  }

  private var useJSON: JSONValue { [.integer(use.lastAccess), .integer(use.count), .integer(use.updated)] }

  private func setWords(_ object: inout JSONObject) {
    if !losers.isEmpty { object["losers"] = .array(losers.sorted { $0.key < $1.key }.map { .array($0.key.json + [$0.value]) }) }
    if !replaced.isEmpty { object["replaced"] = .array(replaced.sorted().map { .array($0.json) }) }
  }
}

extension JSONObject {
  fileprivate mutating func set(_ key: String, _ texts: [String]) {
    if !texts.isEmpty { self[key] = .array(texts.sorted().map(JSONValue.string)) }
  }
}
