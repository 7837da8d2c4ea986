import JSONValues

extension HookClient {
  /// Copilot in VS Code reads Copilot CLI's files and sends payloads and takes output of its own. Only a session's start takes a
  /// context. https://code.visualstudio.com/docs/copilot/customization/hooks
  package static let visualStudioCode = HookClient(name: "vscode") { answer in
    switch answer {
    case .nothing, .besidePrompt: nil
    case .context, .notice: output(answer, promptEvent: "UserPromptSubmit")
    }
  }
}
