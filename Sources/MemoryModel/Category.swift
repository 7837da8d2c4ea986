/// What kind of knowledge a memory is. It decides the owner, the place in the tree, and whether a memory may be rewritten.
package enum Category: String, CaseIterable, Sendable {
  /// Who the user is and how to work with them.
  case profile
  /// Changeable choices: "uses bun, not npm". A new one that contradicts closes the old one's validity.
  case preferences
  /// People, projects, services, files. Each stays apart.
  case entities
  /// Things that happened, decisions among them. Never rewritten.
  case events
  /// Reusable techniques and conventions; refined as understanding grows.
  case patterns
  /// A problem and its solution. Never rewritten.
  case cases
  /// What was said and done in one session.
  case sessions

  /// Whether a memory of this category is updated in place, keeping its revisions. The others are only superseded or retracted.
  package var isMergeable: Bool {
    switch self {
    case .profile, .preferences, .patterns: true
    case .entities, .events, .cases, .sessions: false
    }
  }

  /// Profile and preferences do not fade: how to work with someone is not less true for not having been asked about.
  package var decays: Bool { self != .profile && self != .preferences }

  /// Where its memories stand, e.g. `mem://user/preferences`.
  package var directory: MemoryURI {
    switch self {
    case .profile, .preferences, .entities, .events: MemoryURI(segments: ["user", rawValue])
    case .patterns, .cases: MemoryURI(segments: ["agent", rawValue])
    case .sessions: MemoryURI(segments: ["sessions"])
    }
  }
}
