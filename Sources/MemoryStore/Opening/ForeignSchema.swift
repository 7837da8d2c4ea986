import SQLite

/// Tells whose database a file is that does not carry our `application_id`.
enum ForeignSchema {
  /// Read in SQLite's immutable mode, which takes no lock, recovers nothing and leaves nothing beside the file.
  static func owner(of path: String) -> StoreError.ForeignFile {
    guard let connection = try? Connection(path: "file:\(escaped(path))?immutable=1", mode: .readOnly),
      let tables = try? connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'", [], { $0.text(0) })
    else { return .otherDatabase }
    // The Go program's names (its import is described in the importer); ours has `passages`, which it has not.
    return tables.contains("mem_nodes") && tables.contains("mem_vectors") ? .continuityGo : .otherDatabase
  }

  /// A path as it stands in an address of SQLite's (https://www.sqlite.org/uri.html).
  static func escaped(_ path: String) -> String {
    path.map { "?#%".contains($0) ? "%" + String($0.asciiValue ?? 0x3F, radix: 16) : String($0) }.joined()
  }
}
