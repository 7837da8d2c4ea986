#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What was read and is not yet run: filled by the reader's thread, emptied in order by one other.
///
/// It holds at most `maximumCount` messages and about `maximumBytes` bytes of their lines; a reader that is faster waits, and so does
/// then the client.
///
/// Safe to share: everything that changes is touched only between `lock` and `unlock`.
final class MessageQueue: @unchecked Sendable {
  struct Entry: Sendable {
    var message: IncomingMessage
    /// Of the line it was read from.
    var length: Int
    fileprivate var isCancelled = false

    init(message: IncomingMessage, length: Int) {
      self.message = message
      self.length = length
    }

    /// By which it can be cancelled. `initialize` cannot be (MCP, "Cancellation").
    fileprivate var id: RequestID? {
      if case .request(let request) = message, request.method != "initialize" { request.id } else { nil }
    }
  }

  private let maximumCount: Int
  private let maximumBytes: Int
  private var waiting: [Entry] = []
  private var waitingBytes = 0
  private var running: Entry?
  private var isInputAtEnd = false
  private var deadline: ContinuousClock.Instant?

  // A condition variable, which the standard library has not: the loop waits for messages, the reader for room.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(maximumCount: Int = 1_024, maximumBytes: Int = 32 * 1_048_576) {
    self.maximumCount = maximumCount
    self.maximumBytes = maximumBytes
    mutex.initialize(to: pthread_mutex_t())
    changed.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits for room. After `close` the entry is dropped.
  func append(_ entry: Entry) {
    locked {
      while !isInputAtEnd, waiting.count >= maximumCount || (!waiting.isEmpty && waitingBytes + entry.length > maximumBytes) {
        pthread_cond_wait(changed, mutex)
      }
      guard !isInputAtEnd else { return }
      waiting.append(entry)
      waitingBytes += entry.length
      pthread_cond_broadcast(changed)
    }
  }

  /// The request with this id is not to be run, or its answer not to be sent, if it is here; ids that are not here mean nothing.
  func cancel(_ id: RequestID) {
    locked {
      for index in waiting.indices where waiting[index].id == id { waiting[index].isCancelled = true }
      if running?.id == id { running?.isCancelled = true }
    }
  }

  /// The next message to be run; waits for one. Nil when nothing more will come.
  func next() -> IncomingMessage? {
    locked {
      running = nil
      while true {
        if let deadline, ContinuousClock.now >= deadline { return nil }
        if waiting.isEmpty {
          if isInputAtEnd { return nil }
          pthread_cond_wait(changed, mutex)
          continue
        }
        let entry = waiting.removeFirst()
        waitingBytes -= entry.length
        pthread_cond_broadcast(changed)
        if entry.isCancelled { continue }
        running = entry
        return entry.message
      }
    }
  }

  /// Waits until `next` would not have to, but no longer than `time`. False when that is over.
  func isReady(within time: Duration) -> Bool {
    let end = Self.realTime(after: time)
    return locked {
      var end = end
      while waiting.isEmpty, !isInputAtEnd {
        if pthread_cond_timedwait(changed, mutex, &end) == ETIMEDOUT { return false }
      }
      return true
    }
  }

  /// By the clock that condition variables go by.
  private static func realTime(after time: Duration) -> timespec {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let (seconds, attoseconds) = time.components
    let nanoseconds = Int64(now.tv_nsec) + attoseconds / 1_000_000_000
    return timespec(
      tv_sec: now.tv_sec + time_t(seconds + nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }

  /// Whether the message that `next` gave last was cancelled while it ran.
  var isRunningCancelled: Bool { locked { running?.isCancelled ?? false } }

  /// Messages that wait.
  var count: Int { locked { waiting.count } }

  /// Whether the reader has put everything here that it will.
  var isClosed: Bool { locked { isInputAtEnd } }

  /// Nothing more comes in. What is here is still given out, with `within` only for so long.
  func close(within time: Duration? = nil) {
    locked {
      isInputAtEnd = true
      if let time { deadline = ContinuousClock.now + time }
      pthread_cond_broadcast(changed)
    }
  }
}
