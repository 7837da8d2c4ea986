import Embedding
import MemoryStore

/// The lists of an index that this process has read, the least recently used of them let go when they hold too much memory.
struct ListCache {
  /// One list, all its pieces together.
  private struct List {
    var pieces: [ListPiece]
    var block: VectorBlock
    /// The state of the lists in which the pieces were last seen to be those of the list.
    var stamp: Int64
    var lastUse: Int
    /// Of single vectors, so far.
    var reads = 0
    var counted = 0
  }

  let index: Int64
  let table: CentroidTable
  private let budget: Int
  /// All lists fit with their lower bits: these are held from the second question on.
  private let holdsAll: Bool
  private var lists: [List?]
  private var size = 0
  private var uses = 0

  /// - Parameters:
  ///   - vectors: how many stand in the lists, about.
  ///   - budget: bytes.
  init(index: Int64, table: CentroidTable, vectors: Int, budget: Int) {
    self.index = index
    self.table = table
    self.budget = budget
    holdsAll = vectors * 2 * table.dimensions <= budget
    lists = Array(repeating: nil, count: table.count)
  }

  /// The vectors of a list as it stands now.
  ///
  /// - Throws: `DamagedVectorIndex` when a piece is none.
  mutating func block(of list: Int, in state: VectorState, store: MemoryStore) throws -> VectorBlock {
    uses += 1
    if let known = lists[list], known.stamp == state.listsStamp {
      lists[list]?.lastUse = uses
      return known.block
    }
    let pieces = try store.pieces(ofList: list, index: index)
    var entry = lists[list] ?? List(pieces: [], block: VectorBlock(dimensions: table.dimensions), stamp: 0, lastUse: 0)
    if !pieces.starts(with: entry.pieces) {
      size -= entry.counted
      entry = List(pieces: [], block: VectorBlock(dimensions: table.dimensions), stamp: 0, lastUse: 0)
    }
    for piece in pieces.dropFirst(entry.pieces.count) {
      let isSound = try store.withPiece(piece.id) { entry.block.append(storedIDs: $0, stored: $1, count: piece.entries) }
      guard isSound == true else { throw DamagedVectorIndex(index: index) }
    }
    entry.pieces = pieces
    entry.stamp = state.listsStamp
    entry.lastUse = uses
    lists[list] = entry
    count(list)
    return entry.block
  }

  /// Vectors of this list were read one by one for their lower bits. Once that cost as much as reading all of them, they are all held.
  mutating func noteReads(_ reads: Int, of list: Int, store: MemoryStore) throws {
    guard let entry = lists[list] else { return }
    lists[list]?.reads += reads
    guard entry.reads >= (holdsAll ? 1 : entry.block.count), !entry.block.hasResiduals else { return }
    try entry.block.fillResiduals { id, fill in try store.withVector(id, fill) }
    count(list)
  }

  private mutating func count(_ list: Int) {
    guard let entry = lists[list] else { return }
    size += entry.block.size - entry.counted
    lists[list]?.counted = entry.block.size
    if size > budget { letGo() }
  }

  /// Down to three quarters, so that it does not happen with every list.
  private mutating func letGo() {
    let oldest = lists.indices.filter { lists[$0] != nil }.sorted { lists[$0]?.lastUse ?? 0 < lists[$1]?.lastUse ?? 0 }
    // The one in use is the last.
    for list in oldest.dropLast() where size > budget / 4 * 3 {
      size -= lists[list]?.counted ?? 0
      lists[list] = nil
    }
  }
}
