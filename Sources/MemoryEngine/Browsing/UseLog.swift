import MemoryModel
import MemoryStore

/// Which memories were read or returned to a question. Injection at a session's start is no use and is not noted here.
struct UseLog {
  /// Writing use is not worth a transaction for each answer; this many at most may be lost with the process.
  static let capacity = 200

  private(set) var ids: [Int64] = []

  var isFull: Bool { ids.count >= Self.capacity }

  mutating func note(_ id: Int64) { ids.append(id) }

  /// What could not be written is kept for the next time, as far as that does not come at once.
  mutating func putBack(_ unwritten: [Int64]) { ids = (unwritten + ids).suffix(Self.capacity / 2) }

  mutating func take() -> [Int64] {
    defer { ids.removeAll(keepingCapacity: true) }
    return ids
  }
}

extension MemoryEngine {
  func noteUse(of ids: some Sequence<Int64>) {
    for id in ids { unwrittenUse.note(id) }
    if unwrittenUse.isFull { try? flushUse() }
  }

  /// Writes the use that was noted; called before a process ends and before use counts are shown.
  package func flushUse() throws {
    let ids = unwrittenUse.take()
    guard !ids.isEmpty else { return }
    let moment = now
    do {
      try store.write { try store.recordAccess(to: ids, at: moment) }
    } catch {
      unwrittenUse.putBack(ids)
      throw error
    }
  }
}
