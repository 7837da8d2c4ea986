package struct SyncRequest: Sendable {
  /// This installation: the same one in every run, and in no other folder of a store.
  package var installation: String
  /// Sessions travel too: their summaries, their turns, and what happened in them.
  package var includesSessions = false

  package init(installation: String) { self.installation = installation }
}

package struct SyncOutcome: Sendable, Equatable {
  /// Changes that were written to the folder.
  package var written = 0
  /// Changes of others that were read from it.
  package var read = 0
  /// Memories that they changed here.
  package var changed = 0
  /// Other installations that write to the folder.
  package var peers = 0
  /// Files that end in half a line: they are on their way, or damaged. Read on at the next run.
  package var incomplete: [String] = []
  /// Files that a newer version wrote.
  package var newer: [String] = []
  /// Files that an older version wrote; it writes them anew when it is updated.
  package var older: [String] = []
  /// Changes that this version does not understand, and left out.
  package var refused = 0

  package init() {}
}
