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
  /// Somebody looks around, as in the viewer: what they come across does not count as used.
  package var isBrowsing = false

  package init(
    workingDirectory: String? = nil, project: String? = nil, session: String? = nil, client: String? = nil,
    origin: Provenance.Origin = .agent, isBrowsing: Bool = false
  ) {
    self.workingDirectory = workingDirectory
    self.project = project
    self.session = session
    self.client = client
    self.origin = origin
    self.isBrowsing = isBrowsing
  }

  /// A person who looks at their memories in a browser.
  package static let viewer = Caller(client: "viewer", origin: .user, isBrowsing: true)
  /// A person's own program that asks over HTTP.
  package static let program = Caller(client: "http", origin: .user)
}
