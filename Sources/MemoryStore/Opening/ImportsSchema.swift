import SQLite

/// What an import needs to be repeatable.
enum ImportsSchema {
  static func create(_ connection: Connection) throws {
    try connection.executeScript(
      """
      -- A record of another product that was brought in, by its name there, and the memory that it became. NULL: it became none of
      -- its own, or that one was erased here; either way it is not brought in again.
      CREATE TABLE IF NOT EXISTS imports (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        hash TEXT NOT NULL,                      -- of what it said, after redaction
        node_id INTEGER REFERENCES mem_nodes (id) ON DELETE SET NULL,
        PRIMARY KEY (source, key)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS imports_node ON imports (node_id) WHERE node_id IS NOT NULL;
      """)
  }
}
