import Dispatch
import Synchronization

extension LanguageModel {
  /// The same, on a real thread that waits: the engine is synchronous, and its worker has a thread to spare.
  package func completeAndWait(_ request: CompletionRequest) throws(LanguageModelError) -> CompletionReply {
    let answer = Answer()
    // On a thread of its own: those of Swift's pool may all be waiting for an answer like this one.
    Task.detached(executorPreference: OwnThread()) {
      do throws(LanguageModelError) {
        answer.give(.success(try await complete(request)))
      } catch {
        answer.give(.failure(error))
      }
    }
    return try answer.wait().get()
  }
}

/// Runs a task where nobody else's work can hold it up.
private final class OwnThread: TaskExecutor {
  // A serial queue: it gets a thread even where all of the concurrent ones are taken.
  private let queue = DispatchQueue(label: "continuity.model")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// One answer, handed from a task to a thread.
private final class Answer: Sendable {
  private let isThere = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<CompletionReply, LanguageModelError>>(.failure(.cancelled))

  func give(_ answer: Result<CompletionReply, LanguageModelError>) {
    result.withLock { $0 = answer }
    isThere.signal()
  }

  func wait() -> Result<CompletionReply, LanguageModelError> {
    isThere.wait()
    return result.withLock { $0 }
  }
}
