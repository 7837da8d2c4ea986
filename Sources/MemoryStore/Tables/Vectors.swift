import SQLite

/// A vector of a passage as it is written. What the bytes mean is the business of whoever made them.
package struct PassageVector: Hashable, Sendable {
  package var passage: Int64
  package var components: [UInt8]

  package init(passage: Int64, components: [UInt8]) {
    self.passage = passage
    self.components = components
  }
}

/// A vector of a passage as it stands in the store. The bytes are valid only while the row is read.
package struct VectorRow {
  package let id: Int64
  package let passage: Int64
  /// `PassageScope.hash` of the passage's scope.
  package let scope: UInt32
  package let components: UnsafeRawBufferPointer
}

/// A passage that an embedder has not seen.
package struct UnembeddedPassage: Hashable, Sendable {
  package var id: Int64
  package var node: Int64
  package var tier: Int
  package var ordinal: Int
  package var text: String
}

/// What stands of one embedder's vectors, read in a few microseconds, so that it can be asked before every search.
package struct VectorState: Hashable, Sendable {
  package var embedder: Int64
  package var count: Int
  /// The index in use, or nil.
  package var index: Int64?
  /// Vectors up to this id stand in the index's lists.
  package var covered: Int64
  /// Another number after the file was put back from a backup: then nothing that was read before holds.
  package var fileStamp: Int64
  /// Another number whenever a vector that stands in no list came or went.
  package var tailStamp: Int64
  /// Another number whenever a list changed, or a vector of a list went.
  package var listsStamp: Int64
}

extension PassageScope {
  /// Stands in lists of vectors for a project's name; 0 for none. FNV-1a, 32 bits, never 0
  /// (http://www.isthe.com/chongo/tech/comp/fnv/). Two projects may have the same: who searches looks at the passage itself too.
  package static func hash(_ project: String?) -> UInt32 {
    guard let project else { return 0 }
    let hash = project.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return hash == 0 ? 1 : hash
  }

  /// The hashes that are searched; nil for all.
  package var hashes: [UInt32]? {
    switch self {
    case .project(let name): [Self.hash(name), 0]
    case .unscoped: [0]
    case .everything: nil
    }
  }
}

extension MemoryStore {
  /// The number by which the embedder is known in this store; given to it now when it is new. Inside a write.
  package func embedderNumber(for identity: String) throws -> Int64 {
    if let number = try knownEmbedderNumber(for: identity) { return number }
    try connection.execute("INSERT INTO embedders (identity) VALUES (?)", [identity])
    return connection.lastInsertedRowID
  }

  /// Nil when the embedder has never made a vector here.
  package func knownEmbedderNumber(for identity: String) throws -> Int64? {
    try connection.first("SELECT id FROM embedders WHERE identity = ?", [identity]) { $0.integer(0) }
  }

  /// Every embedder that has made vectors here, with how many stand.
  package func embedders() throws -> [(number: Int64, identity: String, vectors: Int)] {
    try connection.query("SELECT id, identity, vector_count FROM embedders ORDER BY id") {
      ($0.integer(0), $0.text(1), Int($0.integer(2)))
    }
  }

  package func vectorState(of embedder: Int64) throws -> VectorState? {
    try connection.first(
      "SELECT vector_count, vector_index, covered, file_stamp, tail_stamp, lists_stamp FROM embedders WHERE id = ?", [embedder]
    ) {
      VectorState(
        embedder: embedder, count: Int($0.integer(0)), index: $0.optionalInteger(1), covered: $0.integer(2),
        fileStamp: $0.integer(3), tailStamp: $0.integer(4), listsStamp: $0.integer(5))
    }
  }

  /// Writes vectors; one that stands for the same passage and embedder is replaced. A passage that has vanished meanwhile is skipped.
  /// Inside a write.
  ///
  /// - Returns: how many were written.
  @discardableResult
  package func insertVectors(_ vectors: [PassageVector], of embedder: Int64) throws -> Int {
    var written = 0
    for vector in vectors {
      let scope = try connection.first("SELECT scope FROM passages WHERE id = ?", [vector.passage]) { $0.optionalText(0) }
      guard let scope else { continue }
      // Not REPLACE, which deletes without telling the triggers.
      try connection.execute("DELETE FROM vectors WHERE passage_id = ? AND embedder = ?", [vector.passage, embedder])
      try connection.execute(
        "INSERT INTO vectors (passage_id, embedder, scope, components) VALUES (?, ?, ?, ?)",
        [vector.passage, embedder, Int64(PassageScope.hash(scope)), vector.components])
      written += 1
    }
    return written
  }

  /// Passages that the embedder has not seen, the newest first: what was just said is what is asked for next.
  ///
  /// - Parameter before: only passages with smaller ids, to go on from the last one of an earlier answer.
  package func passagesWithoutVector(of embedder: Int64, before: Int64 = .max, limit: Int) throws -> [UnembeddedPassage] {
    // As soon as all that are missing are found the rest of the table need not be looked at.
    let missing = try countPassagesWithoutVector(of: embedder)
    guard missing > 0 else { return [] }
    return try connection.query(
      """
      SELECT id, node_id, tier, ordinal, text FROM passages
      WHERE id < ?1 AND NOT EXISTS (SELECT 1 FROM vectors WHERE passage_id = passages.id AND embedder = ?2)
      ORDER BY id DESC LIMIT ?3
      """, [before, embedder, min(limit, missing)]
    ) {
      UnembeddedPassage(
        id: $0.integer(0), node: $0.integer(1), tier: Int($0.integer(2)), ordinal: Int($0.integer(3)), text: $0.text(4))
    }
  }

  /// From counts that are kept, so that it costs the same at any size.
  package func countPassagesWithoutVector(of embedder: Int64) throws -> Int {
    max(0, try passageCount() - (try vectorState(of: embedder)?.count ?? 0))
  }

  /// The vectors of these passages, each valid within `body`; passages that have none are left out.
  package func forEachVector(
    ofPassages passages: some Sequence<Int64>, embedder: Int64, _ body: (_ passage: Int64, UnsafeRawBufferPointer) -> Void
  ) throws {
    _ = try connection.query(
      """
      SELECT vectors.passage_id, vectors.components FROM json_each(?) AS wanted
        CROSS JOIN vectors ON vectors.passage_id = wanted.value AND vectors.embedder = ?
      """, [jsonArray(passages), embedder]
    ) { row in row.withBlob(1) { body(row.integer(0), $0) } }
  }

  /// Copies of the vectors of these passages.
  package func vectorComponents(passages: some Sequence<Int64>, embedder: Int64) throws -> [Int64: [UInt8]] {
    var components: [Int64: [UInt8]] = [:]
    try forEachVector(ofPassages: passages, embedder: embedder) { components[$0] = Array($1) }
    return components
  }

  /// The embedder's vectors in the order of their ids; at most `limit`.
  package func forEachVector(
    of embedder: Int64, after: Int64, through: Int64 = .max, limit: Int = .max, _ body: (VectorRow) throws -> Void
  ) throws {
    _ = try connection.query(
      """
      SELECT id, passage_id, scope, components FROM vectors INDEXED BY vectors_embedder
      WHERE embedder = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?
      """, [embedder, after, through, limit]
    ) { row in
      try row.withBlob(3) {
        try body(
          VectorRow(
            id: row.integer(0), passage: row.integer(1), scope: UInt32(truncatingIfNeeded: row.integer(2)), components: $0))
      }
    }
  }

  /// The ids of the embedder's vectors, in their order; at most `limit`.
  package func vectorIDs(of embedder: Int64, after: Int64, limit: Int = .max) throws -> [Int64] {
    try connection.query(
      "SELECT id FROM vectors INDEXED BY vectors_embedder WHERE embedder = ? AND id > ? ORDER BY id LIMIT ?",
      [embedder, after, limit]
    ) { $0.integer(0) }
  }

  /// One vector by its id, valid within `body`, which is not called when it is gone.
  package func withVector(_ id: Int64, _ body: (UnsafeRawBufferPointer) -> Void) throws {
    _ = try connection.first("SELECT components FROM vectors WHERE id = ?", [id]) { $0.withBlob(0, body) }
  }

  /// Tells every process that what it has read of vectors is of another file.
  func redrawFileStamps() throws { try connection.execute("UPDATE embedders SET file_stamp = random()") }

  /// Deletes vectors of an embedder that is no longer used; call it again until it returns 0. Inside a write.
  ///
  /// - Returns: how many went.
  package func deleteVectors(of embedder: Int64, limit: Int) throws -> Int {
    try dropVectorIndex(of: embedder)
    try connection.execute(
      "DELETE FROM vectors WHERE id IN (SELECT id FROM vectors INDEXED BY vectors_embedder WHERE embedder = ? LIMIT ?)",
      [embedder, limit])
    return connection.changes
  }
}
