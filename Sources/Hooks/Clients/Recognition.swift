import JSONValues

extension HookClient {
  /// Whose payload this is, from the surest sign to the weakest; Claude Code when there is none.
  ///
  /// The environment is inherited from an agent to the agents that it starts, so that a mere marker proves nothing there: a
  /// variable counts only when it names this very session.
  static func recognised(in fields: JSONObject, session: String, environment: (String) -> String?) -> HookClient {
    if fields["conversation_id"] != nil || fields["cursor_version"] != nil { return .cursor }
    // Where Copilot CLI names the event it writes snake case all through.
    if fields["sessionId"] != nil {
      return fields["hookEventName"] ?? fields["hook_event_name"] == nil ? .copilotCLI : .visualStudioCode
    }
    if fields["turn_id"] != nil { return .codex }
    if fields["prompt_id"] != nil || environment("CLAUDE_CODE_SESSION_ID") == session { return .claudeCode }
    if environment("GEMINI_SESSION_ID") == session { return .geminiCLI }

    switch fields["hook_event_name"]?.string {
    case "BeforeAgent"?, "AfterAgent"?, "AfterTool"?, "PreCompress"?: return .geminiCLI
    // Claude Code sends no permission mode there, Codex always does.
    case "SessionStart"? where fields["permission_mode"] != nil: return .codex
    // All stamp the time. Copilot CLI's begin and end of a session know no transcript, Gemini CLI's and VS Code's events all do; of
    // these only VS Code calls a session `new`.
    case "SessionStart"?, "SessionEnd"?:
      guard fields["timestamp"] != nil else { return .claudeCode }
      if fields["transcript_path"] == nil { return .copilotCLI }
      return fields["source"]?.string == "new" ? .visualStudioCode : .geminiCLI
    default:
      guard fields["timestamp"] != nil else { return .claudeCode }
      return isVisualStudioCode(fields) ? .visualStudioCode : .copilotCLI
    }
  }

  /// What sets it apart from Copilot CLI with Claude Code's names: a prompt with a transcript, a tool's answer under Claude Code's name,
  /// whether a hook keeps a turn going, and a compaction without instructions.
  private static func isVisualStudioCode(_ fields: JSONObject) -> Bool {
    if fields["tool_response"] != nil || fields["stop_hook_active"] != nil { return true }
    guard fields["transcript_path"] != nil else { return false }
    return fields["prompt"] != nil || fields["trigger"] != nil && fields["custom_instructions"] == nil
  }
}
