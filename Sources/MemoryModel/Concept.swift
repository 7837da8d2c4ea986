/// Something that sessions name. It is no memory: it has no text, and no more of it is kept than who named it, and when.
package struct Concept: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// As it stands in code: `SyncRun`, `max_tokens`.
    case identifier
    /// By the last part of its path.
    case file
    /// `Claude Code`, `Redis`.
    case name
    /// "the blue build".
    case quoted
  }

  /// Its name as a segment of an address: `syncrun`.
  package var key: String
  package var name: String
  package var kind: Kind

  package init(key: String, name: String, kind: Kind) {
    self.key = key
    self.name = name
    self.kind = kind
  }

  /// `mem://concepts/syncrun`: it is no memory and cannot be read, but asked for its links.
  package var uri: MemoryURI { Concept.directory.appending(key) }
  package static let directory = MemoryURI(segments: ["concepts"])

  /// The key that `mem://concepts/syncrun` stands for; nil for any other address.
  package static func key(of uri: MemoryURI) -> String? {
    uri.segments.count == 2 && uri.parent == directory ? uri.name : nil
  }
}
