package import MemoryModel

/// Who is asking. It fills in what a request leaves out; what a request says wins.
package struct Caller: Hashable, Sendable {
  /// Absolute; tells the project when neither the request nor `project` names one.
  package var workingDirectory: String?
  /// An explicit override, as from the environment: it also wins over a working directory in the request.
  package var project: String?
  /// The client's session, when the client told which.
  package var session: String?
  /// `claude-code`, `codex`, …
  package var client: String?
  /// How far what this caller remembers is trusted: an agent over MCP, a person at the command line.
  package var origin: Provenance.Origin

  package init(
    workingDirectory: String? = nil, project: String? = nil, session: String? = nil, client: String? = nil,
    origin: Provenance.Origin = .agent
  ) {
    self.workingDirectory = workingDirectory
    self.project = project
    self.session = session
    self.client = client
    self.origin = origin
  }
}
