import Transcripts

/// What the user really typed.
enum UserText {
  /// Without what the client and we ourselves put into a prompt; empty for a task notification or a slash command.
  static func typed(in prompt: String) -> String { TypedText.typed(in: prompt) }

  /// Without the context that a session's start injected.
  static func withoutInjections(_ text: String) -> String { TypedText.withoutInjectedContext(text) }

  /// A preference belongs to the project in which it was stated, unless it says that it holds everywhere.
  static func speaksOfAllProjects(_ text: String) -> Bool {
    let lower = text.lowercased()
    return universals.contains { lower.contains($0) }
  }

  private static let universals = [
    "all projects", "all my projects", "all our projects", "every project", "any project", "across projects", "all repositories",
    "every repository",
    "alle projekte", "allen projekten", "todos los proyectos", "todos mis proyectos", "tous les projets", "tous mes projets",
    "所有项目",
    "すべてのプロジェクト",
  ]
}
