import MemoryEngine

extension SettingKey {
  /// Every key that there is, in the order of the example file.
  static let all: [SettingKey] = [
    .boolean(
      "capture", "enabled", \.engine.capturesSessions,
      "Whether hooks record what happens in a session and begin the next one with what was learned."),
    .texts(
      "capture", "excluded_directories", \.engine.excludedDirectories,
      "Folders in which, with all below them, nothing is recorded. ~ stands for your own folder."),
    .texts(
      "capture", "skip_tools", \.engine.skippedTools, "Tools whose calls are not recorded, by the client's names for them."),
    .integer(
      "capture", "max_observations_per_session", \.engine.maximumObservationsPerSession, in: 0...1_000_000,
      "Tool calls recorded of one session. The words of user and assistant are kept besides."),
    .integer(
      "capture", "retention_days", \.engine.retentionDays, in: 1...36_500,
      "Days that the record of tool calls is kept. Memories stay."),
    .integer(
      "capture", "max_turns", \.engine.maximumTurns, in: 0...100_000_000,
      "Turns of all sessions kept word for word. Past it the words of the oldest sessions go; summaries and memories stay."),

    .integer(
      "context", "budget_tokens", \.engine.contextBudgetTokens, in: 1...100_000,
      "Tokens of memories that a session begins with, at most."),

    .choice(
      "recall", "on_prompt", \.engine.recallOnPrompt, of: ["auto", "off"],
      "Whether up to three memories are put beside what the user types, when they are likely to help with it."),

    .integer(
      "search", "plan_timeout_ms", \.engine.searchPlanMilliseconds, in: 0...60_000,
      "Milliseconds that `search` waits for a model to plan it; then rules do. 0 asks none. `find` never asks one."),
    .boolean(
      "search", "rerank", \.engine.reranksSearch,
      "Whether a model also puts the best 20 results of `search` in order: a second call, some 2,000 tokens."),

    .number(
      "decay", "half_life_days", \.engine.halfLifeDays, in: 1...36_500,
      "Days without use until a memory counts half. Profile, preferences and pinned memories do not fade."),
    .number(
      "decay", "floor", \.engine.relevanceFloor, in: 0...1,
      "The least that a memory counts, however old. Nothing is deleted by age."),

    .boolean(
      "worker", "autostart", \.worker.startsByItself,
      "Whether the end of a turn starts the worker in the background. When this is off, run `continuity worker` yourself."),
    .integer(
      "worker", "max_attempts", \.engine.maximumAttempts, in: 1...100,
      "Times that a piece of work is tried before it is parked with its error, for `continuity status` to show."),

    .integer(
      "backup", "keep", \.engine.automaticBackups, in: 0...1000,
      "Copies of the store that are kept of those made by themselves before a large import and the like. 0 makes none."),

    .text(
      "server", "host", \.server.host,
      "Where `continuity serve` listens. Any address but a loopback one lets other machines try to reach your memories."),
    .integer("server", "port", \.server.port, in: 0...65_535, "Its port. 0 takes any that is free."),

    .choice(
      "embedder", "provider", \.embedder.provider, of: ["builtin", "ollama", "openai", "voyage", "gemini", "none"],
      "Who turns texts into vectors, so that search finds meaning. `builtin` needs nothing; `none` leaves words."),
    .text("embedder", "model", \.embedder.model, "The provider's model. Empty: its usual one."),
    .text(
      "embedder", "base_url", \.embedder.baseURL,
      "Where the provider is asked. Empty: its usual address. `openai` is any service that speaks like it."),
    .text(
      "embedder", "api_key_env", \.embedder.keyVariable,
      "The environment variable that holds the key. Empty: the provider's usual one."),
    .integer(
      "embedder", "dimensions", \.embedder.dimensions, in: 0...65_536,
      "How many dimensions the model is asked for. 0: as many as it has."),
    .text(
      "embedder", "query_prefix", \.embedder.queryPrefix,
      "Words before a question. Empty: those that the model was trained with, where they are known."),
    .text("embedder", "passage_prefix", \.embedder.passagePrefix, "Words before a passage. Empty: the same."),
    .integer(
      "embedder", "query_timeout_ms", \.embedder.queryTimeoutMilliseconds, in: 1...60_000,
      "Milliseconds that a question waits for its vector before search goes on with words alone."),

    .choice(
      "llm", "provider", \.llm.provider,
      of: ["auto", "claude-cli", "ollama", "anthropic", "gemini", "openrouter", "openai", "none"],
      "Who makes memories better than rules can. `auto` takes the first that is there, in the order of the list; `none` takes none."
    ),
    .text("llm", "model", \.llm.model, "The provider's model. Empty: what the provider's own section says, else its default."),
    .integer(
      "llm", "timeout_seconds", \.llm.timeoutSeconds, in: 1...3600, "Seconds that an answer may take, with all tries."),
    .text("llm.extraction", "model", \.llm.extractionModel, "A cheap, fast model for finished sessions. Empty: `llm.model`."),
    .text("llm.merge", "model", \.llm.mergeModel, "A smarter model for deciding whether two memories are one. Empty: `llm.model`."),
    .text("llm.ollama", "endpoint", \.llm.ollama.endpoint, "Where Ollama listens."),
    .text("llm.ollama", "model", \.llm.ollama.model, "The local model."),
    .text("llm.anthropic", "endpoint", \.llm.anthropic.endpoint, "Where it is asked: another address for a gateway."),
    .text(
      "llm.anthropic", "api_key_env", \.llm.anthropic.keyVariable,
      "The environment variable that holds the key. The key itself never stands in this file."),
    .text("llm.anthropic", "model", \.llm.anthropic.model, "Empty: `llm.model`."),
    .text("llm.gemini", "endpoint", \.llm.gemini.endpoint, "Where it is asked."),
    .text("llm.gemini", "api_key_env", \.llm.gemini.keyVariable, "The environment variable that holds the key."),
    .text("llm.gemini", "model", \.llm.gemini.model, "Empty: `llm.model`."),
    .text("llm.openrouter", "endpoint", \.llm.openRouter.endpoint, "Where it is asked."),
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
    .integer(
      "budget", "tokens_per_session", \.budget.tokensPerSession, in: 0...1_000_000_000, "Tokens in and out for one session."),

    .text(
      "network", "ca_file", \.network.certificateFile,
      "A file of certificates (PEM) that are trusted beside the system's: a company's own authority. Empty: none."),

    .choice(
      "log", "level", \.log.level, of: LogLevel.allCases.map(\.rawValue),
      "What `logs/continuity.log` holds: failed requests, all of them (`info`), or where their time went as well (`debug`). Never what was said in them."
    ),

    .text(
      "telemetry", "otlp_endpoint", \.telemetry.endpoint,
      "An OpenTelemetry collector, such as http://localhost:4318, that gets the spans of requests to the servers. Empty: none."),
  ]

  static var logLevelVariable: String { "CONTINUITY_LOG_LEVEL" }

  /// What stands above a section's keys in the example file, where the keys alone would mislead.
  static let sectionNotes = [
    "llm":
      "A model reads finished sessions in the worker, and plans a `search` ([search]), within the limits of [budget]. Without one rules do it."
  ]
}
