package import MemoryModel
import MemoryStore
import Transcripts

/// What became of a transcript from before Continuity was there.
package enum BacklogOutcome: Hashable, Sendable {
  /// Its session is known now, and its extraction waits in the queue.
  case queued(session: String)
  /// The session was recorded or taken in before; nothing was done.
  case known(session: String)
  /// Nothing was said in it.
  case empty
  /// It ended before the moment that was asked for.
  case tooOld
  /// Its directory is one in which nothing is recorded.
  case excluded
}

extension MemoryEngine {
  /// Takes in a session that the client kept and no hook saw, with the times at which it happened. The source is only read. Done again it changes
  /// nothing.
  ///
  /// - Parameters:
  ///   - project: overrides what the session's directory says.
  ///   - since: sessions that ended before are left out.
  ///   - isTrial: finds out and writes nothing.
  /// - Throws: what reading the file throws, as text for a report.
  package func adoptTranscript(at path: String, project: String?, since: Timestamp?, isTrial: Bool) throws -> BacklogOutcome {
    let transcript = try TranscriptReader.read(path: path)
    guard let first = transcript.turns.first, let last = transcript.turns.last else { return .empty }
    if let since, last.endedAt < since { return .tooOld }
    let directory = transcript.turns.lazy.compactMap(\.cwd).first
    if isExcluded(directory) { return .excluded }
    let id = transcript.sessionID ?? path.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? path
    try check(session: id)
    return try store.write {
      // Another product's import knows sessions by a few of their words; the transcript tells all of it.
      if let known = try store.session(id) {
        let isOnlyImported = try store.isSessionImported(id)
        guard isOnlyImported, known.transcriptPath == nil else { return .known(session: id) }
      }
      if isTrial { return .queued(session: id) }
      try store.upsert(
        Session(
          id: id, client: "claude-code", project: try claimProject(named: project, session: nil, workingDirectory: directory),
          workingDirectory: directory, transcriptPath: path, status: .ended, startedAt: first.startedAt, lastActiveAt: last.endedAt,
          endedAt: last.endedAt))
      try store.enqueue(kind: ExtractSessionJob.kind, subject: id, due: now, at: now)
      return .queued(session: id)
    }
  }

  /// The project in which a transcript's session ran; nil when the file does not tell.
  package func project(ofTranscript path: String) -> String? {
    guard let directory = try? TranscriptReader.read(path: path).turns.lazy.compactMap(\.cwd).first else { return nil }
    return try? project(named: nil, session: nil, workingDirectory: directory)
  }
}
