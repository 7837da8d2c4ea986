import ArgumentParser
import MemoryEngine
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Do the slow work that is due, then end.",
    discussion: """
      The end of a turn starts it in the background: there is no daemon. A second one at the same time ends at once. \
      Work that fails is tried again later and parked after several tries; `continuity status` shows it.
      """)

  @Flag(name: .long, help: "Give parked work another chance first.") var retry = false
  @OptionGroup var store: StoreOptions

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    BackgroundPriority.take()
    var composition = Composition(home: .resolve(option: store.home))
    composition.asksModels = true
    composition.reportProblems()
    // A hook started us in somebody's project; a process that stands in a folder keeps it from being moved or unmounted.
    chdir("/")
    let engine = try composition.openEngine()
    if retry { try engine.retryParkedJobs() }

    var (done, failed, embedded, errors, notes) = (0, 0, 0, [String](), [String]())
    repeat {
      guard let lock = ProcessLock(path: composition.home.workerLock) else {
        report("Another worker is at it.")
        return
      }
      try withExtendedLifetime(lock) {
        let outcome = try engine.drain()
        done += outcome.done
        failed += outcome.failed
        errors += outcome.errors
        notes = outcome.notes
        do {
          embedded += try engine.embedPassages(shouldStop: { (try? engine.store.nextJob(due: Composition.wallClock())) != nil })
            .embedded
        } catch {
          errors.append("embedding: \(error)")
        }
      }
      // Work that was queued while the lock was held found its own worker turned away: it is ours.
    } while try engine.store.nextJob(due: Composition.wallClock()) != nil

    report(
      "\(Figures.count(Int64(done), "job")) done" + (failed > 0 ? ", \(Figures.count(Int64(failed), "failure"))" : "")
        + (embedded > 0 ? ", \(Figures.count(Int64(embedded), "passage")) embedded" : ""))
    for error in errors + notes { StandardStreams.write("  \(error)\n", to: StandardStreams.error) }
  }

  private func report(_ line: String) { StandardStreams.write(line + "\n") }
}
