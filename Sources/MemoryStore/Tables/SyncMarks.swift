package import MemoryModel
import SQLite

/// What a memory is known by where its address must not stand: in an erasure, and in what names another memory, which may be erased one
/// day. 128 bits of a one-way hash, the same on every machine. It tells nobody an address who does not guess it.
package enum SyncMark {
  /// Of the memory that was created there then.
  package static func of(_ uri: MemoryURI, birth: Timestamp) -> String { mark("memory", uri, birth.milliseconds) }

  /// Of what an edge or a replaced memory means by it: with `identity` 0 whatever stands at the address.
  package static func reference(to uri: MemoryURI, identity: Int64) -> String { mark("reference", uri, identity) }

  private static func mark(_ kind: String, _ uri: MemoryURI, _ number: Int64) -> String {
    String(SHA256.hexadecimal(of: "\(kind)\u{1}\(uri)\u{1}\(number)").prefix(length))
  }

  package static func isOne(_ text: String) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static let length = 32
}

extension MemoryStore {
  package func isErased(_ mark: String) throws -> Bool {
    try connection.first("SELECT 1 FROM sync_erased WHERE mark = ?", [mark]) { _ in true } ?? false
  }

  /// Of what was erased only this is kept.
  package func saveErased(_ mark: String, isUnpublished: Bool) throws {
    try connection.execute("INSERT OR IGNORE INTO sync_erased (mark, is_unpublished) VALUES (?, ?)", [mark, isUnpublished])
  }

  package func erasedMarks() throws -> Set<String> { Set(try connection.query("SELECT mark FROM sync_erased") { $0.text(0) }) }

  package func unpublishedErasures(limit: Int) throws -> [String] {
    try connection.query("SELECT mark FROM sync_erased WHERE is_unpublished > 0 LIMIT ?", [limit]) { $0.text(0) }
  }

  package func markErasuresPublished(_ marks: [String]) throws {
    for mark in marks { try connection.execute("UPDATE sync_erased SET is_unpublished = 0 WHERE mark = ?", [mark]) }
  }
}
