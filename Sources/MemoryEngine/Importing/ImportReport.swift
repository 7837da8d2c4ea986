/// What an import did, or would do.
package struct ImportReport: Sendable {
  /// Records that are there now and were not, by kind: `memories`, `sessions`, `turns`, `links`, `transcripts`, …
  package var taken: [String: Int] = [:]
  /// Records that went into something that stood here already.
  package var merged = 0
  /// Records that were brought in before and say the same.
  package var unchanged = 0
  /// Records that were left out, by reason.
  package var skipped: [String: Int] = [:]
  /// What could not be read at all: a file, a line, a table.
  package var failures: [Failure] = []
  /// How many secrets and private passages were taken out.
  package var redactions = 0
  /// What else a person should know.
  package var remarks: [String] = []
  /// The copy of the store from before; nil when there was little to change.
  package var backup: String?

  package struct Failure: Hashable, Sendable {
    package var path: String
    package var reason: String
  }

  package var takenCount: Int { taken.values.reduce(0, +) }
  package var skippedCount: Int { skipped.values.reduce(0, +) }
  package var found: Int { takenCount + merged + unchanged + skippedCount + failures.count }

  package init() {}
}
