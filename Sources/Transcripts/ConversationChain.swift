/// Finds the conversation in a transcript, which is a tree: a rewound conversation leaves its abandoned branch in the file, a
/// resumed one may repeat lines, parallel tool calls branch off, and a compaction or a lost line cuts the trunk.
struct ConversationChain {
  private struct Entry {
    var parent: String?
    /// Index into `records`; nil for an entry of another type.
    var record: Int?
    /// Line order.
    var order: Int
  }

  private(set) var records: [TranscriptRecord] = []
  private var entries: [String: Entry] = [:]
  /// The uuids of the entries, in line order.
  private var uuids: [String] = []

  /// A line that repeats a uuid is the same entry again and is dropped.
  mutating func add(_ record: TranscriptRecord) {
    var record = record
    // Entries without a uuid are of no client that we know; they are taken to follow one another.
    if record.uuid.isEmpty {
      record.uuid = "line-\(uuids.count)"
      record.parent = uuids.last
    }
    guard insert(record.uuid, parent: record.parent, record: records.count) else { return }
    records.append(record)
  }

  mutating func addLink(uuid: String, parent: String?, isCompaction: Bool) {
    // Before a compaction lies an earlier segment, which `segments` finds by itself; its `parentUuid` is null already.
    _ = insert(uuid, parent: isCompaction ? nil : parent, record: nil)
  }

  private mutating func insert(_ uuid: String, parent: String?, record: Int?) -> Bool {
    guard entries[uuid] == nil else { return false }
    entries[uuid] = Entry(parent: parent, record: record, order: uuids.count)
    uuids.append(uuid)
    return true
  }

  /// The conversation's records in the order in which they were said.
  ///
  /// From the last record of the main conversation up to a root; then the same again with what stands before that root in the
  /// file, for a compaction, a lost line or an unknown parent begins a new tree, and what was said before is still part of the
  /// session. `logicalParentUuid` is not needed for that, and it names entries that may stand in another file.
  func conversation() -> [TranscriptRecord] {
    var chosen = Set<Int>()
    var limit = uuids.count
    while let leaf = leaf(before: limit) {
      var next: String? = leaf
      var earliest = limit
      var visited = Set<Int>()
      while let uuid = next, let entry = entries[uuid], visited.insert(entry.order).inserted {
        earliest = min(earliest, entry.order)
        if let record = entry.record { chosen.insert(record) }
        next = entry.parent
      }
      limit = earliest
    }
    addSiblings(to: &chosen)
    return chosen.sorted().map { records[$0] }
  }

  /// The last record that belongs to the main conversation, among those before the entry `limit`. Records of a team count only
  /// when there are no others, for then the session is one of a team's member.
  private func leaf(before limit: Int) -> String? {
    var ofTeam: String?
    for order in stride(from: limit - 1, through: 0, by: -1) {
      guard let index = entries[uuids[order]]?.record else { continue }
      let record = records[index]
      guard !record.isSidechain, !record.isMeta else { continue }
      if !record.isTeam { return record.uuid }
      if ofTeam == nil { ofTeam = record.uuid }
    }
    return ofTeam
  }

  /// The blocks of a message that calls several tools at once lie on branches of their own; only one of them leads on.
  private func addSiblings(to chosen: inout Set<Int>) {
    let messages = Set(chosen.compactMap { records[$0].messageID })
    var parents = Set(chosen.map { records[$0].uuid })
    for (index, record) in records.enumerated() where !record.isSidechain && !chosen.contains(index) {
      if let message = record.messageID, messages.contains(message) {
        chosen.insert(index)
        parents.insert(record.uuid)
      } else if !record.results.isEmpty, record.texts.isEmpty, let parent = record.parent, parents.contains(parent) {
        chosen.insert(index)
      }
    }
  }
}
