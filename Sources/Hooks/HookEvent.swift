import JSONRPC
import JSONValues

/// One kind of thing that happens in an agent's session, under the name that `continuity hook` knows it by.
///
/// Each is one value in one file of `Events/`, and one line in `all`.
package struct HookEvent: Sendable {
  /// As on the command line: `start`, `subagent-stop`.
  package let name: String
  /// One line for help and documentation.
  package let summary: String
  /// What clients call it, in their settings and in `hook_event_name`.
  package let clientNames: [String]
  /// What is asked of the dispatcher, in order and without ids. Empty: there is nothing to record.
  let requests: @Sendable (HookPayload) throws(HookPayloadError) -> [Request]
  /// What the agent or its user is told, given the results of all requests.
  let answer: @Sendable ([JSONValue]) -> HookAnswer

  /// In the order in which a session meets them.
  package static let all: [HookEvent] = [.start, .submit, .tool, .compact, .subagentStop, .stop, .end]

  package init?(named name: String) {
    guard let event = Self.all.first(where: { $0.name == name }) else { return nil }
    self = event
  }

  init(
    name: String, summary: String, clientNames: [String],
    requests: @escaping @Sendable (HookPayload) throws(HookPayloadError) -> [Request],
    answer: @escaping @Sendable ([JSONValue]) -> HookAnswer = { _ in .nothing }
  ) {
    self.name = name
    self.summary = summary
    self.clientNames = clientNames
    self.requests = requests
    self.answer = answer
  }
}

extension HookEvent: Hashable {
  package static func == (left: HookEvent, right: HookEvent) -> Bool { left.name == right.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
