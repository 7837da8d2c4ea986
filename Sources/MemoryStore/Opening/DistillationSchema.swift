import SQLite

/// Schema 8: what a language model made of sessions, and what a consolidation changed.
enum DistillationSchema {
  static func migrate(_ connection: Connection) throws {
    try connection.executeScript(
      """
      -- Behind the texts, where reading it costs most; it is read with them.
      ALTER TABLE mem_nodes ADD COLUMN made_by TEXT;   -- prompt/version provider/model; NULL: rules, or who remembered it

      -- How far a session was read by a model, or by rules in its place.
      CREATE TABLE distillations (
        session TEXT PRIMARY KEY,
        turns INTEGER NOT NULL DEFAULT 0,        -- from the first one on
        last_turn TEXT,                          -- the client's id of the last of them
        taken INTEGER NOT NULL DEFAULT 0,        -- suggestions of a model that were taken
        waiting TEXT                             -- what a model suggested that is not remembered yet; NULL: nothing
      ) WITHOUT ROWID;

      -- A run of `consolidate`. The last one that was not undone can be.
      CREATE TABLE consolidations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL
      );
      -- A memory as it stood before a run changed it.
      CREATE TABLE consolidated (
        run INTEGER NOT NULL REFERENCES consolidations (id) ON DELETE CASCADE,
        node_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,
        kept_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,  -- what took it in; itself for what took others in
        l0_abstract TEXT NOT NULL,
        l1_overview TEXT NOT NULL,
        l2_content TEXT NOT NULL,
        tags TEXT NOT NULL,
        merged_from TEXT,
        source_session TEXT,
        origin TEXT NOT NULL,
        confidence REAL NOT NULL,
        made_by TEXT,
        valid_from INTEGER,
        valid_to INTEGER,
        superseded_by TEXT,
        content_hash TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        heading TEXT,                            -- its first searchable piece
        revisions INTEGER NOT NULL,              -- the number of its last revision then
        changed_at INTEGER NOT NULL,             -- its `updated_at` after the run: another one tells that it was changed since
        PRIMARY KEY (run, node_id)
      ) WITHOUT ROWID;
      CREATE INDEX consolidated_node ON consolidated (node_id);
      CREATE INDEX consolidated_kept ON consolidated (kept_id);
      """)
  }
}
