import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memories that are being made of records on another thread, while those before them are written.
///
/// A real thread, and not a pool's: whoever waits here may be holding the pool's last one.
final class DraftsAhead: Sendable {
  typealias Draft = (text: ImportedText, memory: PreparedMemory)

  private let records: [ImportedMemory?]
  private let drafting: ImportDrafting
  private let state = Mutex(State())

  private struct State {
    // A `pthread_t` as its bits, which is all that joining wants of it.
    var thread: UInt?
    var drafts: [Draft?] = []
  }

  /// - Parameter records: nil for each that is not to be made here.
  init(_ records: [ImportedMemory?], _ drafting: ImportDrafting) {
    self.records = records
    self.drafting = drafting
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    #if canImport(Darwin)
      let status = pthread_create(&thread, nil, { Self.run($0) }, context)
    #else
      let status = pthread_create(&thread, nil, { $0.flatMap { Self.run($0) } }, context)
    #endif
    guard status == 0 else {
      Unmanaged<DraftsAhead>.fromOpaque(context).release()
      return
    }
    #if canImport(Glibc)
      state.withLock { $0.thread = UInt(thread) }
    #else
      state.withLock { $0.thread = thread.map { UInt(bitPattern: $0) } }
    #endif
  }

  private static func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let ahead = Unmanaged<DraftsAhead>.fromOpaque(context).takeRetainedValue()
    let drafts = ahead.made()
    ahead.state.withLock { $0.drafts = drafts }
    return nil
  }

  private func made() -> [Draft?] {
    records.map { record in
      record.flatMap { memory -> Draft? in
        let text = drafting.text(of: memory)
        guard text.refusal == nil else { return nil }
        return (text: text, memory: drafting.memory(of: memory, text))
      }
    }
  }

  /// One for each record; waits for them. Asked once. Without a thread they are made here.
  func take() -> [Draft?] {
    guard let thread = state.withLock({ $0.thread }) else { return made() }
    #if canImport(Glibc)
      pthread_join(pthread_t(thread), nil)
    #else
      if let thread = pthread_t(bitPattern: thread) { pthread_join(thread, nil) }
    #endif
    return state.withLock { $0.drafts }
  }
}
