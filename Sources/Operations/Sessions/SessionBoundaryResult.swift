import JSONValues
import MemoryEngine
import MemoryModel

/// What was recorded at the end of a turn or session, and how much work was queued for the worker.
struct SessionBoundaryResult: OperationResult {
  let outcome: SessionBoundaryOutcome

  var json: JSONValue { ["recorded": .bool(outcome.recorded), "queued": .count(outcome.queued)] }
}

extension Sender {
  func record(_ boundary: SessionBoundaryRequest.Boundary, _ context: OperationContext) throws -> SessionBoundaryResult {
    var request = SessionBoundaryRequest(session: session, boundary: boundary)
    request.workingDirectory = workingDirectory ?? context.caller.workingDirectory
    request.transcriptPath = transcriptPath
    request.client = client ?? context.caller.client
    return SessionBoundaryResult(outcome: try context.engine.recordBoundary(request))
  }
}
