import SQLite

/// Schema 1. Times are epoch milliseconds; a table's comment says what a row is.
enum InitialSchema {
  static func create(_ connection: Connection) throws {
    try connection.executeScript(tree)
    try connection.executeScript(search)
    try connection.executeScript(sessions)
    try connection.executeScript(work)
  }

  private static let tree = """
    -- A memory or a directory of the tree.
    CREATE TABLE mem_nodes (
      id INTEGER PRIMARY KEY,
      uri TEXT NOT NULL UNIQUE,
      parent_uri TEXT REFERENCES mem_nodes (uri),
      node_type TEXT NOT NULL CHECK (node_type IN ('dir', 'leaf')),
      category TEXT CHECK (category IN ('profile', 'preferences', 'entities', 'events', 'patterns', 'cases', 'sessions')),
      tags TEXT NOT NULL DEFAULT '',           -- one a line
      mergeable INTEGER NOT NULL DEFAULT 0,
      merged_from TEXT,                        -- the sessions and memories that were merged into it, one a line
      relevance REAL NOT NULL DEFAULT 1.0,
      last_access INTEGER,
      access_count INTEGER NOT NULL DEFAULT 0,
      source_session TEXT,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      project TEXT,                            -- NULL: belongs to no project
      origin TEXT NOT NULL DEFAULT 'agent' CHECK (origin IN ('signal', 'agent', 'user', 'extracted', 'imported')),
      confidence REAL NOT NULL DEFAULT 1.0,
      valid_from INTEGER,                      -- inclusive
      valid_to INTEGER,                        -- exclusive
      retracted_at INTEGER,
      retracted_reason TEXT,
      superseded_by TEXT,
      pinned_at INTEGER,
      content_hash TEXT NOT NULL DEFAULT '',
      -- Last, because SQLite reads a long text to its end to reach a column behind it.
      l0_abstract TEXT NOT NULL DEFAULT '',
      l1_overview TEXT NOT NULL DEFAULT '',
      l2_content TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX mem_nodes_parent ON mem_nodes (parent_uri);
    CREATE INDEX mem_nodes_hash ON mem_nodes (content_hash);
    CREATE INDEX mem_nodes_session ON mem_nodes (source_session, id) WHERE source_session IS NOT NULL;
    CREATE INDEX mem_nodes_time ON mem_nodes (coalesce(valid_from, created_at)) WHERE node_type = 'leaf';
    CREATE INDEX mem_nodes_category ON mem_nodes (category, project, updated_at) WHERE node_type = 'leaf';

    -- What a node said before a merge, an edit or a supersession.
    CREATE TABLE revisions (
      id INTEGER PRIMARY KEY,
      node_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      cause TEXT NOT NULL,
      l0_abstract TEXT NOT NULL,
      l1_overview TEXT NOT NULL,
      l2_content TEXT NOT NULL,
      valid_from INTEGER,
      valid_to INTEGER,
      replaced_at INTEGER NOT NULL,
      session TEXT,
      UNIQUE (node_id, number)
    );

    -- A typed, weighted edge.
    CREATE TABLE links (
      from_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,
      to_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      weight REAL NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (from_id, to_id, kind)
    ) WITHOUT ROWID;
    CREATE INDEX links_to ON links (to_id);

    -- What was retracted is not learned again: the fingerprint of its words, never the words.
    CREATE TABLE retractions (
      fingerprint TEXT NOT NULL,
      category TEXT,
      project TEXT,
      retracted_at INTEGER NOT NULL,
      reason TEXT,
      PRIMARY KEY (fingerprint, category)
    );
    """

  private static let search = """
    -- A searchable piece of a node; `tier` is 0, 1 or 2.
    CREATE TABLE passages (
      id INTEGER PRIMARY KEY,
      node_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,
      tier INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      scope TEXT,                              -- the node's project when it was indexed
      text TEXT NOT NULL,
      UNIQUE (node_id, tier, ordinal)
    );

    -- The words of each passage as `SearchText` analyses them; rowid is the passage. Contentless: the text stands in `passages`.
    -- The categories count marks as parts of words: without them Thai and Hindi words fall apart at their vowels.
    CREATE VIRTUAL TABLE passages_fts USING fts5 (
      words, content = '', tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
    );

    -- How many passages a project has, by its word in the index: what makes a word rare is how many of these hold it.
    CREATE TABLE passage_counts (
      scope_word TEXT PRIMARY KEY,
      passages INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- One vector of one embedder for a passage.
    CREATE TABLE vectors (
      passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
      embedder TEXT NOT NULL,                  -- backend:model:dims:version
      scale REAL NOT NULL,
      components BLOB NOT NULL,
      PRIMARY KEY (passage_id, embedder)
    ) WITHOUT ROWID;
    """

  private static let sessions = """
    -- A coding session as the hooks reported it.
    CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      client TEXT,
      project TEXT,
      working_directory TEXT,
      transcript_path TEXT,
      status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'ended')),
      started_at INTEGER NOT NULL,
      last_active_at INTEGER NOT NULL,
      ended_at INTEGER,
      turn_private INTEGER NOT NULL DEFAULT 0,
      observation_count INTEGER NOT NULL DEFAULT 0,
      extracted_at INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX sessions_activity ON sessions (last_active_at);

    -- Something that happened in a session, kept small.
    CREATE TABLE observations (
      id INTEGER PRIMARY KEY,
      session TEXT NOT NULL,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      tool TEXT,
      subject TEXT,
      succeeded INTEGER,
      text TEXT NOT NULL
    );
    CREATE INDEX observations_session ON observations (session, id);

    -- What was taken from a session already: the fingerprint of a candidate's words. Extraction may run again and again.
    CREATE TABLE learned (
      session TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      PRIMARY KEY (session, fingerprint)
    ) WITHOUT ROWID;

    -- What was injected into which session: exposure, which is not use.
    CREATE TABLE exposures (
      node_id INTEGER NOT NULL REFERENCES mem_nodes (id) ON DELETE CASCADE,
      session TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (session, node_id)
    ) WITHOUT ROWID;
    CREATE INDEX exposures_node ON exposures (node_id);

    -- The name by which a directory's project is known; the first root of a name keeps it.
    CREATE TABLE projects (
      root TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) WITHOUT ROWID;
    """

  private static let work = """
    -- Slow work that is still to be done. A row goes when its result is committed.
    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,                   -- what it is about: a session, a node
      generation INTEGER NOT NULL DEFAULT 1,   -- grows when it is asked for again
      attempts INTEGER NOT NULL DEFAULT 0,
      due_at INTEGER NOT NULL,
      parked_at INTEGER,
      error TEXT,
      created_at INTEGER NOT NULL,
      UNIQUE (kind, subject)
    );

    -- Each call of a language model and what it cost.
    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      purpose TEXT NOT NULL,
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      cost_usd REAL,
      session TEXT
    );
    CREATE INDEX ledger_at ON ledger (at);

    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;
    """
}
