package import MemoryModel
import MemoryStore

/// One import on its way: takes a source's records one by one, makes them ready without the write lock, and writes them in short transactions.
///
///     let run = ImportRun(engine, source: "claude-mem")
///     try reader.forEachRecord(run)
///     let report = try run.finish()
///
/// Every record has a key that is the same in each run (`imports`): done again it changes nothing, and after a crash it goes on where it was.
package final class ImportRun {
  /// Records of one transaction: hooks wait for the write lock meanwhile, some 40 ms. The search index writes a segment for each of them, and
  /// the pages of every index once more.
  private static let recordsAtOnce = 256
  /// Bytes of text that wait at most.
  private static let bytesAtOnce = 4 << 20
  /// An import of more records than this copies the store before it writes.
  private static let largeImport = 512

  package let engine: MemoryEngine
  let source: String
  /// Of all that is read, instead of each record's own.
  let project: String?
  let since: Timestamp?
  let isTrial: Bool
  package var report = ImportReport()
  /// Called for every record that comes in.
  package var onRecord: () -> Void = {}

  private var waiting: [ImportedRecord] = []
  private var waitingBytes = 0
  /// Records that are being made ready, and what is made of them.
  private var coming: (records: ArraySlice<ImportedRecord>, drafts: DraftsAhead, isLarge: Bool)?
  private var hasFlushed = false
  private var isLargeRun = false
  /// Sessions that were looked up: whether this product recorded them itself.
  var knownSessions: [String: SessionState] = [:]
  /// The numbers of turns that came without one, by session.
  var lastTurns: [String: Int] = [:]
  /// What a trial would have written.
  var tried: Set<String> = []

  enum SessionState { case imported, recorded }

  /// - Parameters:
  ///   - source: names the product in the keys of its records.
  ///   - since: what is older is left out.
  ///   - isTrial: finds out and writes nothing.
  package init(_ engine: MemoryEngine, source: String, project: String? = nil, since: Timestamp? = nil, isTrial: Bool = false) {
    self.engine = engine
    self.source = source
    self.project = project
    self.since = since
    self.isTrial = isTrial
  }

  var store: MemoryStore { engine.store }

  package func take(_ record: ImportedRecord) throws {
    onRecord()
    if case .transcript(let path) = record { return takeTranscript(path) }
    waiting.append(record)
    waitingBytes += record.weight
    if waiting.count >= (hasFlushed ? Self.recordsAtOnce : Self.largeImport) || waitingBytes >= Self.bytesAtOnce {
      try flush(isLarge: true)
    }
  }

  /// Counts a record that the reader leaves out.
  package func skip(_ reason: String, count: Int = 1) {
    if count > 0 { report.skipped[reason, default: 0] += count }
  }

  /// Notes something that could not be read.
  package func fail(_ path: String, _ reason: String) {
    // A broken source of a million lines is told by its first thousand.
    if report.failures.count < 1000 {
      report.failures.append(ImportReport.Failure(path: path, reason: reason))
    } else {
      skip("could not be read")
    }
  }

  package func remark(_ text: String) { if !report.remarks.contains(text) { report.remarks.append(text) } }

  /// Writes what waits.
  package func finish() throws -> ImportReport {
    try flush(isLarge: false)
    try writeComing()
    if isLargeRun { try store.writesMuch(false) }
    return report
  }

  func count(_ kind: String) { report.taken[kind, default: 0] += 1 }

  // MARK: Batches

  private func flush(isLarge: Bool) throws {
    let records = waiting
    waiting.removeAll(keepingCapacity: true)
    waitingBytes = 0
    hasFlushed = true
    for start in stride(from: 0, to: records.count, by: Self.recordsAtOnce) {
      let batch = records[start..<min(start + Self.recordsAtOnce, records.count)]
      let drafts = DraftsAhead(try batch.map(memoryToDraft), drafting)
      try writeComing()
      coming = (records: batch, drafts: drafts, isLarge: isLarge)
    }
  }

  /// One that was not brought in before; most of what was says the same, and is looked at when its turn comes.
  private func memoryToDraft(_ record: ImportedRecord) throws -> ImportedMemory? {
    guard case .memory(let memory) = record, try store.importMark(source: source, key: memory.key) == nil else { return nil }
    return memory
  }

  private func writeComing() throws {
    guard let (records, drafts, isLarge) = coming else { return }
    coming = nil
    let prepared = try zip(records, drafts.take()).compactMap { try prepare($0, $1) }
    guard !prepared.isEmpty else { return }
    if isTrial {
      for record in prepared { try tryOut(record) }
    } else {
      if isLarge, prepared.contains(where: \.changesMemories) { try prepareLargeRun() }
      try store.write { for record in prepared { try write(record) } }
    }
  }

  /// Before the first thing that a large import writes.
  private func prepareLargeRun() throws {
    guard !isLargeRun else { return }
    isLargeRun = true
    report.backup = try store.safetyCopy(before: "import", keep: engine.settings.automaticBackups, at: engine.now)
    try store.writesMuch(true)
  }

  /// A record that is ready to be written.
  enum Prepared {
    case session(ImportedSession)
    case memory(PreparedMemory)
    case turn(PreparedTurn)
    case tool(key: String, Observation)
    case link(ImportedLink)
    case own(PreparedOwn)

    /// Whether it writes what a person may want back as it was: whether a link is known is found out only when it is written.
    var changesMemories: Bool {
      switch self {
      case .link: false
      case .own(let own): if case .memory = own.record { true } else { false }
      case .session, .memory, .turn, .tool: true
      }
    }
  }

  /// Nil for a record that is left out or known.
  private func prepare(_ record: ImportedRecord, _ draft: DraftsAhead.Draft?) throws -> Prepared? {
    switch record {
    case .session(let session): try prepare(session).map(Prepared.session)
    case .memory(let memory): try prepare(memory, draft).map(Prepared.memory)
    case .turn(let turn): try prepare(turn).map(Prepared.turn)
    case .tool(let call): try prepare(call).map { .tool(key: call.key, $0) }
    case .link(let link): .link(link)
    case .own(let record): try prepare(record).map(Prepared.own)
    case .transcript: nil
    }
  }

  private func write(_ prepared: Prepared) throws {
    switch prepared {
    case .session(let session): try write(session)
    case .memory(let memory): try write(memory)
    case .turn(let turn): try write(turn)
    case .tool(let key, let observation): try write(observation, key: key)
    case .link(let link): try write(link)
    case .own(let record): try write(record)
    }
  }

  private func tryOut(_ prepared: Prepared) throws {
    switch prepared {
    case .session(let session): if try state(of: session.id) == nil { count("sessions", once: "session/" + session.id) }
    case .memory(let memory): try tryOut(memory)
    case .turn(let turn):
      try trySession(turn.session)
      count("turns", once: turn.key)
    case .tool(let key, let observation):
      try trySession(observation.session)
      count("tool calls", once: key)
    case .link(let link): count("links", once: "link/\(link.from)\u{1}\(link.to)")
    case .own(let record): try tryOut(record)
    }
  }

  /// Counts a session that would be made for what happened in it.
  func trySession(_ id: String) throws {
    if try state(of: id) == nil, tried.insert("session/" + id).inserted { count("sessions") }
  }

  /// Counts what a trial would write, each key once.
  func count(_ kind: String, once key: String) {
    if tried.insert(key).inserted { count(kind) } else { report.unchanged += 1 }
  }

  /// Whether a record of this moment is wanted; counts it where it is not.
  func isWanted(_ moment: Timestamp?) -> Bool {
    guard let since, let moment, moment < since else { return true }
    skip("older than --since")
    return false
  }

  // MARK: Transcripts

  private func takeTranscript(_ path: String) {
    do {
      switch try engine.adoptTranscript(at: path, project: project, since: since, isTrial: isTrial) {
      case .queued: count("transcripts")
      case .known: report.unchanged += 1
      case .empty: skip("nothing was said in it")
      case .tooOld: skip("older than --since")
      case .excluded: skip("its directory is excluded by the configuration")
      }
    } catch {
      fail(path, "\(error)")
    }
  }
}

extension ImportedRecord {
  /// Roughly the bytes that it holds.
  fileprivate var weight: Int {
    switch self {
    case .memory(let memory): memory.content.utf8.count
    case .turn(let turn): turn.words.utf8.count + turn.answer.utf8.count
    case .own(.memory(let node, _, let revisions, _)): revisions.reduce(node.content.utf8.count) { $0 + $1.content.utf8.count }
    case .own(.session(_, _, let observations)), .own(.observations(_, let observations)): observations.count * 512
    default: 64
    }
  }
}
