import LanguageModels
import MemoryModel
import MemoryStore

/// Writes down what each directory says about itself, from the deepest up, where what stands in it changed.
///
/// Nothing that is written waits for this: the worker asks for it when memories changed since it ran last. What is forgotten goes from the directories above
/// it at once (`undescribe`).
enum DirectoryTiersJob: JobHandler {
  static let kind = "directory-tiers"
  static let subject = "tree"
  /// The memories that the directories were described from.
  static let lastMark = "directory-tiers.mark"

  static func run(_ job: Job, in engine: MemoryEngine) throws {
    let store = engine.store
    let asksModel = engine.models?.isThere(for: .tiers) == true
    let (mark, descriptions) = try store.read { () throws -> (String, [Description]) in
      (try store.memoryMark(), try Self.descriptions(engine, asksModel: asksModel))
    }
    try store.write {
      // Somebody wrote meanwhile, and what was read may be erased by now: the worker asks again.
      guard try store.memoryMark() == mark else {
        try store.complete(job)
        return
      }
      for description in descriptions {
        try store.describe(
          description.uri, abstract: description.abstract, overview: description.overview, madeFrom: description.mark)
      }
      try store.setMeta(lastMark, mark)
      if asksModel, try !store.hasJob(kind: DescribeJob.kind, subject: DescribeJob.subject) {
        try store.enqueue(kind: DescribeJob.kind, subject: DescribeJob.subject, due: engine.now, at: engine.now)
      }
      try store.complete(job)
    }
  }

  private struct Description {
    var uri: MemoryURI
    var abstract: String
    var overview: String
    var mark: String
  }

  /// By rules: of the directories whose memories are others than those that they were described from.
  private static func descriptions(_ engine: MemoryEngine, asksModel: Bool) throws -> [Description] {
    let store = engine.store
    return try store.directoryStates(validAt: engine.now).compactMap { state in
      let mark = "rules \(version) \(state.mark)"
      let standing = try store.node(at: state.uri)?.contentHash ?? ""
      guard standing != mark else { return nil }
      // What a model wrote stands until it is outgrown, and then until the model has written anew.
      if let made = ModelMark(standing), asksModel || !made.isOutgrown(by: state, at: engine.now) { return nil }
      let memories = try store.memories(in: state.uri, project: .any, validAt: engine.now, limit: DirectoryDigest.sample)
      var newest = NodeFilter()
      newest.within = state.uri
      newest.validAt = engine.now
      newest.order = .latestCreated
      newest.limit = DirectoryDigest.sample
      return Description(
        uri: state.uri,
        abstract: DirectoryDigest.abstract(
          of: state.uri, memories: memories, directories: try store.directories(in: state.uri).map(\.name)),
        overview: DirectoryDigest.overview(
          state: state, projects: try store.projects(in: state.uri, validAt: engine.now), memories: memories,
          newest: try store.nodes(newest).filter { $0.uri.parent == state.uri }),
        mark: mark)
    }
  }

  /// Of the rules, so that directories are described anew when they change.
  private static let version = 1
}

extension MemoryEngine {
  /// False when no memory changed since the directories were described, or the work waits already.
  func enqueueDirectoryTiersWhenDue() throws -> Bool {
    guard try store.memoryMark() != store.meta(DirectoryTiersJob.lastMark) ?? "",
      try !store.hasJob(kind: DirectoryTiersJob.kind, subject: DirectoryTiersJob.subject)
    else { return false }
    try store.write {
      try store.enqueue(kind: DirectoryTiersJob.kind, subject: DirectoryTiersJob.subject, due: now, at: now)
    }
    return true
  }
}
