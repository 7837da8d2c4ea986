import JSONValues

extension HookClient {
  /// `user_message` is shown only with a refusal, so there is no notice. https://cursor.com/docs/agent/hooks
  package static let cursor = HookClient(name: "cursor") { answer in
    switch answer {
    case .nothing, .notice, .besidePrompt: nil
    case .context(let markdown): ["additional_context": .string(markdown)]
    }
  }
}
