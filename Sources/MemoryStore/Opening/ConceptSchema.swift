import SQLite

/// Schema 7: what sessions named. How strongly two concepts are tied is computed from these rows when somebody asks, so that nothing has to be
/// strengthened, or fades, by being written.
enum ConceptSchema {
  static func create(_ connection: Connection) throws {
    try connection.executeScript(
      """
      -- Something that sessions name: an identifier, a file, a name. Without a session it goes.
      CREATE TABLE IF NOT EXISTS concepts (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,                -- its name as a segment of an address
        name TEXT NOT NULL,
        kind TEXT NOT NULL
      );

      -- A session's concepts, replaced as a whole each time that the session is read.
      CREATE TABLE IF NOT EXISTS concept_sessions (
        concept_id INTEGER NOT NULL REFERENCES concepts (id) ON DELETE CASCADE,
        session TEXT NOT NULL,
        at INTEGER NOT NULL,                     -- when it was named last
        turns INTEGER NOT NULL,                  -- a bit for each 64th of the session that named it
        mentions INTEGER NOT NULL,
        PRIMARY KEY (concept_id, session)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS concept_sessions_session ON concept_sessions (session);
      CREATE INDEX IF NOT EXISTS concept_sessions_at ON concept_sessions (at);
      """)
  }
}
