import SQLite

/// A piece of a list, as a search sees it before it reads the vectors. Its content never changes.
package struct ListPiece: Hashable, Sendable {
  package let id: Int64
  package let entries: Int
}

/// Inverted lists: which vectors stand near which centroid, so that a search reads a few lists instead of all vectors. They are derived from
/// `vectors` and may be dropped at any time.
///
/// Pieces never change: whoever has read one need only ask whether the list still has it.
extension MemoryStore {
  // MARK: Reading

  /// What the index is sorted by, valid within `body`; nil when there is no such index.
  package func withVectorIndex<Result>(
    _ index: Int64, _ body: (_ trainedOn: Int, _ centroids: UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    try connection.first("SELECT trained_on, centroids FROM vector_indexes WHERE id = ?", [index]) { row in
      try row.withBlob(1) { try body(Int(row.integer(0)), $0) }
    }
  }

  package func pieces(ofList list: Int, index: Int64) throws -> [ListPiece] {
    try connection.query("SELECT id, entries FROM vector_lists WHERE vector_index = ? AND list = ? ORDER BY id", [index, list]) {
      ListPiece(id: $0.integer(0), entries: Int($0.integer(1)))
    }
  }

  /// Every piece of the index with its list.
  package func pieces(of index: Int64) throws -> [(list: Int, piece: ListPiece)] {
    try connection.query("SELECT list, id, entries FROM vector_lists WHERE vector_index = ? ORDER BY list, id", [index]) {
      (Int($0.integer(0)), ListPiece(id: $0.integer(1), entries: Int($0.integer(2))))
    }
  }

  /// The vectors of a piece, valid within `body`; nil when the piece is gone.
  package func withPiece<Result>(
    _ piece: Int64, _ body: (_ ids: UnsafeRawBufferPointer, _ block: UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    try connection.first("SELECT ids, block FROM vector_lists WHERE id = ?", [piece]) { row in
      try row.withBlob(0) { ids in try row.withBlob(1) { try body(ids, $0) } }
    }
  }

  /// The lists of the index that hold one of these vectors.
  package func lists(of index: Int64, holding vectors: Set<Int64>) throws -> Set<Int> {
    var lists: Set<Int> = []
    _ = try connection.query("SELECT list, ids FROM vector_lists WHERE vector_index = ?", [index]) { row in
      row.withBlob(1) { bytes in
        for offset in stride(from: 0, to: bytes.count - 7, by: 8) {
          let id = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
          if vectors.contains(id) { lists.insert(Int(row.integer(0))) }
        }
      }
    }
    return lists
  }

  /// Vectors that are gone and may still stand in lists.
  package func vectorGraves(of embedder: Int64) throws -> [(grave: Int64, vector: Int64)] {
    try connection.query("SELECT id, vector FROM vector_graves WHERE embedder = ? ORDER BY id", [embedder]) {
      ($0.integer(0), $0.integer(1))
    }
  }

  // MARK: Writing, inside a write

  /// Begins an index over the vectors that stand now. It is not in use before `use` says so.
  ///
  /// - Returns: its number, and the id of the newest vector.
  package func beginVectorIndex(of embedder: Int64, trainedOn: Int, centroids: [UInt8]) throws -> (index: Int64, newest: Int64) {
    try connection.execute(
      "INSERT INTO vector_indexes (embedder, trained_on, centroids) VALUES (?, ?, ?)", [embedder, trainedOn, centroids])
    let index = connection.lastInsertedRowID
    let newest =
      try connection.first("SELECT max(id) FROM vectors INDEXED BY vectors_embedder WHERE embedder = ?", [embedder]) {
        $0.integer(0)
      } ?? 0
    try connection.execute("UPDATE embedders SET building = ? WHERE id = ?", [newest, embedder])
    return (index, newest)
  }

  /// Takes the place of the centroids that the index began with.
  package func setCentroids(_ centroids: [UInt8], of index: Int64) throws {
    try connection.execute("UPDATE vector_indexes SET centroids = ? WHERE id = ?", [centroids, index])
  }

  package func insertPiece(ofList list: Int, index: Int64, entries: Int, ids: [UInt8], block: [UInt8]) throws {
    try connection.execute(
      "INSERT INTO vector_lists (vector_index, list, entries, ids, block) VALUES (?, ?, ?, ?, ?)",
      [index, list, entries, ids, block])
  }

  package func deletePiece(_ piece: Int64) throws {
    try connection.execute("DELETE FROM vector_lists WHERE id = ?", [piece])
  }

  /// From the end of this write on searches use the index, which holds all vectors with ids up to `covered`. Called again after pieces were
  /// added or replaced.
  ///
  /// - Parameter graves: the newest grave whose vector stands in no list any more.
  package func use(_ index: Int64, of embedder: Int64, covered: Int64, clearingGravesThrough grave: Int64 = 0) throws {
    try connection.execute(
      """
      UPDATE embedders SET vector_index = ?, covered = ?, building = 0, tail_stamp = random(), lists_stamp = random() WHERE id = ?
      """, [index, covered, embedder])
    try connection.execute("DELETE FROM vector_graves WHERE embedder = ? AND id <= ?", [embedder, grave])
  }

  /// Searches go back to looking at every vector. The lists themselves go with `deleteUnusedLists`.
  package func dropVectorIndex(of embedder: Int64) throws {
    try connection.execute(
      """
      UPDATE embedders SET vector_index = NULL, covered = 0, building = 0, tail_stamp = random(), lists_stamp = random()
      WHERE id = ? AND (vector_index IS NOT NULL OR covered <> 0 OR building <> 0)
      """, [embedder])
    try connection.execute("DELETE FROM vector_graves WHERE embedder = ?", [embedder])
  }

  /// Whether more than `count` vectors stand in no list.
  package func isTailLonger(than count: Int, of state: VectorState) throws -> Bool {
    try connection.first(
      "SELECT count(*) FROM (SELECT 1 FROM vectors INDEXED BY vectors_embedder WHERE embedder = ? AND id > ? LIMIT ?)",
      [state.embedder, state.covered, count + 1]
    ) { $0.integer(0) > Int64(count) } ?? false
  }

  /// Deletes what is left of indexes that are not in use, also of those whose making was interrupted; call it again until it returns 0.
  ///
  /// - Returns: how many pieces went.
  package func deleteUnusedLists(limit: Int) throws -> Int {
    let unused = "vector_index NOT IN (SELECT vector_index FROM embedders WHERE vector_index IS NOT NULL)"
    try connection.execute("DELETE FROM vector_lists WHERE id IN (SELECT id FROM vector_lists WHERE \(unused) LIMIT ?)", [limit])
    let deleted = connection.changes
    if deleted == 0 {
      try connection.execute(
        "DELETE FROM vector_indexes WHERE id NOT IN (SELECT vector_index FROM embedders WHERE vector_index IS NOT NULL)")
    }
    return deleted
  }
}
