package import MemoryModel

/// What tells the project of a request that names none.
package struct Asker: Hashable, Sendable {
  /// An override, as from the environment.
  package var project: String?
  package var session: String?
  package var workingDirectory: String?

  package init(project: String?, session: String?, workingDirectory: String?) {
    self.project = project
    self.session = session
    self.workingDirectory = workingDirectory
  }
}

/// What to remember. Everything but the content may be left to the engine.
package struct RememberRequest: Sendable {
  /// Any text of 1 byte to 1 MB (`MemoryEngine.maximumContentLength`), without NUL.
  package var content: String
  /// Nil: told from the content by rules.
  package var category: Category?
  /// Where it is to stand; nil: a name is made from the title or the content.
  package var uri: MemoryURI?
  package var title: String?
  package var tags: [String] = []
  /// Nil: the asker's, else none.
  package var project: String?
  /// Who asks, where no project is named: who the user is, and what says that it holds everywhere, belongs to none; the rest to the asker's project.
  package var asker: Asker?
  package var session: String?
  /// The memory that this one replaces.
  package var supersedes: MemoryURI?
  /// When it begins to be true; nil: now. In the future it stays hidden until then.
  package var validFrom: Timestamp?
  package var origin: Provenance.Origin = .agent
  package var confidence: Double = 1
  /// Which prompt and model made its words, where one did; and the tiers that it made, within their limits. Nil: rules make them.
  package var maker: String?
  package var abstract: String?
  package var overview: String?

  package init(content: String) { self.content = content }
}

package struct RememberOutcome: Sendable {
  package enum Action: String, Sendable {
    /// A new memory.
    case created
    /// An existing mergeable memory took it in; what it said before is a revision.
    case merged
    /// The very same content stood there already.
    case unchanged
    /// It replaced another memory, whose validity is closed.
    case superseded
    /// One of many alike in a short time: it waits for a person's review, and nobody sees it until then.
    case held
  }

  package var uri: MemoryURI
  package var action: Action
  /// The memories whose validity this one closed.
  package var closed: [MemoryURI] = []
  /// How many secrets and private passages were taken out before anything was written.
  package var redactions: Int = 0
  /// Why it is held.
  package var reason: String?
}
