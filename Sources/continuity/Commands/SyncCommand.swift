import ArgumentParser
import Interchange
import JSONValues
import MemoryEngine
import MemoryStore

struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Exchange memories with your other machines through a folder.",
    discussion: """
      The folder is one that something else carries about: a synced drive, a git checkout, a stick. Every machine runs this on its own \
      copy, in any order and as often as it likes; once all files have come through, all of them remember the same. Of a text that was \
      changed at two places the newer one stands and the other one stays in its history; what was forgotten is forgotten everywhere.

      Without a passphrase the files hold what the memories say for everybody who can read them. With one they are sealed (ChaCha20-Poly1305, \
      keys by PBKDF2): give every machine the same one, in CONTINUITY_SYNC_PASSPHRASE, or in the file sync-passphrase beside the store, which \
      only you may read (mode 600). --seal asks for one where there is none.

      Another passphrase: on each machine, set the new one and, until all have run once, the old one in CONTINUITY_SYNC_FORMER_PASSPHRASE; each \
      machine seals its own files anew. No passphrase any more: delete the sealed files, and run this without one on each machine.
      """)

  @Argument(
    help: ArgumentHelp("Where the machines leave their changes to one another; made when it is not there.", valueName: "folder"))
  var folder: String
  @Flag(name: .long, help: "Sessions too: their summaries, their turns, and what happened in them.") var sessions = false
  @Flag(name: .long, help: "Ask for the passphrase when none is set, and seal what is written.") var seal = false
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    let engine = try composition.openEngine()
    var request = SyncRequest(installation: try Installation.of(composition.home, at: Composition.wallClock()).id)
    request.includesSessions = sessions
    let path = FilePath.absolute(folder)
    let folder = try SharedFolder(path: path, sealing: try SyncPassphrase.seal(home: composition.home, asks: seal))
    let seals = try folder.settleSeals(of: request.installation)
    let outcome = try engine.sync(folder, request)
    if output.json {
      StandardStreams.write(Self.json(outcome, seals, isSealed: folder.isSealed).text + "\n")
      return
    }
    show(outcome, seals, path)
  }

  private static func json(_ outcome: SyncOutcome, _ seals: SharedFolder.SealReport, isSealed: Bool) -> JSONValue {
    [
      "written": .integer(Int64(outcome.written)), "read": .integer(Int64(outcome.read)),
      "changed": .integer(Int64(outcome.changed)), "peers": .integer(Int64(outcome.peers)),
      "incomplete": .array(outcome.incomplete.map(JSONValue.string)), "newer": .array(outcome.newer.map(JSONValue.string)),
      "older": .array(outcome.older.map(JSONValue.string)),
      "refused": .integer(Int64(outcome.refused)), "sealed": .bool(isSealed), "resealed": .integer(Int64(seals.resealed)),
      "open": .array(seals.open.map(JSONValue.string)),
    ]
  }

  private func show(_ outcome: SyncOutcome, _ seals: SharedFolder.SealReport, _ path: String) {
    let peers = outcome.peers == 0 ? "no other machine yet" : Figures.count(Int64(outcome.peers), "other machine")
    StandardStreams.write(
      "\(FilePath.abbreviated(path)), \(peers): \(Figures.count(Int64(outcome.written), "change")) written, "
        + "\(Figures.count(Int64(outcome.read), "change")) read, "
        + "\(Figures.count(Int64(outcome.changed), "memory", "memories")) changed here\n")
    var remarks = outcome.incomplete.map { "\($0) has not come through whole; the rest is read at the next run." }
    remarks += outcome.newer.map { "\($0) was written by a newer version; update this one." }
    remarks += outcome.older.map { "\($0) was written by an older version; update that machine, and it is written anew." }
    remarks += seals.open.map { "\($0) writes files that everybody can read; give that machine the passphrase, too." }
    if outcome.refused > 0 {
      remarks.append("\(Figures.count(Int64(outcome.refused), "change")) could not be understood and were left out.")
    }
    for remark in remarks { StandardStreams.write("Warning: \(remark)\n", to: StandardStreams.error) }
  }
}
