import JSONValues
import MemoryModel
import MemoryStore

/// What was erased goes from the files that this installation wrote, too. Each installation does so with its own.
extension SyncRun {
  /// Set with an erasure, so that a run that is cut short is made up for by the next one.
  static var scrubKey: String { "sync.scrub" }

  func scrub() throws {
    guard try store.meta(Self.scrubKey) == "1" else { return }
    let erased = try store.erasedMarks()
    for file in try folder.files() where file.installation == request.installation {
      let bytes = try folder.bytes(of: file, from: 0)
      let reading = ChangeLines.read(bytes)
      // Only whole files are ours to change.
      guard !reading.isCutOff else { continue }
      var scrubbed: [UInt8] = []
      var start = 0
      for (change, end) in reading.changes {
        let isErased = change["type"] == "node" && Self.mark(change).map(erased.contains) ?? false
        scrubbed += isErased ? ChangeLines.filler(forPayloadOf: change.serialized().count) : Array(bytes[start..<end])
        start = end
      }
      if scrubbed != bytes, scrubbed.count == bytes.count { try folder.write(scrubbed, to: file) }
    }
    try store.write { try store.setMeta(Self.scrubKey, "0") }
  }

  private static func mark(_ change: JSONValue) -> String? {
    guard let uri = change["uri"]?.string.flatMap({ try? MemoryURI(parsing: $0) }), let birth = change["birth"]?.moment
    else { return nil }
    return SyncMark.of(uri, birth: birth)
  }

  private static var formatKey: String { "sync.format" }

  /// Files that an older version of this installation wrote name erased memories by their addresses: nothing stays of them but their
  /// first line, and everything is written anew.
  func replaceOlderFiles(_ files: [ChangeFile]) throws {
    guard try store.meta(Self.formatKey) != String(ChangeLines.format) else { return }
    try store.write { try store.markAllUnpublished() }
    for file in files where file.installation == request.installation {
      let header = ChangeLines.bytes(of: ChangeLines.header(installation: file.installation, number: file.number))
      guard let first = ChangeLines.read(try folder.bytes(of: file, from: 0)).changes.first?.change,
        let format = first["format"]?.integer, format < ChangeLines.format
      else { continue }
      try folder.write(header, to: file)
      try store.write {
        try store.setSyncOffset(Int64(header.count), installation: file.installation, number: file.number)
      }
    }
    try store.write { try store.setMeta(Self.formatKey, String(ChangeLines.format)) }
  }
}
