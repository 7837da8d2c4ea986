package import JSONValues
package import MemoryModel

/// What a source's reader hands to the engine: the source's own shapes end here.
package enum ImportedRecord: Sendable {
  case session(ImportedSession)
  case memory(ImportedMemory)
  case turn(ImportedTurn)
  case tool(ImportedToolCall)
  case link(ImportedLink)
  /// A client's transcript of a session, by its path: its extraction is queued.
  case transcript(path: String)
  /// A record of our own export, to stand here as it stood there.
  case own(ExportedRecord)
}

/// A memory as another product kept it. It is redacted and given tiers on its way in.
package struct ImportedMemory: Sendable {
  /// Its name in the source, the same in every run.
  package var key: String
  package var content: String
  package var title: String?
  /// L0 and L1 where the source has them; nil: made from the content.
  package var abstract: String?
  package var overview: String?
  /// Nil: told from the content by rules.
  package var category: Category?
  /// Where it should stand; nil: a name is made from the title.
  package var uri: MemoryURI?
  package var tags: [String] = []
  package var project: String?
  package var session: String?
  /// Nil where the source does not say: the time of the import.
  package var createdAt: Timestamp?
  package var updatedAt: Timestamp?
  package var validity = Validity()
  package var retraction: Retraction?
  package var supersededBy: MemoryURI?
  package var pinnedAt: Timestamp?
  package var relevance: Double = 1
  package var lastAccess: Timestamp?
  package var accessCount = 0
  package var confidence: Double = 1
  package var mergedFrom: [String] = []

  package init(key: String, content: String) {
    self.key = key
    self.content = content
  }
}

package struct ImportedSession: Sendable {
  package var id: String
  package var client: String?
  package var project: String?
  package var workingDirectory: String?
  /// Nil where the source does not say: the time of the first thing in it.
  package var startedAt: Timestamp?
  package var endedAt: Timestamp?

  package init(id: String) { self.id = id }
}

/// What was said in a session: by the user, by the assistant, or both.
package struct ImportedTurn: Sendable {
  package var key: String
  package var session: String
  /// Counts from 1 within the session; nil: it comes after those before it.
  package var number: Int?
  package var at: Timestamp?
  package var words: String
  package var answer: String
  package var project: String?

  package init(key: String, session: String, words: String, answer: String = "") {
    self.key = key
    self.session = session
    self.words = words
    self.answer = answer
  }
}

/// A tool call of a session. As everywhere, only what it was about and a few words of its answer are kept.
package struct ImportedToolCall: Sendable {
  package var key: String
  package var session: String
  package var tool: String
  package var input: JSONValue = .null
  package var response: JSONValue = .null
  package var failed = false
  package var at: Timestamp?

  package init(key: String, session: String, tool: String) {
    self.key = key
    self.session = session
    self.tool = tool
  }
}

/// An edge between two memories of the same source, by their keys.
package struct ImportedLink: Sendable {
  package var from: String
  package var to: String
  package var kind: Link.Kind = .coMention
  package var weight: Double = 1
  package var createdAt: Timestamp?

  package init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}
