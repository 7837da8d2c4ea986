import JSONValues
import MemoryModel
import MemoryStore

/// What was erased goes from the files that this installation wrote, too. Each installation does so with its own.
extension SyncRun {
  /// Set with an erasure, so that a run that is cut short is made up for by the next one.
  static var scrubKey: String { "sync.scrub" }

  func scrub() throws {
    guard try store.meta(Self.scrubKey) == "1" else { return }
    let erased = Set(try store.erasedSyncNodes().map { "\($0.uri) \($0.birth.milliseconds)" })
    for file in try folder.files() where file.installation == request.installation {
      let bytes = try folder.bytes(of: file, from: 0)
      let reading = ChangeLines.read(bytes)
      // Only whole files are ours to change.
      guard !reading.isCutOff else { continue }
      var scrubbed: [UInt8] = []
      var start = 0
      for (change, end) in reading.changes {
        let isErased =
          change["type"] == "node" && erased.contains("\(change["uri"]?.string ?? "") \(change["birth"]?.integer ?? 0)")
        scrubbed += isErased ? ChangeLines.filler(forPayloadOf: change.serialized().count) : Array(bytes[start..<end])
        start = end
      }
      if scrubbed != bytes, scrubbed.count == bytes.count { try folder.write(scrubbed, to: file) }
    }
    try store.write { try store.setMeta(Self.scrubKey, "0") }
  }
}
