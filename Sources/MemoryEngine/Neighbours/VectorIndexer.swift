import Embedding
import MemoryStore

/// Makes and keeps the inverted lists over the vectors of one embedder.
///
/// It computes outside of transactions and writes in short ones. Each of them leaves a state in which every vector stands in the lists or
/// in the tail, and none in both, so that it may be killed at any point; what it left half done is thrown away by the next run.
struct VectorIndexer {
  let store: MemoryStore
  let embedder: Int64
  let dimensions: Int
  let limits: VectorIndexLimits

  /// Vectors held in memory while lists are written: 200 MB at 384 dimensions.
  private static let vectorsAtOnce = 1 << 18
  private static let rowsAtOnce = 4096
  /// Lists written in one transaction.
  private static let listsAtOnce = 32

  // MARK: What there is to do

  enum Task: Equatable {
    case nothing, build, fold, sweep
  }

  func task(_ state: VectorState) throws -> Task {
    guard let index = state.index else { return state.count >= limits.smallestIndex ? .build : .nothing }
    guard state.count >= limits.smallestIndex / 2 else { return .nothing }
    guard let trainedOn = try store.withVectorIndex(index, { trainedOn, _ in trainedOn }) else { return .build }
    let graves = try store.vectorGraves(of: embedder).count
    if state.count >= limits.growth * trainedOn || graves > state.count { return .build }
    if try store.isTailLonger(than: limits.longestTail, of: state) { return .fold }
    return graves > max(limits.mostGraves, state.count / 20) ? .sweep : .nothing
  }

  // MARK: From nothing

  /// Makes a new index over all vectors, which takes the place of the present one in a single transaction.
  func build() throws {
    guard let state = try store.vectorState(of: embedder) else { return }
    let lists = CentroidTraining.listCount(for: state.count)
    let sample = try self.sample(state, count: CentroidTraining.sampleCount(forLists: lists))
    guard var table = CentroidTraining.train(sample, lists: lists) else { return }
    var calibration = ReachCalibration(table, sample: sample)
    let (index, newest, lastGrave) = try store.write {
      let lastGrave = try store.vectorGraves(of: embedder).last?.grave ?? 0
      let (index, newest) = try store.beginVectorIndex(of: embedder, trainedOn: state.count, centroids: table.stored)
      return (index, newest, lastGrave)
    }
    var last: Int64 = 0
    while last < newest {
      let (block, numbers) = try read(after: last, through: newest, limit: Self.vectorsAtOnce, table: table) { block, lists in
        calibration.see(block, lists: lists)
      }
      guard let end = block.ids.last else { break }
      last = end
      try write(block, lists: numbers, into: index)
    }
    table.reach = calibration.reach
    try store.write {
      try store.setCentroids(table.stored, of: index)
      try store.use(index, of: embedder, covered: newest, clearingGravesThrough: lastGrave)
    }
  }

  /// Vectors from all over the store.
  private func sample(_ state: VectorState, count: Int) throws -> VectorBlock {
    let sample = VectorBlock(dimensions: dimensions)
    guard state.count > count else {
      try store.forEachVector(of: embedder, after: 0) {
        _ = sample.append(id: $0.id, passage: $0.passage, scope: $0.scope, stored: $0.components)
      }
      return sample
    }
    let ids = try store.vectorIDs(of: embedder, after: 0)
    guard !ids.isEmpty else { return sample }
    // Evenly spread, a whole run of ids would be of one session.
    for number in 0..<count {
      let id = ids[Int(Double(number) * Double(ids.count) / Double(count))]
      try store.withVector(id) { _ = sample.append(id: id, passage: 0, scope: 0, stored: $0) }
    }
    return sample
  }

  /// Vectors with the list of each.
  private func read(
    after: Int64, through: Int64, limit: Int, table: CentroidTable, _ body: (VectorBlock, [Int]) -> Void = { _, _ in }
  ) throws -> (VectorBlock, [Int]) {
    let all = VectorBlock(dimensions: dimensions)
    var numbers: [Int] = []
    var last = after
    while all.count < limit {
      let some = VectorBlock(dimensions: dimensions)
      var seen = 0
      try store.forEachVector(of: embedder, after: last, through: through, limit: min(Self.rowsAtOnce, limit - all.count)) {
        _ = some.append(id: $0.id, passage: $0.passage, scope: $0.scope, stored: $0.components)
        last = $0.id
        seen += 1
      }
      if seen == 0 { break }
      let lists = (0..<some.count).map { table.list(of: some.query(row: $0)) }
      body(some, lists)
      some.dropResiduals()
      all.append(contentsOf: some) { _ in true }
      numbers += lists
    }
    return (all, numbers)
  }

  private func rows(of lists: [Int]) -> [(list: Int, rows: [Int])] {
    Dictionary(grouping: lists.indices, by: { lists[$0] }).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func write(_ block: VectorBlock, lists: [Int], into index: Int64) throws {
    var rest = rows(of: lists)[...]
    while !rest.isEmpty {
      try store.write {
        for (list, rows) in rest.prefix(Self.listsAtOnce) { try insert(block.selecting(rows), into: list, of: index) }
      }
      rest = rest.dropFirst(Self.listsAtOnce)
    }
  }

  private func insert(_ block: VectorBlock, into list: Int, of index: Int64) throws {
    guard block.count > 0 else { return }
    try store.insertPiece(ofList: list, index: index, entries: block.count, ids: block.storedIDs, block: block.stored)
  }

  // MARK: What came and went

  /// Puts what stands in no list into the lists, some at a time.
  func fold() throws {
    while let state = try store.vectorState(of: embedder), let index = state.index {
      guard let table = try table(of: index) else { throw DamagedVectorIndex(index: index) }
      let (block, numbers) = try read(after: state.covered, through: .max, limit: limits.longestTail, table: table)
      guard let last = block.ids.last else { break }
      let groups = rows(of: numbers).map { ($0.list, block.selecting($0.rows)) }
      let isWritten = try store.write {
        // Somebody else may have been faster, or a vector gone.
        guard let now = try store.vectorState(of: embedder), now == state else { return false }
        for (list, block) in groups { try insert(block, into: list, of: index) }
        try store.use(index, of: embedder, covered: last)
        return true
      }
      if isWritten, block.count < limits.longestTail { break }
    }
    try mergePieces()
  }

  /// A list of many pieces is slow to read.
  private func mergePieces() throws {
    guard let state = try store.vectorState(of: embedder), let index = state.index else { return }
    let pieces = Dictionary(grouping: try store.pieces(of: index), by: \.list)
    try rewrite(pieces.filter { $0.value.count > limits.mostPieces }.keys.sorted(), of: index, leavingOut: [])
  }

  /// Takes what was deleted out of the lists.
  ///
  /// - Returns: the lists that nothing is left of. Their middles still tell of what was in them.
  @discardableResult
  func sweep() throws -> [Int] {
    guard let state = try store.vectorState(of: embedder), let index = state.index else { return [] }
    let graves = try store.vectorGraves(of: embedder)
    guard let last = graves.last?.grave else { return [] }
    let gone = Set(graves.map(\.vector))
    let lists = try store.lists(of: index, holding: gone).sorted()
    try rewrite(lists, of: index, leavingOut: gone)
    try store.write {
      guard let now = try store.vectorState(of: embedder), now.index == index else { return }
      try store.use(index, of: embedder, covered: now.covered, clearingGravesThrough: last)
    }
    return try lists.filter { try store.pieces(ofList: $0, index: index).isEmpty }
  }

  /// Puts the pieces of each list together.
  private func rewrite(_ lists: [Int], of index: Int64, leavingOut gone: Set<Int64>) throws {
    var rest = lists[...]
    while !rest.isEmpty {
      try store.write {
        guard let state = try store.vectorState(of: embedder), state.index == index else { return }
        for list in rest.prefix(Self.listsAtOnce) {
          let pieces = try store.pieces(ofList: list, index: index)
          let block = VectorBlock(dimensions: dimensions)
          for piece in pieces {
            let isSound = try store.withPiece(piece.id) { block.append(storedIDs: $0, stored: $1, count: piece.entries) }
            guard isSound == true else { throw DamagedVectorIndex(index: index) }
            try store.deletePiece(piece.id)
          }
          try insert(block.filtered { !gone.contains(block.ids[$0]) }, into: list, of: index)
        }
        try store.use(index, of: embedder, covered: state.covered)
      }
      rest = rest.dropFirst(Self.listsAtOnce)
    }
  }

  private func table(of index: Int64) throws -> CentroidTable? {
    try store.withVectorIndex(index) { CentroidTable(stored: $1, dimensions: dimensions) } ?? nil
  }
}

/// Lists that are no lists: they are thrown away and made anew.
struct DamagedVectorIndex: Error, CustomStringConvertible {
  let index: Int64
  var description: String { "the lists of vector index \(index) are damaged" }
}

/// Sizes at which the lists are made and tended.
package struct VectorIndexLimits: Sendable {
  /// A smaller store is searched through whole: 0.01 ms in a process that has it in memory, 3 ms in one that reads it first.
  package var smallestIndex = 2048
  /// Vectors outside of the lists that a search looks through besides.
  package var longestTail = 1024
  /// Deleted vectors that still stand in lists, unless they are less than a twentieth of all.
  package var mostGraves = 1024
  /// Pieces of a list.
  package var mostPieces = 8
  /// Times the vectors that the index was made of, when it is made anew.
  package var growth = 4

  package init() {}
}
