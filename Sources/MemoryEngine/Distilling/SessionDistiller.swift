import JSONValues
import MemoryModel
import MemoryStore
import Transcripts

/// Reads a session for memories, part by part, and keeps in the store how far it came.
struct SessionDistiller {
  private let engine: MemoryEngine
  private let session: Session
  private let turns: [TranscriptTurn]
  private var state = Distillation()
  /// Turns that were read before.
  private var position = 0

  init(engine: MemoryEngine, session: Session, turns: [TranscriptTurn]) throws {
    (self.engine, self.session, self.turns) = (engine, session, turns)
    state = try engine.store.distillation(ofSession: session.id)
    position = Self.position(of: state, in: turns)
  }

  private var store: MemoryStore { engine.store }
  private var writer: SessionWriter { SessionWriter(engine: engine, session: session) }

  /// Turns that stand before what is new. A session that was rewound has lost the last one that was read.
  static func position(of state: Distillation, in turns: [TranscriptTurn]) -> Int {
    if let index = turns.firstIndex(where: { $0.id == state.lastTurn }) { return index + 1 }
    return min(state.turns, turns.count)
  }

  /// When it is time to ask: now, where the session ended or much was said; else when it has rested. Nil: nothing is left to read.
  func due(at now: Timestamp) -> Timestamp? {
    guard position < turns.count else { return nil }
    if session.status == .ended || SessionPart.length(of: turns[position...]) >= SessionPart.worthAsking { return now }
    return session.lastActiveAt.advanced(by: DistilSessionJob.rest)
  }

  var nextPart: SessionPart? {
    guard state.taken < CandidateExtractor.maximumCandidates else { return nil }
    return SessionPart(turns, after: position)
  }

  /// Writes down what a model answered, then remembers what of it holds.
  mutating func take(_ answer: JSONValue, of part: SessionPart, maker: String) throws {
    let room = CandidateExtractor.maximumCandidates - state.taken
    let suggested = DistilledCandidate.accepted(in: answer, part: part, maker: maker)
    let accepted = TierLimits(models: engine.models, session: session.id).hold(Array(suggested.prefix(room)))
    state.waiting = accepted.isEmpty ? nil : JSONValue.array(accepted.map(\.json)).text
    state.taken += accepted.count
    try moveMark(to: position + part.turns.count)
    try rememberWaiting()
  }

  private mutating func moveMark(to position: Int) throws {
    self.position = position
    state.turns = position
    state.lastTurn = position > 0 ? turns[position - 1].id : nil
    try store.write { try store.setDistillation(state, ofSession: session.id) }
  }

  /// What a model suggested: one memory a transaction, and what is left in the same one.
  mutating func rememberWaiting() throws {
    var waiting = DistilledCandidate.list(state.waiting)
    while let next = waiting.first {
      waiting.removeFirst()
      state.waiting = waiting.isEmpty ? nil : JSONValue.array(waiting.map(\.json)).text
      let suggestion = writer.suggestion(next, at: engine.now)
      let sameness = try suggestion.flatMap { try writer.sameness(of: $0, asks: true) }
      try store.write {
        if let suggestion, let sameness { try writer.learn(suggestion, being: sameness) }
        try store.setDistillation(state, ofSession: session.id)
      }
    }
  }

  /// What the rules find in what no model has read.
  var suggestionsOfRules: [SessionWriter.Suggestion] {
    let candidates = CandidateExtractor.candidates(in: turns, isOver: session.status == .ended)
    return writer.suggestions(candidates.filter { ($0.turnNumber ?? turns.count) > position })
  }

  func learnByRules() throws { try writer.learn(suggestionsOfRules) }

  mutating func skipToEnd() throws { try moveMark(to: turns.count) }
}
