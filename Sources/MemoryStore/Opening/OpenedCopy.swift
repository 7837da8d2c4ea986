package import MemoryModel
import SQLite

extension MemoryStore {
  /// Whether this memory, or what was recorded of this session, stands in the copy at `path`. Nothing is written for it.
  ///
  /// - Throws: `StoreError` when the copy cannot be read, or was made by a newer version.
  package static func copy(at path: String, holds uri: MemoryURI) throws -> Bool {
    do {
      guard case .ours = try FileHeader.read(path: path) else {
        throw StoreError.failed(path: path, detail: "this is no copy of a Continuity store")
      }
      let connection = try Connection(path: path, mode: .readOnly)
      let version = try Schema.migrator.version(of: connection)
      guard version <= Schema.migrator.newestVersion else {
        throw StoreError.newer(path: path, version: version, newest: Schema.migrator.newestVersion)
      }
      let session = uri.parent == Category.sessions.directory ? uri.name : ""
      return try connection.first(
        "SELECT EXISTS (SELECT 1 FROM mem_nodes WHERE uri = ?) OR EXISTS (SELECT 1 FROM observations WHERE session = ?)",
        [uri.description, session]
      ) { $0.bool(0) } ?? false
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    }
  }

  /// Opens the copy at `path` (one of `copiesBeside`) to erase something in it. A copy of an older schema is brought up to date: what this program does
  /// not know by name it could not erase.
  package static func openCopy(at path: String) throws -> MemoryStore {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let home = StoreHome(path: parts.dropLast().joined(separator: "/"), databaseName: String(parts.last ?? ""))
    do {
      // Here rather than by opening it as a store, which would keep a copy of the copy.
      let connection = try Connection(path: path, mode: .readWrite)
      try Schema.configure(connection)
      try Schema.migrator.migrate(connection) { _ in }
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    }
    return try MemoryStore(home: home)
  }
}
