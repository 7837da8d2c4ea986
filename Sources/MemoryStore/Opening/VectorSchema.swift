import SQLite

/// Schema 2: vectors by number instead of by name, and the lists in which their nearest are looked for. The table that schema 1 laid out for
/// them was never filled.
enum VectorSchema {
  static func migrate(_ connection: Connection) throws {
    try connection.executeScript("DROP TABLE vectors")
    try connection.executeScript(tables)
    try connection.executeScript(triggers)
  }

  private static let tables = """
    -- Who made vectors. A stamp is a random number that is drawn anew with every change, so that a process knows whether what it holds in
    -- memory still stands in the file.
    CREATE TABLE embedders (
      id INTEGER PRIMARY KEY,
      identity TEXT NOT NULL UNIQUE,           -- backend:model:dims:version
      vector_count INTEGER NOT NULL DEFAULT 0,
      vector_index INTEGER REFERENCES vector_indexes (id) ON DELETE SET NULL,
      covered INTEGER NOT NULL DEFAULT 0,      -- vectors with ids up to this one stand in the lists of the index
      building INTEGER NOT NULL DEFAULT 0,     -- those with ids up to this one may stand in an index that is being made
      file_stamp INTEGER NOT NULL DEFAULT 0,   -- of the file itself: ids are used again when it is put back from a backup
      tail_stamp INTEGER NOT NULL DEFAULT 0,   -- of the vectors that stand in no list
      lists_stamp INTEGER NOT NULL DEFAULT 0   -- of the lists, and of what was deleted from them
    );

    -- The vector of a passage: the truth, from which lists can be made anew. Ids are never used again (AUTOINCREMENT): a list may name
    -- one that is gone.
    CREATE TABLE vectors (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
      embedder INTEGER NOT NULL REFERENCES embedders (id),
      scope INTEGER NOT NULL,                  -- a hash of the passage's scope
      components BLOB NOT NULL,                -- scale, codes, residuals
      UNIQUE (passage_id, embedder)
    );
    CREATE INDEX vectors_embedder ON vectors (embedder);

    -- Inverted lists over the vectors of an embedder: what they are sorted by.
    CREATE TABLE vector_indexes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      embedder INTEGER NOT NULL REFERENCES embedders (id),
      trained_on INTEGER NOT NULL,             -- vectors there were
      centroids BLOB NOT NULL
    );

    -- A piece of a list; a list has one for each time that it grew, until they are put together. Never changed, only replaced.
    CREATE TABLE vector_lists (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      vector_index INTEGER NOT NULL REFERENCES vector_indexes (id) ON DELETE CASCADE,
      list INTEGER NOT NULL,
      entries INTEGER NOT NULL,
      ids BLOB NOT NULL,                       -- of the vectors
      block BLOB NOT NULL                      -- their passages, scopes, scales and codes
    );
    CREATE INDEX vector_lists_list ON vector_lists (vector_index, list);

    -- Vectors that are gone and may still stand in a list.
    CREATE TABLE vector_graves (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      embedder INTEGER NOT NULL REFERENCES embedders (id),
      vector INTEGER NOT NULL
    );
    CREATE INDEX vector_graves_embedder ON vector_graves (embedder);
    """

  private static let triggers = """
    CREATE TRIGGER vectors_inserted AFTER INSERT ON vectors BEGIN
      UPDATE embedders SET vector_count = vector_count + 1, tail_stamp = random() WHERE id = new.embedder;
    END;
    CREATE TRIGGER vectors_deleted AFTER DELETE ON vectors BEGIN
      INSERT INTO vector_graves (embedder, vector)
        SELECT id, old.id FROM embedders WHERE id = old.embedder AND old.id <= max(covered, building);
      UPDATE embedders SET vector_count = vector_count - 1, tail_stamp = iif(old.id > covered, random(), tail_stamp),
        lists_stamp = iif(old.id > covered, lists_stamp, random()) WHERE id = old.embedder;
    END;
    """
}
