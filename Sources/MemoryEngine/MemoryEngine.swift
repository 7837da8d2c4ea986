package import MemoryModel

/// The use-cases of the memory, one extension a file. Doors reach it through `Operations` alone.
package final class MemoryEngine {
  /// The longest content that is taken, in bytes.
  package static let maximumContentLength = 1_048_576
}

extension MemoryEngine {
  package func remember(_ request: RememberRequest) throws -> RememberOutcome { fatalError("in work") }
  package func find(_ request: FindRequest) throws -> FindOutcome { fatalError("in work") }
  package func search(_ request: FindRequest) throws -> SearchOutcome { fatalError("in work") }
  package func tree(_ request: TreeRequest) throws -> TreeEntry { fatalError("in work") }
  package func read(_ request: ReadRequest) throws -> ReadOutcome { fatalError("in work") }
  package func forget(_ request: ForgetRequest) throws -> ForgetOutcome { fatalError("in work") }
  package func profile(_ scope: Scope) throws -> ProfileOutcome { fatalError("in work") }
  package func timeline(_ request: TimelineRequest) throws -> TimelineOutcome { fatalError("in work") }
  package func links(of uri: MemoryURI) throws -> LinksOutcome { fatalError("in work") }
  package func history(of uri: MemoryURI) throws -> HistoryOutcome { fatalError("in work") }
  package func context(_ request: ContextRequest) throws -> ContextOutcome { fatalError("in work") }
  package func startSession(_ request: SessionStartRequest) throws -> SessionStartOutcome { fatalError("in work") }
  package func recordPrompt(_ request: PromptRequest) throws -> PromptOutcome { fatalError("in work") }
  package func recordTool(_ request: ToolRequest) throws -> ToolOutcome { fatalError("in work") }
  package func recordBoundary(_ request: SessionBoundaryRequest) throws -> SessionBoundaryOutcome { fatalError("in work") }
  /// `workingDirectory` and `project` tell whose project the caller is in.
  package func status(workingDirectory: String?, project: String?) throws -> StatusOutcome { fatalError("in work") }
  /// The project that a request belongs to: the one it names, else its session's, else the one its directory stands in.
  /// Relative and missing directories give nil.
  package func project(named name: String?, session: String?, workingDirectory: String?) throws -> String? { fatalError("in work") }
  /// URIs that begin with `prefix`, for completion; at most `limit`, in order.
  package func uris(withPrefix prefix: String, limit: Int) throws -> [MemoryURI] { fatalError("in work") }
}
