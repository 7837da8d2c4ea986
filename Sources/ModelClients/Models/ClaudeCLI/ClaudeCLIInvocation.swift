import JSONValues
import LanguageModels

/// How `claude -p` is started so that it is a model and nothing else: no hooks, no plugins, no servers, no tools, no settings, no
/// memory, no transcript. Each of these flags was seen to work with 2.1.329; several alone would silence the hooks, and they are
/// all there in case one changes its meaning.
enum ClaudeCLIInvocation {
  /// The prompt goes through standard input: arguments can be read by everybody on the machine.
  static func arguments(_ request: CompletionRequest, model: String) -> [String] {
    var arguments = [
      "-p", "--model", model, "--output-format", "json",
      // The empty arguments are meant: no tools, no sources of settings.
      "--tools", "", "--strict-mcp-config", "--setting-sources", "", "--settings", #"{"disableAllHooks":true}"#,
      "--no-session-persistence", "--system-prompt", request.system,
      // An answer with a schema is a tool call, and then its end.
      "--max-turns", request.schema == nil ? "1" : "2",
    ]
    if let schema = request.schema {
      arguments += ["--json-schema", SchemaSubset.pruned(schema) { $0 == "$schema" }.text]
    }
    return arguments
  }

  /// What is set in the child's environment beside what we have ourselves; nil takes a variable away.
  static func environment(_ request: CompletionRequest) -> [String: String?] {
    [
      // Our own hooks and servers return at once where they see it, should they be started in spite of the flags.
      "CONTINUITY_INTERNAL": "1",
      "CLAUDE_CODE_DISABLE_AUTO_MEMORY": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1",
      "CLAUDE_CODE_MAX_OUTPUT_TOKENS": String(max(1, request.maximumTokens)), "MAX_THINKING_TOKENS": "0",
      // What it would take for the session that started us.
      "CLAUDECODE": nil, "CLAUDE_CODE_CHILD_SESSION": nil, "CLAUDE_CODE_SESSION_ID": nil, "CLAUDE_CODE_ENTRYPOINT": nil,
    ]
  }
}
