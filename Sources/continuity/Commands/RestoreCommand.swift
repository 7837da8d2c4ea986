import ArgumentParser
import JSONValues
import MemoryModel
import MemoryStore

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make the store what it was when a backup was made.",
    discussion: """
      The backup is checked first, and the present store is copied into the folder `backups`, so that this can be taken back \
      with another restore.
      """)

  @Option(name: .long, help: ArgumentHelp("The backup.", valueName: "file"), completion: .file()) var path: String
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let home = StoreHome.resolve(option: store.home)
    let restoration = try MemoryStore.restore(FilePath.absolute(path), into: home, at: Composition.wallClock())
    var json: JSONObject = ["memories": .integer(Int64(restoration.memories))]
    json["former"] = restoration.former.map(JSONValue.string)
    let remark = restoration.former.map { "; what was there before is in \(FilePath.abbreviated($0))" } ?? ""
    let text = "Restored \(Figures.count(Int64(restoration.memories), "memory", "memories"))\(remark)"
    StandardStreams.write((output.json ? JSONValue.object(json).text : text) + "\n")
  }
}
