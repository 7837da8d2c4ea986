import JSONValues
import MemoryModel
import MemoryStore

/// Sessions and what happened in them, which travel when they are asked for. Their summaries and turns are memories and travel as such.
extension SyncRun {
  private static var markKey: String { "sync.observations" }

  func absorbSessions() throws {
    var known = try store.syncValues(kind: SyncedValue.session.rawValue)
    try store.forEachSession { session, _ in
      try note(.session, session.id, session.synced.text, before: known.removeValue(forKey: session.id))
    }
  }

  private var mark: Int64 { get throws { try store.meta(Self.markKey).flatMap(Int64.init) ?? 0 } }

  /// Those that were never written. Nobody changes one.
  func appendObservations(to bytes: inout [UInt8], limit: Int) throws -> Int {
    let observations = try store.observations(after: mark, limit: limit)
    for observation in observations { bytes += ChangeLines.bytes(of: observation.change) }
    if let last = observations.last { try store.setMeta(Self.markKey, String(last.id)) }
    return observations.count
  }

  /// Takes in those that are not known, were not erased, and are not past their time. A line may come twice.
  func insertObservations(_ changes: [JSONValue]) throws {
    guard request.includesSessions else { return }
    let arrived = changes.filter { $0["type"] == "observation" }.compactMap(Observation.init(change:))
    let horizon = engine.now.advanced(by: .seconds(-86_400 * engine.settings.retentionDays))
    let isAllWritten = try store.observations(after: mark, limit: 1).isEmpty
    for (session, observations) in Dictionary(grouping: arrived, by: \.session).sorted(by: { $0.key < $1.key }) {
      let erased = try store.syncValue(kind: SyncedValue.erasedObservations.rawValue, key: session)?.value
      let limit = try erased.flatMap { try JSONValue(parsing: $0)["at"]?.moment }
      var known = Set(try store.observations(ofSession: session, limit: .max).map(\.change))
      for observation in observations where limit.map({ $0 < observation.at }) ?? true {
        guard observation.kind != .tool || observation.at >= horizon, known.insert(observation.change).inserted else { continue }
        try store.insert(observation)
      }
    }
    // What came from others is not written to the folder again.
    if isAllWritten, let last = try store.newestObservation() { try store.setMeta(Self.markKey, String(last)) }
  }
}

extension MemoryEngine {
  /// Erases what happened in a session, here and in the stores that this one exchanges changes with. Inside a write.
  func eraseObservations(ofSession id: String) throws {
    try store.deleteObservations(ofSession: id)
    try store.deleteDistillation(ofSession: id)
    let value: JSONValue = ["at": .moment(now)]
    let row = SyncValueRow(
      kind: SyncedValue.erasedObservations.rawValue, key: id, value: value.text, time: now, installation: "")
    try store.save(row, isUnpublished: true)
  }
}

extension Session {
  var synced: JSONValue {
    [
      "client": client.map(JSONValue.string) ?? .null, "project": project.map(JSONValue.string) ?? .null,
      "cwd": workingDirectory.map(JSONValue.string) ?? .null, "transcript": transcriptPath.map(JSONValue.string) ?? .null,
      "status": .string(status.rawValue), "started": .moment(startedAt), "active": .moment(lastActiveAt), "ended": .moment(endedAt),
    ]
  }

  init?(synced value: JSONValue, id: String) {
    guard !id.isEmpty, id.utf8.count <= 256, let status = value["status"]?.string.flatMap(Status.init(rawValue:)),
      let started = value["started"]?.moment, let active = value["active"]?.moment
    else { return nil }
    self.init(
      id: id, client: value["client"]?.string, project: value["project"]?.string, workingDirectory: value["cwd"]?.string,
      transcriptPath: value["transcript"]?.string, status: status, startedAt: started, lastActiveAt: active,
      endedAt: value["ended"]?.moment)
  }
}

extension Observation {
  /// Without its number, which is this store's own.
  var change: JSONValue {
    [
      "type": "observation", "session": .string(session), "at": .moment(at), "kind": .string(kind.rawValue),
      "tool": tool.map(JSONValue.string) ?? .null, "subject": subject.map(JSONValue.string) ?? .null,
      "succeeded": succeeded.map(JSONValue.bool) ?? .null, "text": .string(text),
    ]
  }

  init?(change: JSONValue) {
    guard let session = change["session"]?.string, !session.isEmpty, let at = change["at"]?.moment,
      let kind = change["kind"]?.string.flatMap(Kind.init(rawValue:)), let text = change["text"]?.string, !change.holdsNUL
    else { return nil }
    self.init(
      session: session, at: at, kind: kind, tool: change["tool"]?.string, subject: change["subject"]?.string,
      succeeded: change["succeeded"]?.bool, text: text)
  }
}
