import SQLite

/// How far a session was read for memories.
package struct Distillation: Hashable, Sendable {
  /// Turns that were read, from the first one on.
  package var turns = 0
  /// The client's id of the last of them.
  package var lastTurn: String?
  /// Memories of this session that a model suggested and that were taken.
  package var taken = 0
  /// What a model suggested that is not remembered yet, as the engine wrote it down; nil: nothing.
  package var waiting: String?

  package init() {}
}

extension MemoryStore {
  /// Of a session that was never read: nothing at all.
  package func distillation(ofSession id: String) throws -> Distillation {
    try connection.first("SELECT turns, last_turn, taken, waiting FROM distillations WHERE session = ?", [id]) { row in
      var distillation = Distillation()
      distillation.turns = Int(row.integer(0))
      distillation.lastTurn = row.optionalText(1)
      distillation.taken = Int(row.integer(2))
      distillation.waiting = row.optionalText(3)
      return distillation
    } ?? Distillation()
  }

  package func setDistillation(_ distillation: Distillation, ofSession id: String) throws {
    try connection.execute(
      """
      INSERT INTO distillations (session, turns, last_turn, taken, waiting) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (session) DO UPDATE SET turns = excluded.turns, last_turn = excluded.last_turn, taken = excluded.taken,
        waiting = excluded.waiting
      """, [id, distillation.turns, distillation.lastTurn, distillation.taken, distillation.waiting])
  }

  package func deleteDistillation(ofSession id: String) throws {
    try connection.execute("DELETE FROM distillations WHERE session = ?", [id])
  }
}
