import JSONValues
import MemoryModel
import MemoryStore

/// All memories that were ever created at one address.
///
/// Two installations may give an address to two memories without knowing of one another. In the categories that are rewritten in place
/// (`preferences/editor`) they are one memory, field by field. In the others each stays a memory of its own: the first one keeps the
/// address, a later one stands beside it under a name that follows from its birth, the same in every store.
struct NodeGroup {
  struct Entry {
    var record: NodeRecord
    /// Where it stands in this store.
    var nodeURI: MemoryURI?
    /// Where it stood when it was read.
    var formerURI: MemoryURI?
    var rowDigest = ""
    var unpublished = false
    var isWhollyUnpublished = false
  }

  let uri: MemoryURI
  /// The oldest first.
  private(set) var entries: [Entry]

  init(uri: MemoryURI, entries: [Entry]) {
    self.uri = uri
    self.entries = entries
  }

  var isShared: Bool { uri.category?.isMergeable ?? false }

  func identity(of record: NodeRecord) -> Int64 { isShared ? 0 : record.birth.milliseconds }

  subscript(index: Int) -> Entry {
    get { entries[index] }
    set { entries[index] = newValue }
  }

  /// `SyncMark.reference` of each of them, as others name it.
  var references: Set<String> { Set(entries.map { SyncMark.reference(to: uri, identity: identity(of: $0.record)) }) }

  mutating func dropErased() { entries.removeAll { $0.record.isErased } }

  /// The place of the record of this birth, made when there is none.
  mutating func index(ofBirth birth: Timestamp) -> Int {
    if let index = entries.firstIndex(where: { $0.record.birth == birth }) { return index }
    let index = entries.firstIndex { $0.record.birth > birth } ?? entries.endIndex
    entries.insert(Entry(record: NodeRecord(uri: uri, birth: birth)), at: index)
    return index
  }

  /// What stands at one address of this store: the records that make one memory.
  struct Slot {
    var uri: MemoryURI
    /// Into `entries`, the oldest first; never empty.
    var members: [Int]
  }

  /// Where everything is to stand.
  var slots: [Slot] {
    let live = entries.indices.filter { entries[$0].record.isPlaceable }
    guard !live.isEmpty else { return [] }
    if isShared { return [Slot(uri: uri, members: live)] }
    return live.enumerated().map { rank, index in
      Slot(uri: rank == 0 ? uri : Self.neighbour(of: uri, birth: entries[index].record.birth), members: [index])
    }
  }

  /// Where things stood when this store was last looked at.
  var standing: [Slot] {
    let placed = entries.indices.filter { entries[$0].nodeURI != nil }
    return Dictionary(grouping: placed) { entries[$0].nodeURI ?? uri }.sorted { $0.key < $1.key }.map {
      Slot(uri: $0.key, members: $0.value)
    }
  }

  static func neighbour(of uri: MemoryURI, birth: Timestamp) -> MemoryURI {
    let mark = "-" + String(Slug.fingerprint("\(uri)\u{1}\(birth.milliseconds)"), radix: 36)
    var name = uri.name
    while name.utf8.count + mark.utf8.count > Slug.maximumSegmentLength { name.unicodeScalars.removeLast() }
    return MemoryURI(segments: Array(uri.segments.dropLast()) + [name + mark])
  }

  /// The newest register of a field among the members of a slot, and whose it is.
  func newest(_ field: SyncedField, in slot: Slot) -> (index: Int, register: NodeRecord.Register)? {
    var newest: (index: Int, register: NodeRecord.Register)?
    for index in slot.members {
      guard let register = entries[index].record.registers[field] else { continue }
      if newest.map({ $0.register.isOlder(than: register) }) ?? true { newest = (index, register) }
    }
    return newest
  }
}

/// A memory as it is to stand in the store.
struct NodeImage {
  var node: MemoryNode
  var mergedFrom: [String]
  /// In the order of their numbers.
  var revisions: [Revision]
  /// Those that were made of words that lost.
  var derived: Set<String> = []
  /// The name in its address was given by somebody, and is found like its words.
  var isNamed = false

  /// Tells whether a row was changed since it was last looked at, without its revisions' text.
  static func digest(of node: MemoryNode, mergedFrom: [String], revisions: Int) -> String {
    let parts = SyncedField.allCases.map { $0.value(of: node, mergedFrom: mergedFrom) }
    let use: [JSONValue] = [
      .moment(node.lastAccess), .integer(Int64(node.accessCount)), .moment(node.createdAt), .moment(node.updatedAt),
      .integer(Int64(revisions)),
    ]
    return JSONValue.array(parts + use).digest
  }

  var digest: String { Self.digest(of: node, mergedFrom: mergedFrom, revisions: revisions.count) }
}

extension NodeGroup {
  /// What a slot says. Every value is there: the caller has filled in what the row held.
  func image(of slot: Slot) -> NodeImage {
    let members = slot.members.map { entries[$0].record }
    let birth = members.map(\.birth).min() ?? Timestamp(milliseconds: 0)
    var node = NodeImage.blank(at: slot.uri, birth: birth)
    var mergedFrom: [String] = []
    for field in SyncedField.allCases {
      guard let value = newest(field, in: slot)?.register.value else { continue }
      _ = field.set(value, in: &node, mergedFrom: &mergedFrom)
    }
    let use = members.reduce(NodeRecord.Use()) { $0.joined(with: $1.use) }
    node.lastAccess = use.lastAccess < 0 ? nil : Timestamp(milliseconds: use.lastAccess)
    node.accessCount = Int(use.count)
    node.updatedAt = use.updated == .min ? birth : Timestamp(milliseconds: use.updated)
    var image = NodeImage(node: node, mergedFrom: mergedFrom, revisions: [])
    image.isNamed = newest(.words, in: slot)?.register.value?["named"]?.bool ?? false
    setRevisions(of: &image, slot)
    return image
  }

  private func setRevisions(of image: inout NodeImage, _ slot: Slot) {
    let members = slot.members.map { entries[$0].record }
    var values: [String: JSONValue] = [:]
    for record in members { for case (let digest, let value?) in record.revisions { values[digest] = value } }
    let told = Set(values.values.compactMap { $0["l2"]?.string })

    let replaced = members.reduce(into: Set<ChangeStamp>()) { $0.formUnion($1.replaced) }
    var lost = members.reduce(into: [ChangeStamp: JSONValue]()) { $0.merge($1.losers) { first, _ in first } }
    for record in members {
      if let words = record.registers[.words], let value = words.value { lost[words.stamp] = value }
    }
    var byContent: [String: (stamp: ChangeStamp, words: JSONValue)] = [:]
    for (stamp, words) in lost where !replaced.contains(stamp) {
      guard let content = words["l2"]?.string, content != image.node.content, !told.contains(content) else { continue }
      if byContent[content].map({ $0.stamp < stamp }) ?? true { byContent[content] = (stamp, words) }
    }
    for (stamp, words) in byContent.values {
      let revision: JSONValue = [
        "cause": .string(Revision.Cause.merged.rawValue), "l0": words["l0"] ?? "", "l1": words["l1"] ?? "", "l2": words["l2"] ?? "",
        "from": nil, "to": nil, "at": .integer(stamp.time), "session": nil,
      ]
      values[revision.digest] = revision
      image.derived.insert(revision.digest)
    }
    let ordered = values.sorted { ($0.value["at"]?.integer ?? 0, $0.key) < ($1.value["at"]?.integer ?? 0, $1.key) }
    image.revisions = ordered.enumerated().compactMap { index, value in
      Revision(synced: value.value, uri: image.node.uri, number: index + 1)
    }
  }
}

extension NodeImage {
  /// A memory of which nothing is known but that it is one.
  static func blank(at uri: MemoryURI, birth: Timestamp) -> MemoryNode {
    MemoryNode(
      uri: uri, category: uri.category ?? .events, abstract: "", overview: "", content: "", project: nil,
      provenance: Provenance(origin: .agent), contentHash: "", createdAt: birth, updatedAt: birth)
  }
}
