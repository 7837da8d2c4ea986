import JSONValues
import MemoryModel
import MemoryStore

/// One run of `sync`.
final class SyncRun<Folder: ChangeFolder> {
  /// A new file begins here.
  private static var fileSize: Int { 4 << 20 }
  /// Addresses, or lines, of one transaction: others want to write as well.
  private static var batch: Int { 200 }
  /// What a reader of files understands; when it understands more, it reads them anew.
  private static var understanding: String { "1" }

  let engine: MemoryEngine
  let store: MemoryStore
  let folder: Folder
  let request: SyncRequest
  var outcome = SyncOutcome()
  private var hasErased = false

  init(engine: MemoryEngine, folder: Folder, request: SyncRequest) {
    self.engine = engine
    store = engine.store
    self.folder = folder
    self.request = request
  }

  func run() throws -> SyncOutcome {
    try replaceOlderFiles(try folder.files())
    let files = try folder.files()
    outcome.peers = Set(files.map(\.installation)).subtracting([request.installation]).count
    try prepare(files)
    try absorb()
    // Before reading: words of ours that lose are to be known to everybody, also when this run is cut short.
    try publish(above: files)
    for file in files.sorted(by: { ($0.number, $0.installation) < ($1.number, $1.installation) }) { try read(file) }
    try publish(above: files)
    try scrub()
    if hasErased {
      try store.write { try engine.eraseDeletedVectors() }
      try store.compactAfterErasing()
    }
    if outcome.read > 0 {
      let settings = engine.settings
      try store.write { try store.decay(at: engine.now, halfLifeDays: settings.halfLifeDays, floor: settings.relevanceFloor) }
    }
    return outcome
  }

  private func ledger() -> SyncLedger { SyncLedger(store: store, installation: request.installation, now: engine.now) }

  private func inBatch<Result>(_ body: (SyncLedger) throws -> Result) throws -> Result {
    try store.write {
      let ledger = ledger()
      let result = try body(ledger)
      if ledger.hasErased {
        hasErased = true
        try store.setMeta(Self.scrubKey, "1")
      }
      return result
    }
  }

  private func prepare(_ files: [ChangeFile]) throws {
    try store.write {
      let sizes = Dictionary(
        files.filter { $0.installation == request.installation }.map { ($0.number, $0.size) }, uniquingKeysWith: max)
      let lost = try store.syncFiles(of: request.installation).filter { sizes[$0.number] ?? 0 < $0.offset }
      if !lost.isEmpty {
        try store.markAllUnpublished()
        try store.forgetSyncFiles(lost.map(\.number), of: request.installation)
      }
      // What was left out before is read now.
      let understanding = Self.understanding + (request.includesSessions ? " sessions" : "")
      let former = try store.meta("sync.understanding")
      guard former != understanding, former != understanding + " sessions" else { return }
      if former != nil { try store.forgetSyncOffsets() }
      try store.setMeta("sync.understanding", understanding)
    }
  }

  private func travels(_ uri: MemoryURI) -> Bool { request.includesSessions || !uri.isWithin(Category.sessions.directory) }

  // MARK: What changed here

  private func absorb() throws {
    var addresses = Set<MemoryURI>()
    try store.read {
      try store.forEachMemoryToSync { node, mergedFrom, revisions, known in
        guard travels(node.uri), known?.digest != NodeImage.digest(of: node, mergedFrom: mergedFrom, revisions: revisions) else {
          return
        }
        addresses.insert(known?.uri ?? node.uri)
      }
      addresses.formUnion(try store.syncAddressesOfVanished().filter(travels))
    }
    for batch in addresses.sorted().batches(of: Self.batch) {
      try inBatch { ledger in
        for uri in batch {
          var group = try ledger.group(at: uri)
          try ledger.settle(&group)
        }
      }
    }
    try store.write {
      try store.placeLinks()
      try store.absorbLinks(at: engine.now, installation: request.installation)
      try absorbRetractions()
      if request.includesSessions { try absorbSessions() }
    }
  }

  private func absorbRetractions() throws {
    var known = try store.syncValues(kind: SyncedValue.retraction.rawValue)
    try store.forEachRetraction { fingerprint, category, project, at, reason in
      let (key, value) = SyncedValue.retraction(fingerprint, category, project, at, reason)
      try note(.retraction, key, value, before: known.removeValue(forKey: key))
    }
    for (key, before) in known { try note(.retraction, key, nil, before: before) }
  }

  /// Notes a value as it stands in this store, when it is another one than before.
  func note(_ kind: SyncedValue, _ key: String, _ value: String?, before: SyncValueRow?) throws {
    guard before?.value != value else { return }
    let stamp = ChangeStamp.following(before?.stamp, at: engine.now.milliseconds, by: request.installation)
    try store.save(
      SyncValueRow(
        kind: kind.rawValue, key: key, value: value, time: Timestamp(milliseconds: stamp.time), installation: stamp.installation),
      isUnpublished: true)
  }

  // MARK: To the folder

  private func publish(above files: [ChangeFile]) throws {
    while try publishFile(above: files) {}
  }

  /// One file, in one transaction; false when there is nothing to write.
  private func publishFile(above files: [ChangeFile]) throws -> Bool {
    try inBatch { ledger in
      let there = files.lazy.filter { [request] in $0.installation == request.installation }.map(\.number).max() ?? 0
      let newest = try store.syncFiles(of: request.installation).reduce(there) { max($0, $1.number) }
      // A number is a time, so that none is used twice by a store that was put back from a backup.
      let number = max(engine.now.milliseconds, newest + 1)
      var bytes = ChangeLines.bytes(of: ChangeLines.header(installation: request.installation, number: number))
      let count = try append(to: &bytes, ledger)
      guard count > 0 else { return false }
      try folder.write(bytes, to: ChangeFile(installation: request.installation, number: number, size: Int64(bytes.count)))
      try store.setSyncOffset(Int64(bytes.count), installation: request.installation, number: number)
      outcome.written += count
      return true
    }
  }

  private func append(to bytes: inout [UInt8], _ ledger: SyncLedger) throws -> Int {
    var count = 0
    let hidden = request.includesSessions ? [] : [Category.sessions.directory]
    while bytes.count < Self.fileSize, count < 5000 {
      let addresses = try store.syncAddresses(unpublishedUpTo: Self.batch, leavingOut: hidden)
      if addresses.isEmpty { break }
      for uri in addresses {
        var group = try ledger.group(at: uri)
        try ledger.settle(&group)
        for index in group.entries.indices where group[index].unpublished {
          if let change = group[index].record.change(everything: group[index].isWhollyUnpublished) {
            bytes += ChangeLines.bytes(of: change)
            count += 1
          }
          group[index].record.markPublished()
          group[index].unpublished = false
          group[index].isWhollyUnpublished = false
        }
        try ledger.settle(&group)
      }
    }
    let erasures = try store.unpublishedErasures(limit: 5000)
    for mark in erasures { bytes += ChangeLines.bytes(of: ErasureChange.change(mark)) }
    try store.markErasuresPublished(erasures)
    let links = try store.unpublishedLinks(limit: 5000)
    for link in links { bytes += ChangeLines.bytes(of: link.change) }
    try store.markPublished(links)
    let kinds = SyncedValue.allCases.filter { request.includesSessions || !$0.isOfSessions }.map(\.rawValue)
    let values = try store.unpublishedValues(kinds: kinds, limit: 5000)
    for value in values {
      bytes += ChangeLines.bytes(of: value.change)
      try store.save(value, isUnpublished: false)
    }
    let observations = request.includesSessions ? try appendObservations(to: &bytes, limit: 5000) : 0
    return count + erasures.count + links.count + values.count + observations
  }

  // MARK: From the folder

  private func read(_ file: ChangeFile) throws {
    let name = "\(file.installation)/\(file.number)"
    var offset = try store.syncOffset(installation: file.installation, number: file.number)
    guard file.size > offset else { return }
    let bytes = try folder.bytes(of: file, from: offset)
    var reading = ChangeLines.read(bytes)
    if offset == 0, let first = reading.changes.first {
      guard first.change["type"] == "continuity-changes" else {
        outcome.incomplete.append(name)
        return
      }
      guard let format = first.change["format"]?.integer, format == ChangeLines.format else {
        first.change["format"]?.integer ?? .max < ChangeLines.format ? outcome.older.append(name) : outcome.newer.append(name)
        return
      }
    }
    if reading.isCutOff || bytes.count < file.size - offset { outcome.incomplete.append(name) }
    let start = offset
    while !reading.changes.isEmpty {
      let batch = reading.changes.prefix(Self.batch)
      reading.changes.removeFirst(batch.count)
      try inBatch { ledger in
        let isOurs = file.installation == request.installation
        for (change, _) in batch { try apply(change, ledger, isOurs: isOurs) }
        try insertObservations(batch.map(\.change))
        try store.placeLinks()
        offset = start + Int64(batch.last?.end ?? 0)
        try store.setSyncOffset(offset, installation: file.installation, number: file.number)
      }
    }
  }

  private func apply(_ change: JSONValue, _ ledger: SyncLedger, isOurs: Bool) throws {
    switch change["type"]?.string {
    case "continuity-changes", "erased": return
    case "erase":
      guard let mark = ErasureChange.mark(change) else { return outcome.refused += 1 }
      if try erase(mark, ledger) { outcome.changed += 1 }
    case "node":
      guard let record = NodeRecord(change: change) else { return outcome.refused += 1 }
      guard travels(record.uri) else { return }
      if try store.isErased(SyncMark.of(record.uri, birth: record.birth)) { break }
      var group = try ledger.group(at: record.uri)
      let index = group.index(ofBirth: record.birth)
      group[index].record.join(record)
      if try ledger.settle(&group) { outcome.changed += 1 }
    case "link":
      guard let link = SyncLinkRow(change: change) else { return outcome.refused += 1 }
      try store.join(link)
    case "observation":
      guard Observation(change: change) != nil else { return outcome.refused += 1 }
      guard request.includesSessions else { return }
    case let kind? where SyncedValue(rawValue: kind) != nil:
      guard let row = SyncValueRow(change: change) else { return outcome.refused += 1 }
      guard request.includesSessions || SyncedValue(rawValue: kind)?.isOfSessions == false else { return }
      try join(row)
    default: return outcome.refused += 1
    }
    if !isOurs { outcome.read += 1 }
  }

  /// Whether that took something away.
  private func erase(_ mark: String, _ ledger: SyncLedger) throws -> Bool {
    guard let row = try store.syncNode(marked: mark) else {
      try store.saveErased(mark, isUnpublished: false)
      return false
    }
    var group = try ledger.group(at: row.uri)
    group[group.index(ofBirth: row.birth)].record.erase()
    return try ledger.settle(&group)
  }

  private func join(_ row: SyncValueRow) throws {
    if let known = try store.syncValue(kind: row.kind, key: row.key) {
      guard known.stamp == row.stamp ? (known.value ?? "") < (row.value ?? "") : known.stamp < row.stamp else { return }
    }
    try store.save(row, isUnpublished: false)
    try SyncedValue.place(row, in: store)
  }
}

extension Array {
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
