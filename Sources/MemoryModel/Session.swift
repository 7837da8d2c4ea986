/// A coding session as the hooks reported it.
package struct Session: Hashable, Sendable {
  package enum Status: String, Sendable { case active, ended }

  /// The client's id.
  package var id: String
  /// `claude-code`, `codex`, …; nil when it is not known.
  package var client: String?
  package var project: String?
  package var workingDirectory: String?
  package var transcriptPath: String?
  package var status: Status
  package var startedAt: Timestamp
  package var lastActiveAt: Timestamp
  package var endedAt: Timestamp?
  /// The user marked the present turn `<private>`: nothing of its tools or of the answer is stored.
  package var isTurnPrivate: Bool

  package init(
    id: String, client: String? = nil, project: String? = nil, workingDirectory: String? = nil, transcriptPath: String? = nil,
    status: Status = .active, startedAt: Timestamp, lastActiveAt: Timestamp, endedAt: Timestamp? = nil, isTurnPrivate: Bool = false
  ) {
    self.id = id
    self.client = client
    self.project = project
    self.workingDirectory = workingDirectory
    self.transcriptPath = transcriptPath
    self.status = status
    self.startedAt = startedAt
    self.lastActiveAt = lastActiveAt
    self.endedAt = endedAt
    self.isTurnPrivate = isTurnPrivate
  }
}
