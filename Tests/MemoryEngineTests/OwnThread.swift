#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs what waits for a model on a thread of its own, as the worker does: tests share as many threads as there are cores, and a model's
/// answer needs one of them to arrive on.
func onThread(_ body: @escaping () throws -> Void) async throws {
  let work = Work(body)
  try await withCheckedThrowingContinuation { continuation in
    work.continuation = continuation
    var thread = pthread_t()
    let started = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        work.continuation?.resume(with: Result { try work.body() })
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    precondition(started == 0, "no thread: \(started)")
    pthread_detach(thread)
  }
}

/// Handed to one thread, while the test waits for it.
private final class Work: @unchecked Sendable {
  let body: () throws -> Void
  var continuation: CheckedContinuation<Void, any Error>?
  init(_ body: @escaping () throws -> Void) { self.body = body }
}
