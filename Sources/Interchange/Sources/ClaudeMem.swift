package import MemoryEngine
import MemoryModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// claude-mem: its SQLite file in every generation, or the JSON that its own export writes, and what its settings say.
///
/// Its `schema_versions` are no order: what a table has is asked (`PRAGMA table_info`), and the first of a column's names that is there is read.
package enum ClaudeMem: ImportSource {
  package static let name = "claude-mem"
  package static let summary = "its database of any version, or its exported JSON"

  package static func usualPath(_ user: UserFolders) -> String? {
    (user.variable("CLAUDE_MEM_DATA_DIR") ?? user.home + "/.claude-mem") + "/claude-mem.db"
  }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    var path = path
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR { path += "/claude-mem.db" }
    if [".json", ".json.gz"].contains(where: path.hasSuffix) {
      var document = ClaudeMemDocument(includesPrompts: options.includesPrompts, run)
      try document.read(path)
    } else {
      var database = ClaudeMemDatabase(try ForeignDatabase(path: path), includesPrompts: options.includesPrompts, run)
      try database.read()
    }
    if let slash = path.lastIndex(of: "/") { ClaudeMemSettings.remarks(in: path[..<slash] + "/settings.json").forEach(run.remark) }
  }
}
