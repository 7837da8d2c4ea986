import JSONValues
import MemoryModel
import MemoryStore

/// Asks a model for better tiers than rules make: of directories that hold several memories, from the deepest up, and of long memories, whose L1 by rules
/// leaves things out.
///
/// A few in an hour and seldom: a directory is asked about again only when a good part of it changed. Rules have described everything before, so
/// nothing is missing while this waits for tomorrow's budget.
enum DescribeJob: JobHandler {
  static let kind = "describe"
  static let subject = "tree"
  /// Questions of one run; the rest comes an hour later.
  private static let mostQuestions = 4
  /// Memories that make a directory worth a model's words.
  static let worthAsking = 5

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    var asked = 0
    let due = try due(engine)
    for place in due.prefix(mostQuestions) {
      asked += 1
      guard try describe(place, engine) else { break }
    }
    for node in try engine.store.longMemories(notTakenIn: tiersMark, limit: max(0, mostQuestions - asked)) {
      guard try describe(node, engine) else { break }
    }
    try engine.store.write {
      try engine.store.complete(job)
      guard due.count > mostQuestions, asked == mostQuestions else { return }
      try engine.store.enqueue(kind: kind, subject: subject, due: engine.now.advanced(by: .seconds(3600)), at: engine.now)
    }
  }

  // MARK: Directories

  /// Those whose description by a model is missing, or of which much changed since; the deepest first.
  private static func due(_ engine: MemoryEngine) throws -> [DirectoryState] {
    let store = engine.store
    let states = try store.read { try store.directoryStates(validAt: engine.now) }
    return try states.sorted { $0.uri.segments.count > $1.uri.segments.count }.compactMap { state in
      guard state.count >= worthAsking, let node = try store.node(at: state.uri) else { return nil }
      if let made = ModelMark(node.contentHash), !made.isOutgrown(by: state, at: engine.now) { return nil }
      return state
    }
  }

  /// False when nobody answers any more.
  private static func describe(_ place: DirectoryState, _ engine: MemoryEngine) throws -> Bool {
    let store = engine.store
    let memories = try store.memories(in: place.uri, project: .any, validAt: engine.now, limit: mostEntries)
    let fence = Fence()
    var entries: [String] = []
    var length = 0
    for node in memories {
      let line =
        "- \(node.uri.name) (\(node.updatedAt.date.iso8601)): \(node.abstract.split(whereSeparator: \.isNewline).joined(separator: " "))"
      length += line.utf8.count
      if length > longestMaterial { break }
      entries.append(line)
    }
    let below = try directories(in: place, store)
    entries += below
    let question = """
      \(fence.rule)

      The directory \(place.uri), with the most used and the newest entries first:
      \(fence.around(entries.joined(separator: "\n"), as: "entries"))
      """
    switch TierAnswer.ask(engine.models, .directoryTiers, question) {
    case .waits(let until, let reason): throw WorkWaits(until: until, reason: reason)
    case .none: return false
    case .made(let tiers):
      try store.write {
        // What was forgotten while the model thought must not come back in its words.
        guard try store.directoryStates(validAt: engine.now).first(where: { $0.uri == place.uri })?.mark == place.mark,
          try directories(in: place, store) == below
        else { return }
        try store.describe(
          place.uri, abstract: tiers.abstract, overview: tiers.overview,
          madeFrom: ModelMark(maker: tiers.maker, count: place.count, at: engine.now).text)
      }
      return true
    }
  }

  /// What the directories below say of themselves.
  private static func directories(in place: DirectoryState, _ store: MemoryStore) throws -> [String] {
    try store.directories(in: place.uri).prefix(50).map { "- \($0.name)/: \($0.abstract)" }
  }

  private static let mostEntries = 200
  /// Bytes: about 6,000 tokens.
  private static let longestMaterial = 20_000

  // MARK: Long memories

  /// In the place of a session: each content is shown to a model once.
  static let tiersMark = "tiers"

  private static func describe(_ node: MemoryNode, _ engine: MemoryEngine) throws -> Bool {
    let store = engine.store
    let fence = Fence()
    let question =
      "\(fence.rule)\n\nThe memory, of the category \(node.category.rawValue):\n"
      + fence.around(shown(node.content), as: "memory")
    let outcome = TierAnswer.ask(engine.models, .memoryTiers, question)
    if case .waits(let until, let reason) = outcome { throw WorkWaits(until: until, reason: reason) }
    return try store.write {
      _ = try store.markLearned(session: tiersMark, fingerprint: node.contentHash)
      guard case .made(let tiers) = outcome else { return false }
      guard var present = try store.node(id: node.id), present.contentHash == node.contentHash, present.retraction == nil else {
        return true
      }
      // A line that somebody wrote for it stays.
      if present.abstract == TierWriter.abstract(of: present.content) { present.abstract = tiers.abstract }
      present.overview = tiers.overview
      present.provenance.maker = tiers.maker
      try engine.replace(with: present)
      return true
    }
  }

  /// The beginning and the end of what is too long for one question.
  private static func shown(_ content: String) -> String {
    guard content.utf8.count > 2 * longestMaterial else { return content }
    let (head, tail) = (content.utf8.prefix(longestMaterial), content.utf8.suffix(longestMaterial / 2))
    return String(decoding: head, as: UTF8.self) + "\n[left out]\n" + String(decoding: tail, as: UTF8.self)
  }
}

/// What a directory's description by a model was made from.
struct ModelMark {
  var maker: String
  var count: Int
  var at: Timestamp

  init(maker: String, count: Int, at: Timestamp) {
    self.maker = maker
    self.count = count
    self.at = at
  }

  /// Nil where rules made it, or nobody.
  init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 3).map { String($0) }
    guard parts.count == 4, parts[0] == "model", let count = Int(parts[1]), let at = Int64(parts[2]) else { return nil }
    self.init(maker: parts[3], count: count, at: Timestamp(milliseconds: at))
  }

  var text: String { "model \(count) \(at.milliseconds) \(maker)" }

  /// A tenth of the memories came or went, three at least; or something changed and it is a week old.
  func isOutgrown(by state: DirectoryState, at moment: Timestamp) -> Bool {
    abs(state.count - count) >= max(3, count / 10)
      || (state.newest > at && moment.milliseconds - at.milliseconds > 7 * Timestamp.millisecondsPerDay)
  }
}
