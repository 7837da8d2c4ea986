package import MemoryEngine
import MemoryModel

/// What Claude Code keeps by itself: the transcripts of past sessions, and the notes that it wrote for a project.
package enum ClaudeCode: ImportSource {
  package static let name = "claude-code"
  package static let summary = "the past sessions and the notes that Claude Code keeps"

  package static func usualPath(_ user: UserFolders) -> String? {
    ClaudeCodeBacklog.projectsFolder(ofConfiguration: user.variable("CLAUDE_CONFIG_DIR") ?? user.home + "/.claude")
  }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    guard let transcripts = ClaudeCodeBacklog.transcripts(at: path) else {
      throw ImportError(path, "is not there or cannot be read. Name the transcripts with --path")
    }
    for transcript in transcripts { try run.take(.transcript(path: transcript)) }
    for notes in ClaudeCodeBacklog.noteFolders(at: path) {
      // The project of the notes is that of the sessions beside them.
      let project = ClaudeCodeBacklog.transcripts(at: notes.parent)?.lazy.compactMap { run.engine.project(ofTranscript: $0) }.first
      try MarkdownNotes.read(folder: notes.folder, project: project, into: run)
    }
  }
}
