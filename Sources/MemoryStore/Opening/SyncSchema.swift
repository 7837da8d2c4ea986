import SQLite

/// Schema 5: what is known about who wrote what, for stores that exchange their changes through a folder. Empty until the first `sync`.
enum SyncSchema {
  static func migrate(_ connection: Connection) throws {
    try connection.executeScript(
      """
      -- A memory as all installations together know it; `state` is the engine's. It outlives its memory: what was erased stays erased.
      CREATE TABLE IF NOT EXISTS sync_nodes (
        uri TEXT NOT NULL,
        birth INTEGER NOT NULL,                  -- when it was created: tells two memories apart that were given one address
        identity INTEGER NOT NULL,               -- what a link knows it by: the birth, or 0 where all births are one memory
        node_uri TEXT,                           -- where it stands in this store; NULL: erased, or not known well enough yet
        row_digest TEXT NOT NULL DEFAULT '',     -- of what stood there when it was last looked at
        unpublished INTEGER NOT NULL DEFAULT 0,  -- 1: something in it was never written to the folder, 2: all of it is to be written
        successor_uri TEXT,                      -- where the one that replaced it was created
        state TEXT NOT NULL,
        PRIMARY KEY (uri, birth)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS sync_nodes_place ON sync_nodes (node_uri) WHERE node_uri IS NOT NULL;
      CREATE INDEX IF NOT EXISTS sync_nodes_successor ON sync_nodes (successor_uri) WHERE successor_uri IS NOT NULL;
      CREATE INDEX IF NOT EXISTS sync_nodes_unpublished ON sync_nodes (unpublished) WHERE unpublished > 0;

      -- An edge as all installations together know it.
      CREATE TABLE IF NOT EXISTS sync_links (
        from_uri TEXT NOT NULL,
        from_identity INTEGER NOT NULL,
        to_uri TEXT NOT NULL,
        to_identity INTEGER NOT NULL,
        kind TEXT NOT NULL,
        weight REAL,                             -- NULL: taken away
        created_at INTEGER,
        time INTEGER NOT NULL,                   -- the stamp: when it was written, and by whom
        installation TEXT NOT NULL,
        is_placed INTEGER NOT NULL DEFAULT 0,    -- `links` says the same
        is_unpublished INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (from_uri, from_identity, to_uri, to_identity, kind)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS sync_links_unplaced ON sync_links (is_placed) WHERE is_placed = 0;
      CREATE INDEX IF NOT EXISTS sync_links_unpublished ON sync_links (is_unpublished) WHERE is_unpublished > 0;

      -- What else has a key and is written whole: retractions, sessions. `value` is NULL where it was taken away.
      CREATE TABLE IF NOT EXISTS sync_values (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT,
        time INTEGER NOT NULL,
        installation TEXT NOT NULL,
        is_unpublished INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (kind, key)
      ) WITHOUT ROWID;

      -- How far the files of the folder were read.
      CREATE TABLE IF NOT EXISTS sync_files (
        installation TEXT NOT NULL,
        number INTEGER NOT NULL,
        offset INTEGER NOT NULL,
        PRIMARY KEY (installation, number)
      ) WITHOUT ROWID;
      """)
  }
}
