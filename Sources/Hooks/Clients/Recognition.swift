import JSONValues

extension HookClient {
  /// Whose payload this is, from the surest sign to the weakest; Claude Code when there is none.
  ///
  /// The environment is inherited from an agent to the agents that it starts, so that a mere marker proves nothing there: a
  /// variable counts only when it names this very session.
  static func recognised(in fields: JSONObject, session: String, environment: (String) -> String?) -> HookClient {
    if fields["conversation_id"] != nil || fields["cursor_version"] != nil { return .cursor }
    if fields["sessionId"] != nil { return .copilotCLI }
    if fields["turn_id"] != nil { return .codex }
    if fields["prompt_id"] != nil || environment("CLAUDE_CODE_SESSION_ID") == session { return .claudeCode }
    if environment("GEMINI_SESSION_ID") == session { return .geminiCLI }

    switch fields["hook_event_name"]?.string {
    case "BeforeAgent"?, "AfterAgent"?, "AfterTool"?, "PreCompress"?: return .geminiCLI
    // Claude Code sends no permission mode there, Codex always does.
    case "SessionStart"? where fields["permission_mode"] != nil: return .codex
    // Both stamp the time. Copilot CLI's begin and end of a session know no transcript, Gemini CLI's events all do.
    case "SessionStart"?, "SessionEnd"?:
      guard fields["timestamp"] != nil else { return .claudeCode }
      return fields["transcript_path"] != nil ? .geminiCLI : .copilotCLI
    default: return fields["timestamp"] != nil ? .copilotCLI : .claudeCode
    }
  }
}
