import Embedding
import MemoryStore

/// The vectors that stand in no list yet, as this process has read them: all of a small store, the newest of a large one.
struct VectorTail {
  private(set) var block: VectorBlock
  /// Ids in the block that stand in the tail no more.
  private(set) var gone: Set<Int64> = []
  private(set) var damagedRows = 0
  /// The state of the store that the block was read from.
  private var state: VectorState?

  init(dimensions: Int) { block = VectorBlock(dimensions: dimensions) }

  /// Reads what came since the last question, and forgets what went.
  ///
  /// - Parameter limit: of more than so many only the newest are read.
  mutating func refresh(_ now: VectorState, from store: MemoryStore, limit: Int) throws {
    if let state, state.fileStamp == now.fileStamp, state.tailStamp == now.tailStamp, state.covered == now.covered { return }
    if state?.fileStamp != now.fileStamp || state.map({ now.covered < $0.covered }) == true {
      // Older vectors than the block's stand in the tail again.
      block = VectorBlock(dimensions: block.dimensions)
    }
    let standing = try store.vectorIDs(of: now.embedder, after: now.covered).suffix(limit)
    gone = Set(block.ids).subtracting(standing)
    if gone.count * 2 > block.count {
      block = block.filtered { !gone.contains(block.ids[$0]) }
      gone = []
    }
    // Ids are never used again and grow: what is new stands behind what is known.
    let last = max(block.ids.last ?? 0, (standing.first ?? 0) - 1)
    if let newest = standing.last, newest > last {
      try store.forEachVector(of: now.embedder, after: last) { row in
        _ = block.append(id: row.id, passage: row.passage, scope: row.scope, stored: row.components)
      }
    }
    damagedRows = standing.count - (block.count - gone.count)
    state = now
  }
}
