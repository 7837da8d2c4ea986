package import JSONValues

/// What a hook knew at the start of a session.
package struct SessionStartRequest: Sendable {
  package var session: String
  package var workingDirectory: String?
  /// `startup resume clear compact fork`, as the client says it.
  package var source: String?
  package var client: String?
  package var transcriptPath: String?
  /// Overrides what the working directory says.
  package var project: String?
  package init(session: String) { self.session = session }
}

package struct SessionStartOutcome: Sendable {
  package var project: String?
  package var isNew: Bool
}

package struct PromptRequest: Sendable {
  package var session: String
  package var prompt: String
  package var workingDirectory: String?
  package var transcriptPath: String?
  package var client: String?
  package init(session: String, prompt: String) {
    self.session = session
    self.prompt = prompt
  }
}

package struct PromptOutcome: Sendable {
  /// False for what is no user's text (task notifications) or is wholly private: nothing was stored.
  package var recorded: Bool
  /// The memories that signal phrases made, findable at once.
  package var captured: [RememberOutcome]
}

package struct ToolRequest: Sendable {
  package var session: String
  package var tool: String
  package var input: JSONValue
  package var response: JSONValue
  package var failed: Bool
  package var workingDirectory: String?
  package var transcriptPath: String?
  package var client: String?
  package init(session: String, tool: String, input: JSONValue, response: JSONValue, failed: Bool) {
    self.session = session
    self.tool = tool
    self.input = input
    self.response = response
    self.failed = failed
  }
}

package struct ToolOutcome: Sendable {
  /// False when the turn is private, the tool is one that says nothing, or the session's cap is reached.
  package var recorded: Bool
  package var reason: String?
}

/// The end of a turn, of a subagent, of a session, or a compaction.
package struct SessionBoundaryRequest: Sendable {
  package enum Boundary: Sendable {
    case turn(lastWords: String?)
    case subagent(type: String?, lastWords: String?)
    case compaction(trigger: String?, summary: String?)
    case end(reason: String?)
  }
  package var session: String
  package var boundary: Boundary
  package var workingDirectory: String?
  package var transcriptPath: String?
  package var client: String?
  package init(session: String, boundary: Boundary) {
    self.session = session
    self.boundary = boundary
  }
}

package struct SessionBoundaryOutcome: Sendable {
  package var recorded: Bool
  /// Jobs put into the queue; a door that finds more than none starts the worker.
  package var queued: Int
}
