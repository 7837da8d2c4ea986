/// The prepared statements of a connection, by their text.
///
/// Not a dictionary: the first `Dictionary<String, …>` of a process has the runtime look among all conformances of the program for the one that says
/// that strings can be hashed. With the server stack that is 6,000 records on pages that nothing else touches, and a hook lives for 3 ms.
struct StatementCache {
  private var slots: [(sql: String, statement: Statement)?] = Array(repeating: nil, count: 64)
  private var count = 0

  subscript(sql: String) -> Statement? { slots[slot(of: sql)]?.statement }

  mutating func insert(_ statement: Statement, for sql: String) {
    if 2 * count >= slots.count { grow() }
    let slot = slot(of: sql)
    if slots[slot] == nil { count += 1 }
    slots[slot] = (sql, statement)
  }

  mutating func removeAll() { self = StatementCache() }

  /// Where the text stands, or would: there is always a free slot behind.
  private func slot(of sql: String) -> Int {
    var slot = sql.hashValue & (slots.count - 1)
    while let taken = slots[slot], taken.sql != sql { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    let standing = slots
    slots = Array(repeating: nil, count: 2 * standing.count)
    for case let entry? in standing { slots[slot(of: entry.sql)] = entry }
  }
}
