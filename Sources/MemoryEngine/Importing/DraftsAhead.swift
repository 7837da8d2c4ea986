import Dispatch
import Synchronization

/// Memories that are being made of records on another thread, while those before them are written.
final class DraftsAhead: Sendable {
  typealias Draft = (text: ImportedText, memory: PreparedMemory)

  private let drafts = Mutex<[Draft?]>([])
  private let isDone = DispatchSemaphore(value: 0)

  /// - Parameter records: nil for each that is not to be made here.
  init(_ records: [ImportedMemory?], _ drafting: ImportDrafting) {
    DispatchQueue.global().async { [self] in
      let made = records.map { record in
        record.flatMap { memory -> Draft? in
          let text = drafting.text(of: memory)
          guard text.refusal == nil else { return nil }
          return (text: text, memory: drafting.memory(of: memory, text))
        }
      }
      drafts.withLock { $0 = made }
      isDone.signal()
    }
  }

  /// One for each record; waits for them. Asked once.
  func take() -> [Draft?] {
    isDone.wait()
    return drafts.withLock { $0 }
  }
}
