import Dispatch
import Synchronization

/// Memories that are being made of records on another thread, while those before them are written.
final class DraftsAhead: Sendable {
  typealias Draft = (text: ImportedText, memory: PreparedMemory)

  private let drafts = Mutex<[Draft?]>([])
  private let areMade = DispatchGroup()

  /// - Parameter records: nil for each that is not to be made here.
  init(_ records: [ImportedMemory?], _ drafting: ImportDrafting) {
    // A serial queue has a thread of its own: whoever waits here may be holding the last one of the pool.
    DispatchQueue(label: "continuity.drafts").async(group: areMade) { [self] in
      let made = records.map { $0.flatMap { Self.draft(of: $0, drafting) } }
      drafts.withLock { $0 = made }
    }
  }

  private static func draft(of memory: ImportedMemory, _ drafting: ImportDrafting) -> Draft? {
    let text = drafting.text(of: memory)
    guard text.refusal == nil else { return nil }
    return (text: text, memory: drafting.memory(of: memory, text))
  }

  /// One for each record; waits for them.
  func take() -> [Draft?] {
    areMade.wait()
    return drafts.withLock { $0 }
  }
}
