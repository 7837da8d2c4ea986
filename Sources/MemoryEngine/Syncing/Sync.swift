import JSONValues
import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// Exchanges changes with the other stores that use the folder. There is no server, and no order in which stores have to come by.
  ///
  /// **Who.** Each installation has an id of its own, which does not stand in the store: a copied store is another installation. It writes files of
  /// its own, `<installation>/<number>`, one for each run that has something to say (more when that is much); nobody writes another one's.
  ///
  /// **What.** A memory is a set of registers, one for each `SyncedField`, each with the stamp of its last writer (`ChangeStamp`: a hybrid
  /// clock, then the installation). A file carries the registers that its writer wrote. Joining takes the newer of two registers, the union of
  /// revisions, the greater use count, and an erasure over everything (`NodeRecord`): a join that does not mind order, repetition or delay, so that
  /// all stores that have read the same files say the same. Of words that were written at two places apart from one another the newer ones
  /// stand, and the others become a revision. Edges and retractions are registers too. Vectors, jobs, exposures and relevance are made anew in each
  /// store; sessions travel when they are asked for.
  ///
  /// **How it is known what changed.** Nothing is noted when something is written: a hook pays nothing for it. A run compares the rows with what
  /// it noted of them last (`sync_nodes`), so that it sees every change, whoever made it. A memory that is gone was erased.
  ///
  /// **Crashes.** What is written here is noted as unpublished in the same transaction, and as published in the one in which its file was renamed
  /// into place; a file that is written twice is read twice. What was read is noted with what it changed. A line carries its length and sum: half a
  /// file is read up to there. What the folder lost of ours is written to it again.
  package func sync(_ folder: some ChangeFolder, _ request: SyncRequest) throws -> SyncOutcome {
    try? flushUse()
    let sync = Sync(engine: self, folder: folder, request: request)
    return try sync.run()
  }
}

/// One run.
private final class Sync<Folder: ChangeFolder> {
  /// A new file begins here.
  private static var fileSize: Int { 4 << 20 }
  /// Addresses, or lines, of one transaction: others want to write as well.
  private static var batch: Int { 200 }
  private static var sessionsKey: String { "sync.sessions" }

  private let engine: MemoryEngine
  private let store: MemoryStore
  private let folder: Folder
  private let request: SyncRequest
  private var outcome = SyncOutcome()
  private var hasErased = false

  init(engine: MemoryEngine, folder: Folder, request: SyncRequest) {
    self.engine = engine
    store = engine.store
    self.folder = folder
    self.request = request
  }

  func run() throws -> SyncOutcome {
    let files = try folder.files()
    outcome.peers = Set(files.map(\.installation)).subtracting([request.installation]).count
    try prepare(files)
    try absorb()
    // Before reading: words of ours that lose are to be known to everybody, also when this run is cut short.
    try publish(above: files)
    for file in files.sorted(by: { ($0.number, $0.installation) < ($1.number, $1.installation) }) { try read(file) }
    try publish(above: files)
    if hasErased { try store.compactAfterErasing() }
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
      hasErased = hasErased || ledger.hasErased
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
      if request.includesSessions, try store.meta(Self.sessionsKey) == nil {
        // What was left out before is read now.
        try store.forgetSyncOffsets()
        try store.setMeta(Self.sessionsKey, "1")
      }
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
      try absorbRetractions(at: engine.now, installation: request.installation)
    }
  }

  private func absorbRetractions(at moment: Timestamp, installation: String) throws {
    var known = try store.syncValues(kind: RetractionValue.kind)
    func note(_ key: String, _ value: String?, _ before: SyncValueRow?) throws {
      let stamp = ChangeStamp.following(
        before.map { ChangeStamp(time: $0.time.milliseconds, installation: $0.installation) }, at: moment.milliseconds,
        by: installation)
      try store.save(
        SyncValueRow(
          kind: RetractionValue.kind, key: key, value: value, time: Timestamp(milliseconds: stamp.time), installation: installation),
        isUnpublished: true)
    }
    try store.forEachRetraction { fingerprint, category, project, at, reason in
      let (key, value) = RetractionValue.row(fingerprint, category, project, at, reason)
      let before = known.removeValue(forKey: key)
      if before?.value != value { try note(key, value, before) }
    }
    for (key, before) in known where before.value != nil { try note(key, nil, before) }
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
    let links = try store.unpublishedLinks(limit: 5000)
    for link in links { bytes += ChangeLines.bytes(of: link.change) }
    try store.markPublished(links)
    let values = try store.unpublishedValues(kinds: [RetractionValue.kind], limit: 5000)
    for value in values {
      bytes += ChangeLines.bytes(of: value.change)
      try store.save(value, isUnpublished: false)
    }
    return count + links.count + values.count
  }

  // MARK: From the folder

  private func read(_ file: ChangeFile) throws {
    let name = "\(file.installation)/\(file.number)"
    var offset = try store.syncOffset(installation: file.installation, number: file.number)
    guard file.size > offset else { return }
    var reading = ChangeLines.read(try folder.bytes(of: file, from: offset))
    if offset == 0, let first = reading.changes.first {
      guard first.change["type"] == "continuity-changes" else {
        outcome.incomplete.append(name)
        return
      }
      guard let format = first.change["format"]?.integer, format <= ChangeLines.format else {
        outcome.newer.append(name)
        return
      }
    }
    if reading.isCutOff { outcome.incomplete.append(name) }
    let start = offset
    while !reading.changes.isEmpty {
      let batch = reading.changes.prefix(Self.batch)
      reading.changes.removeFirst(batch.count)
      try inBatch { ledger in
        for (change, _) in batch { try apply(change, ledger, isOurs: file.installation == request.installation) }
        try store.placeLinks()
        offset = start + Int64(batch.last?.end ?? 0)
        try store.setSyncOffset(offset, installation: file.installation, number: file.number)
      }
    }
  }

  private func apply(_ change: JSONValue, _ ledger: SyncLedger, isOurs: Bool) throws {
    switch change["type"]?.string {
    case "continuity-changes": return
    case "node", "erase":
      guard let record = NodeRecord(change: change) else { return outcome.refused += 1 }
      guard travels(record.uri) else { return }
      var group = try ledger.group(at: record.uri)
      let index = group.index(ofBirth: record.birth)
      group[index].record.join(record)
      if try ledger.settle(&group) { outcome.changed += 1 }
    case "link":
      guard let link = SyncLinkRow(change: change) else { return outcome.refused += 1 }
      try store.join(link)
    case "retraction":
      guard let row = SyncValueRow(change: change) else { return outcome.refused += 1 }
      try join(row)
    default: return outcome.refused += 1
    }
    if !isOurs { outcome.read += 1 }
  }

  private func join(_ row: SyncValueRow) throws {
    if let known = try store.syncValue(kind: row.kind, key: row.key) {
      let (ours, theirs) = (
        ChangeStamp(time: known.time.milliseconds, installation: known.installation),
        ChangeStamp(time: row.time.milliseconds, installation: row.installation)
      )
      guard ours == theirs ? (known.value ?? "") < (row.value ?? "") : ours < theirs else { return }
    }
    try store.save(row, isUnpublished: false)
    try RetractionValue.place(row, in: store)
  }
}

extension Array {
  fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
