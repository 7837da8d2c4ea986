extension SettingKey {
  /// Every key that there is, in the order of the example file.
  static let all: [SettingKey] = [
    .text(
      "store", "path", \.store.path,
      "The database file. Empty: `continuity.db` in the home (`CONTINUITY_HOME`, else `~/.continuity`)."),

    .choice(
      "llm", "provider", \.llm.provider, of: ["auto", "claude-cli", "ollama", "anthropic", "gemini", "openrouter", "openai", "none"],
      "Who makes memories better. `auto` takes the first that is there, in the order of this list; `none` leaves all work to rules."),
    .text("llm", "model", \.llm.model, "The provider's model. Empty: the provider's own section, else its default."),
    .text("llm.extraction", "model", \.llm.extractionModel, "A cheap, fast model for finished sessions. Empty: `llm.model`."),
    .text("llm.merge", "model", \.llm.mergeModel, "A smarter model for deciding whether two memories are one. Empty: `llm.model`."),
    .text("llm.ollama", "endpoint", \.llm.ollama.endpoint, "Where Ollama listens."),
    .text("llm.ollama", "model", \.llm.ollama.model, "The local model."),
    .text(
      "llm.anthropic", "api_key_env", \.llm.anthropic.keyVariable,
      "The environment variable that holds the key. The key itself never stands in this file."),
    .text("llm.anthropic", "model", \.llm.anthropic.model, "Empty: `llm.model`."),
    .text("llm.gemini", "api_key_env", \.llm.gemini.keyVariable, "The environment variable that holds the key."),
    .text("llm.gemini", "model", \.llm.gemini.model, "Empty: `llm.model`."),
    .text("llm.openrouter", "api_key_env", \.llm.openRouter.keyVariable, "The environment variable that holds the key."),
    .text("llm.openrouter", "model", \.llm.openRouter.model, "Empty: `llm.model`."),
    .text("llm.openai", "endpoint", \.llm.openAI.endpoint, "Any service that speaks OpenAI's chat completions."),
    .text("llm.openai", "api_key_env", \.llm.openAI.keyVariable, "The environment variable that holds the key."),
    .text("llm.openai", "model", \.llm.openAI.model, "Empty: `llm.model`."),

    .integer(
      "budget", "calls_per_day", \.budget.callsPerDay, in: 0...1_000_000,
      "Model calls in a day, over all sessions; checked before each call. 0 allows none."),
    .integer("budget", "tokens_per_day", \.budget.tokensPerDay, in: 0...1_000_000_000, "Tokens in and out in a day."),
    .integer("budget", "calls_per_session", \.budget.callsPerSession, in: 0...1_000_000, "Model calls for one session."),
    .integer("budget", "tokens_per_session", \.budget.tokensPerSession, in: 0...1_000_000_000, "Tokens in and out for one session."),

    .integer(
      "context", "budget_tokens", \.context.budgetTokens, in: 1...100_000,
      "How many tokens of memories a new session begins with, at most."),
    .texts(
      "context", "sections", \.context.sections, of: ["relational", "profile", "recent", "entities"],
      "What it begins with, in this order: how to work with you, who you are, what happened lately, what is being worked on."),

    .boolean(
      "capture", "enabled", \.capture.isEnabled,
      "Whether hooks record anything. Memories that are there still come back when this is off."),
    .texts("capture", "skip_tools", \.capture.skippedTools, "Tools whose calls are not recorded, by the client's names."),
    .texts(
      "capture", "excluded_projects", \.capture.excludedProjects,
      "Projects of which nothing is recorded: names as `continuity status` shows them, or absolute paths with all below them."),
    .integer(
      "capture", "max_observations_per_session", \.capture.maximumObservationsPerSession, in: 0...1_000_000,
      "Tool calls recorded of one session."),
    .integer(
      "capture", "retention_days", \.capture.retentionDays, in: 0...36_500,
      "Days that a session's raw observations are kept; its memories stay. 0 keeps them for ever."),

    .boolean(
      "recall", "on_prompt", \.recall.onPrompt, "Whether memories that fit a prompt are put beside it, besides those of the session's start."),

    .boolean(
      "worker", "autostart", \.worker.startsByItself,
      "Whether the end of a turn starts the worker in the background. When this is off, run `continuity worker` yourself."),

    .text("server", "host", \.server.host, "Where `continuity serve` listens. Anything but a loopback address shows your memories to others."),
    .integer("server", "port", \.server.port, in: 0...65_535, "Its port. 0 takes any that is free."),
  ]
}
