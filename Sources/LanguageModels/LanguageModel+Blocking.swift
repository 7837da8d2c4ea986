import Dispatch
import Synchronization

extension LanguageModel {
  /// The same, on a real thread that waits: the engine is synchronous, and its worker has a thread to spare.
  ///
  /// Never from a task: it would hold one of the few threads that the answer needs to get here.
  package func completeAndWait(_ request: CompletionRequest) throws(LanguageModelError) -> CompletionReply {
    let answer = Answer()
    Task.detached {
      do throws(LanguageModelError) {
        answer.give(.success(try await complete(request)))
      } catch {
        answer.give(.failure(error))
      }
    }
    return try answer.wait().get()
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
