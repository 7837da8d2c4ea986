package import MemoryEngine

/// Where another product's memory is read from. Adding one is a file in `Sources/` and a line in `ImportSources.all`.
///
/// A reader only reads: the source stays as it is, byte for byte. It turns the product's records into `ImportedRecord`s one at a time, each with a
/// key that is the same in every run, and says what it leaves out and why; the engine does the rest.
package protocol ImportSource: Sendable {
  /// The name on the command line: `claude-mem`.
  static var name: String { get }
  /// What it reads, in a line.
  static var summary: String { get }
  /// Where the product keeps its memory if nobody moved it; nil where that is nowhere.
  static func usualPath(_ user: UserFolders) -> String?
  /// Hands every record below `path` to `run`.
  ///
  /// - Throws: `ImportError` for a source that cannot be read at all, or not to its end; what was read before stays.
  static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws
}

/// What a person may choose about the reading.
package struct ImportOptions: Sendable {
  /// What was typed in sessions: most of a large source, and not needed by everybody.
  package var includesPrompts = true

  package init() {}
}

/// The folders of the user in which products keep things.
package struct UserFolders: Sendable {
  package var home: String
  /// A variable of the environment; nil for one that is empty.
  package var variable: @Sendable (String) -> String?

  package init(home: String, variable: @escaping @Sendable (String) -> String?) {
    self.home = home
    self.variable = variable
  }
}

package enum ImportSources {
  package static let all: [any ImportSource.Type] = [
    ClaudeMem.self, ClaudeCode.self, Continuum.self, ContinuityGo.self, MCPMemory.self, MarkdownNotes.self, OwnExport.self,
  ]

  package static func named(_ name: String) -> (any ImportSource.Type)? { all.first { $0.name == name } }
}
