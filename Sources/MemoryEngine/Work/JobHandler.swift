import MemoryModel
import MemoryStore

/// One kind of slow work. Adding one is a file and a line in `MemoryEngine.jobHandlers`.
///
/// A handler computes without holding the write lock, writes in short transactions, and ends with one that commits its result together with
/// `store.complete(job)`. It may be run again from the start after a crash at any point, so every write of it can be repeated.
protocol JobHandler: Sendable {
  static var kind: String { get }
  static func run(_ job: Job, in engine: MemoryEngine) throws
}
