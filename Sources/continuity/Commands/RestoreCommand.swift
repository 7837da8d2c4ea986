import ArgumentParser
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make the store what it was when a backup was made.",
    discussion: """
      The backup is checked first: it must be ours, whole, and not of a newer version. The present store is copied into the folder `backups`, so \
      that this can be taken back with another restore. Agents that have the store open go on with the restored one: its content is \
      exchanged in one transaction. While the worker is at it this waits for up to 30 seconds.
      """)

  @Option(name: .long, help: ArgumentHelp("The backup.", valueName: "file"), completion: .file()) var path: String
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let home = StoreHome.resolve(option: store.home)
    let lock = try workerLock(home)
    defer { withExtendedLifetime(lock) {} }
    let restoration = try MemoryStore.restore(FilePath.absolute(path), into: home, at: Composition.wallClock())
    var json: JSONObject = ["memories": .integer(Int64(restoration.memories))]
    json["former"] = restoration.former.map(JSONValue.string)
    let remark = restoration.former.map { "\nTo take this back: continuity restore --path=\(FilePath.abbreviated($0))" } ?? ""
    let text = "Restored \(Figures.count(Int64(restoration.memories), "memory", "memories"))\(remark)"
    StandardStreams.write((output.json ? JSONValue.object(json).text : text) + "\n")
  }

  /// A worker that computed from the old content must not write into the new one. Nil where there is no folder yet in which it could work.
  private func workerLock(_ home: StoreHome) throws -> ProcessLock? {
    guard LocalFile.exists(home.path) else { return nil }
    for _ in 0..<300 {
      if let lock = ProcessLock(path: home.workerLock) { return lock }
      // Not held, and not to be had: the folder cannot be written, which the restoration tells better.
      if !ProcessLock.isHeld(path: home.workerLock) { return nil }
      usleep(100_000)
    }
    throw CommandFailure(
      "The worker is at it for longer than 30 seconds. Try again when `continuity status` shows nothing that waits.")
  }
}
