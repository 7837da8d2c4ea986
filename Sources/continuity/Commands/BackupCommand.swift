import ArgumentParser
import JSONValues
import MemoryModel
import MemoryStore

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the whole store to one file, while agents go on.",
    discussion: """
      The copy is of one moment, is checked before it gets its name, and can be read by you alone. `continuity restore --path=FILE` brings it back. \
      Before a large import and before the schema changes the store copies itself into its folder `backups`; `backup.keep` says how many stay.
      """)

  @Option(
    name: .long, help: ArgumentHelp("A new file. (default: one in the folder `backups` of the store)", valueName: "file"),
    completion: .file())
  var path: String?
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    let home = composition.home
    guard LocalFile.exists(home.database) else {
      throw CommandFailure("There is no store at \(home.database), and nothing to back up.")
    }
    let stamp = String(Composition.wallClock().iso8601.filter(\.isNumber))
    let path = path.map { FilePath.absolute($0) } ?? "\(home.backups)/continuity-\(stamp).db"
    if self.path == nil { try LocalFile.createDirectory(home.backups) }
    guard !LocalFile.exists(path) else { throw CommandFailure("\(path) is there already. Name a new file.") }
    let counts = try MemoryStore(home: home).copy(to: path)
    let json: JSONValue = [
      "path": .string(path), "memories": .integer(Int64(counts.memories)), "sessions": .integer(Int64(counts.sessions)),
      "observations": .integer(Int64(counts.observations)), "bytes": .integer(counts.bytes),
    ]
    let text =
      "Copied \(Figures.count(Int64(counts.memories), "memory", "memories")) and \(Figures.count(Int64(counts.sessions), "session")) to "
      + "\(FilePath.abbreviated(path)) (\(Figures.bytes(counts.bytes))), and checked the copy"
    StandardStreams.write((output.json ? json.text : text) + "\n")
  }
}
