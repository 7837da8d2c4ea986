import JSONValues
import MemoryModel
import MemoryStore

/// Keeps the records of this store in step with its rows, in both directions. Inside a write.
final class SyncLedger {
  let store: MemoryStore
  let installation: String
  let now: Timestamp
  /// A memory was erased: its words may still stand in old pages of the file, and in files that were written for others.
  private(set) var hasErased = false

  init(store: MemoryStore, installation: String, now: Timestamp) {
    self.store = store
    self.installation = installation
    self.now = now
  }

  // MARK: From the rows to the records

  /// What is known of an address, with all that was changed there since it was last looked at.
  func group(at uri: MemoryURI) throws -> NodeGroup {
    var group = NodeGroup(
      uri: uri,
      entries: try store.syncNodes(at: uri).map { row in
        NodeGroup.Entry(
          record: try NodeRecord(state: row.state, uri: uri, birth: row.birth), nodeURI: row.nodeURI,
          formerURI: row.nodeURI, rowDigest: row.rowDigest,
          unpublished: row.unpublished != .nothing, isWhollyUnpublished: row.unpublished == .everything)
      })
    var isKnown = false
    for slot in group.standing {
      let birth = slot.members.map { group[$0].record.birth }.min()
      if let row = try store.node(at: slot.uri), row.kind == .leaf, row.createdAt == birth {
        isKnown = isKnown || slot.uri == uri
        try absorb(row, slot, in: &group)
      } else {
        for index in slot.members { erase(index, in: &group) }
      }
    }
    if !isKnown, let row = try store.node(at: uri), row.kind == .leaf,
      try store.syncNode(standingAt: uri).map({ $0.uri == uri }) ?? true
    {
      try adopt(row, in: &group)
    }
    return group
  }

  /// It is gone from this store: somebody erased it.
  private func erase(_ index: Int, in group: inout NodeGroup) {
    hasErased = true
    group[index].record.erase()
    group[index].record.isErasureNew = true
    group[index].nodeURI = nil
  }

  /// A memory that is not known yet.
  private func adopt(_ row: MemoryNode, in group: inout NodeGroup) throws {
    var row = row
    // Created anew at the address of an erased one by a clock that stands behind: it must not share the other's fate.
    while try group.entries.contains(where: { $0.record.birth == row.createdAt })
      || store.isErased(SyncMark.of(group.uri, birth: row.createdAt))
    {
      row.createdAt.milliseconds += 1
    }
    let index = group.index(ofBirth: row.createdAt)
    group[index].nodeURI = row.uri
    try absorb(row, NodeGroup.Slot(uri: row.uri, members: [index]), in: &group)
  }

  private func absorb(_ row: MemoryNode, _ slot: NodeGroup.Slot, in group: inout NodeGroup) throws {
    guard let writer = slot.members.last else { return }
    let mergedFrom = try store.mergedFrom(ofNode: row.id)
    let isNamed = try isNamed(row)
    let blank = NodeImage.blank(at: row.uri, birth: row.createdAt)
    for field in SyncedField.allCases {
      let known = group.newest(field, in: slot)
      var value = field.value(of: row, mergedFrom: mergedFrom, isNamed: isNamed)
      // Without passages, as of one that was retracted, nothing tells.
      if field == .words, row.retraction != nil, let known, known.register.digest != value.digest {
        let other = field.value(of: row, mergedFrom: mergedFrom, isNamed: !isNamed)
        if known.register.digest == other.digest { value = other }
      }
      if field == .supersededBy { value = try successor(row.supersededBy, known: known?.register.value) }
      let digest = value.digest
      if let known, known.register.digest == digest {
        group[known.index].record.registers[field]?.value = value
        continue
      }
      if known == nil, group[writer].record.isPlaceable, digest == field.value(of: blank, mergedFrom: []).digest { continue }
      // The row says when it was written last; the change of this field may be another one.
      let isDated = known.map { row.updatedAt.milliseconds > $0.register.stamp.time } ?? true
      let stamp = ChangeStamp.following(
        known?.register.stamp, at: isDated ? row.updatedAt.milliseconds : now.milliseconds, by: installation)
      group[writer].record.write(value, digest: digest, in: field, stamp: stamp)
      if field == .words, let known { group[writer].record.replaced.insert(known.register.stamp) }
    }
    absorbUse(row, slot, writer, in: &group)
    try absorbRevisions(row, slot, writer, in: &group)
    if group[writer].record.isNew { group[writer].unpublished = true }
  }

  /// Which memory a row names: the one that is known, as long as it stands there.
  private func successor(_ uri: MemoryURI?, known: JSONValue?) throws -> JSONValue {
    if let known, try place(ofSuccessor: known) == uri { return known }
    return SyncedField.successor(try uri.flatMap(reference(to:)))
  }

  /// Nil when no memory stands there.
  private func reference(to uri: MemoryURI) throws -> String? {
    if let row = try store.syncNode(standingAt: uri) { return SyncMark.reference(to: row.uri, identity: row.identity) }
    guard let node = try store.node(at: uri), node.kind == .leaf else { return nil }
    return SyncMark.reference(to: uri, identity: uri.category?.isMergeable ?? false ? 0 : node.createdAt.milliseconds)
  }

  /// Where a successor stands in this store.
  private func place(ofSuccessor value: JSONValue) throws -> MemoryURI? {
    try value["of"]?.string.flatMap(store.place(ofReference:))
  }

  private func absorbUse(_ row: MemoryNode, _ slot: NodeGroup.Slot, _ writer: Int, in group: inout NodeGroup) {
    let known = slot.members.reduce(NodeRecord.Use()) { $0.joined(with: group[$1].record.use) }
    let use = NodeRecord.Use(
      lastAccess: row.lastAccess?.milliseconds ?? -1, count: Int64(row.accessCount), updated: row.updatedAt.milliseconds)
    guard known.joined(with: use) != known else { return }
    group[writer].record.use = known.joined(with: use)
    group[writer].record.isUseNew = true
  }

  private func absorbRevisions(_ row: MemoryNode, _ slot: NodeGroup.Slot, _ writer: Int, in group: inout NodeGroup) throws {
    for revision in try store.revisions(of: row) {
      let value = revision.synced
      let digest = value.digest
      if slot.members.contains(where: { group[$0].record.derivedRevisions.contains(digest) }) { continue }
      let owners = slot.members.filter { group[$0].record.revisions[digest] != nil }
      for owner in owners { group[owner].record.revisions.updateValue(value, forKey: digest) }
      guard owners.isEmpty else { continue }
      group[writer].record.revisions.updateValue(value, forKey: digest)
      group[writer].record.newRevisions.insert(digest)
    }
  }

  // MARK: From the records to the rows

  /// Puts everything of a group where it is to stand and notes it. Whether a row was changed.
  @discardableResult
  func settle(_ group: inout NodeGroup) throws -> Bool {
    let slots = group.slots
    var changed = try vacate(&group, keeping: slots)
    changed = try move(&group, to: slots) || changed
    for slot in slots { changed = try place(slot, in: &group) || changed }
    for (index, entry) in group.entries.enumerated() {
      if entry.record.isErased {
        let mark = SyncMark.of(group.uri, birth: entry.record.birth)
        try store.saveErased(mark, isUnpublished: entry.record.isErasureNew)
        try store.deleteSyncNode(group.uri, birth: entry.record.birth)
        continue
      }
      let isVisible = entry.nodeURI != nil && slots.contains { $0.members == [index] }
      try store.save(
        SyncNodeRow(
          uri: group.uri, birth: entry.record.birth, identity: group.identity(of: entry.record), nodeURI: entry.nodeURI,
          rowDigest: entry.rowDigest,
          unpublished: entry.isWhollyUnpublished ? .everything : entry.unpublished ? .changes : .nothing,
          state: entry.record.state(isVisible: isVisible)),
        successor: entry.record.registers[.supersededBy]?.value?["of"]?.string)
    }
    let isMoved = group.entries.contains { $0.formerURI != $0.nodeURI }
    for index in group.entries.indices { group[index].formerURI = group[index].nodeURI }
    let references = group.references
    group.dropErased()
    if isMoved { changed = try settleThoseReplaced(by: references, in: group) || changed }
    return changed
  }

  /// A memory came, went or moved: those that name it as their successor name its place.
  private func settleThoseReplaced(by references: Set<String>, in successor: NodeGroup) throws -> Bool {
    var changed = false
    for uri in Set(try references.flatMap(store.syncAddresses(replacedBy:))).sorted() {
      var group = uri == successor.uri ? successor : try group(at: uri)
      changed = try settle(&group) || changed
    }
    return changed
  }

  private func vacate(_ group: inout NodeGroup, keeping slots: [NodeGroup.Slot]) throws -> Bool {
    var changed = false
    for slot in group.standing {
      let gone = slot.members.filter { !group[$0].record.isPlaceable }
      guard !gone.isEmpty else { continue }
      for index in gone { group[index].nodeURI = nil }
      guard gone.count == slot.members.count, let node = try store.node(at: slot.uri) else { continue }
      try store.displaceLinks(
        of: SyncMark.reference(to: group.uri, identity: group.identity(of: group[gone[0]].record)))
      hasErased = true
      try store.removePassages(ofNode: node.id)
      try store.vacate(nodeID: node.id)
      changed = true
    }
    return changed
  }

  /// Those that leave the common address go first, so that it is free for the one that takes it.
  private func move(_ group: inout NodeGroup, to slots: [NodeGroup.Slot]) throws -> Bool {
    var changed = false
    for slot in slots.sorted(by: { $0.uri != group.uri && $1.uri == group.uri }) {
      for index in slot.members {
        guard let old = group[index].nodeURI, old != slot.uri, try store.node(at: slot.uri)?.kind != .leaf,
          let node = try store.node(at: old)
        else { continue }
        try store.move(nodeID: node.id, to: slot.uri)
        group[index].nodeURI = slot.uri
        changed = true
      }
    }
    return changed
  }

  /// A stranger may stand at a name that we made.
  private func free(_ uri: MemoryURI) throws -> MemoryURI {
    guard let node = try store.node(at: uri), node.kind == .leaf, let parent = uri.parent else { return uri }
    return try (2...99).lazy.map { parent.appending("\(uri.name)-\($0)") }.first { try !store.exists($0) } ?? uri
  }

  private func place(_ slot: NodeGroup.Slot, in group: inout NodeGroup) throws -> Bool {
    let standing = slot.members.compactMap { [group] in group.entries[$0].nodeURI }.first
    var slot = slot
    slot.uri = try standing ?? free(slot.uri)
    var image = group.image(of: slot)
    if let successor = group.newest(.supersededBy, in: slot)?.register.value {
      image.node.supersededBy = try place(ofSuccessor: successor) ?? named(by: standing, successor)
    }
    let changed: Bool
    if let standing, let row = try store.node(at: standing) {
      changed = try rewrite(row, as: &image)
    } else {
      try create(&image)
      changed = true
    }
    for index in slot.members {
      group[index].nodeURI = slot.uri
      group[index].rowDigest = image.digest
      group[index].record.derivedRevisions = image.derived
    }
    return changed
  }

  /// A successor that was not looked at yet: where the row says that it is.
  private func named(by standing: MemoryURI?, _ successor: JSONValue) throws -> MemoryURI? {
    guard let uri = try standing.flatMap(store.node(at:))?.supersededBy, try reference(to: uri) == successor["of"]?.string
    else { return nil }
    return uri
  }

  private func create(_ image: inout NodeImage) throws {
    if let id = try store.makeLeaf(image.node.uri) {
      image.node.id = id
      try store.update(image.node)
    } else {
      try store.insert(&image.node)
    }
    try store.setHistory(of: image.node, mergedFrom: image.mergedFrom)
    try store.replaceRevisions(image.revisions, ofNode: image.node.id)
    if image.node.retraction == nil { try store.insertPassages(passages(of: image), ofNode: image.node.id) }
  }

  private func rewrite(_ row: MemoryNode, as image: inout NodeImage) throws -> Bool {
    image.node.id = row.id
    image.node.relevance = row.relevance
    let mergedFrom = try store.mergedFrom(ofNode: row.id)
    let revisions = Array(try store.revisions(of: row).reversed())
    let changed = SyncedField.allCases.filter {
      $0.value(of: row, mergedFrom: mergedFrom) != $0.value(of: image.node, mergedFrom: image.mergedFrom)
    }
    let isRenamed = try row.retraction == nil && image.isNamed != isNamed(row)
    guard isRenamed || image.node != row || mergedFrom != image.mergedFrom || revisions != image.revisions else { return false }
    try store.update(image.node)
    try store.setHistory(of: image.node, mergedFrom: image.mergedFrom)
    if revisions != image.revisions { try store.replaceRevisions(image.revisions, ofNode: row.id) }
    if isRenamed || !SyncedField.searched.isDisjoint(with: changed) {
      try store.removePassages(ofNode: row.id)
      if image.node.retraction == nil { try store.insertPassages(passages(of: image), ofNode: row.id) }
    }
    return true
  }

  private func isNamed(_ row: MemoryNode) throws -> Bool {
    MemoryEngine.isNamed(row, indexedWith: try store.heading(ofNode: row.id))
  }

  private func passages(of image: NodeImage) -> [Passage] {
    let node = image.node
    // A session's turns are found by what was said in them.
    let names = node.category == .sessions ? [] : node.tags + (image.isNamed ? [node.uri.name] : [])
    return MemoryDraft.passages(abstract: node.abstract, overview: node.overview, content: node.content, names: names)
  }
}
