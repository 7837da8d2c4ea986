import MemoryModel
import SQLite

/// Schema 6: no address stands in what outlives a memory. What stores know of one another is noted anew at the next `sync`; that something
/// was erased is kept, under its mark.
enum SyncMarkSchema {
  static func migrate(_ connection: Connection) throws {
    try connection.executeScript(
      """
      -- What was erased, here or elsewhere, by its mark: nothing of it is taken in again.
      CREATE TABLE IF NOT EXISTS sync_erased (
        mark TEXT PRIMARY KEY,
        is_unpublished INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS sync_erased_unpublished ON sync_erased (is_unpublished) WHERE is_unpublished > 0;
      """)
    let erased = try connection.query("SELECT uri, birth FROM sync_nodes WHERE json_extract(state, '$.erased')") {
      ($0.text(0), $0.timestamp(1))
    }
    for (uri, birth) in erased {
      guard let uri = try? MemoryURI(parsing: uri) else { continue }
      try connection.execute(
        "INSERT OR IGNORE INTO sync_erased (mark, is_unpublished) VALUES (?, 1)", [SyncMark.of(uri, birth: birth)])
    }
    try connection.executeScript(
      """
      DROP TABLE sync_nodes;
      CREATE TABLE sync_nodes (
        uri TEXT NOT NULL,
        birth INTEGER NOT NULL,                  -- when it was created: tells two memories apart that were given one address
        identity INTEGER NOT NULL,               -- what a link knows it by: the birth, or 0 where all births are one memory
        mark TEXT NOT NULL,                      -- what an erasure names it by
        reference TEXT NOT NULL,                 -- what links and replaced memories name it by
        node_uri TEXT,                           -- where it stands in this store; NULL: not known well enough yet
        row_digest TEXT NOT NULL DEFAULT '',     -- of what stood there when it was last looked at
        unpublished INTEGER NOT NULL DEFAULT 0,  -- 1: something in it was never written to the folder, 2: all of it is to be written
        successor TEXT,                          -- the reference of the one that replaced it
        state TEXT NOT NULL,
        PRIMARY KEY (uri, birth)
      ) WITHOUT ROWID;
      CREATE UNIQUE INDEX sync_nodes_mark ON sync_nodes (mark);
      CREATE INDEX sync_nodes_reference ON sync_nodes (reference);
      CREATE INDEX sync_nodes_place ON sync_nodes (node_uri) WHERE node_uri IS NOT NULL;
      CREATE INDEX sync_nodes_successor ON sync_nodes (successor) WHERE successor IS NOT NULL;
      CREATE INDEX sync_nodes_unpublished ON sync_nodes (unpublished) WHERE unpublished > 0;

      DROP TABLE sync_links;
      CREATE TABLE sync_links (
        from_reference TEXT NOT NULL,
        to_reference TEXT NOT NULL,
        kind TEXT NOT NULL,
        weight REAL,                             -- NULL: taken away
        created_at INTEGER,
        time INTEGER NOT NULL,                   -- the stamp: when it was written, and by whom
        installation TEXT NOT NULL,
        is_placed INTEGER NOT NULL DEFAULT 0,    -- `links` says the same
        is_unpublished INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (from_reference, to_reference, kind)
      ) WITHOUT ROWID;
      CREATE INDEX sync_links_unplaced ON sync_links (is_placed) WHERE is_placed = 0;
      CREATE INDEX sync_links_unpublished ON sync_links (is_unpublished) WHERE is_unpublished > 0;

      UPDATE sync_values SET is_unpublished = 1;
      DELETE FROM sync_files;
      """)
  }
}
