/// What a user may set, as the engine needs it. The command line reads it from `config.toml` and the environment.
package struct EngineSettings: Sendable {
  /// Off: hooks record nothing and inject nothing.
  package var capturesSessions = true
  /// Tools whose calls say nothing worth keeping. (The predecessor's users asked for these five.)
  package var skippedTools = ["AskUserQuestion", "ListMcpResourcesTool", "Skill", "SlashCommand", "TodoWrite"]
  /// Directories (and everything below them) in which nothing is recorded or injected.
  package var excludedDirectories: [String] = []
  /// Tool calls kept of one session; later ones are counted and dropped. The words of user and assistant are kept besides.
  package var maximumObservationsPerSession = 2000
  /// Days after which tool observations go.
  package var retentionDays = 90
  /// Turns of all sessions that are kept word for word, each summary counted as one. Past it the words of the sessions that were active longest ago go, none of them within
  /// `retentionDays`; their summaries stay, and what was learned. Five years at eight sessions of ten turns a working day, some 1.5 GB.
  package var maximumTurns = 100_000
  /// Tokens that a session's start may inject.
  package var contextBudgetTokens = 2500
  /// Whether what is remembered about the matter of a prompt is put beside it.
  package var recallsAtPrompt = true
  /// How long a question waits for an embedder that is a service; then words alone answer it.
  package var questionPatience: Duration = .milliseconds(800)
  /// Milliseconds that `search` waits for a model to plan it; 0: rules plan.
  package var searchPlanMilliseconds = 5000
  /// Whether a model puts the best results of `search` in order.
  package var reranksSearch = false
  /// Days without use until a memory's relevance halves (RFC-001 §6).
  package var halfLifeDays = 90.0
  /// The relevance below which no memory falls (RFC-001 §6).
  package var relevanceFloor = 0.1
  /// Copies of the store that are kept of those made by themselves before a large change.
  package var automaticBackups = 5
  /// Times a job is tried before it is parked.
  package var maximumAttempts = 5
  /// What models may cost in a day; the ledger shows it beside what they did cost. Nil: not known.
  package var modelCallsPerDay: Int?
  package var modelTokensPerDay: Int?
  /// `none` while rules do the work; shown by `status`.
  package var languageModel: @Sendable () -> String = { "none" }
  /// The project of everything, whatever the directory; for `CONTINUITY_PROJECT`.
  package var project: String?
  /// When lists of vectors are made and tended.
  package var vectorIndexLimits = VectorIndexLimits()

  package init() {}
}
