import ArgumentParser
import JSONValues
import MemoryEngine
import MemoryStore

struct EmbedderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embedder", abstract: "Show what compares meanings, and bring its vectors up to date.",
    discussion: """
      continuity embedder            which one is in use, and how much it has seen
      continuity embedder --run      embed what is missing now, instead of in the background
      continuity embedder --rebuild  throw its vectors away and make them anew

      The built-in one needs nothing: all-MiniLM-L6-v2 is in the program. Another is chosen by [embedder] in config.toml; what it makes is
      never compared with what the one before made, which serves until then. It may be stopped at any time and goes on from there.
      """)

  @Flag(name: .customLong("run"), help: "Embed what is missing, and wait for it.") var embedsNow = false
  @Flag(name: .long, help: "Make all vectors anew, and wait for it.") var rebuild = false
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    let engine = try composition.openEngine()
    if rebuild { try engine.forgetVectors() }
    if embedsNow || rebuild { try embed(engine) }
    let report = try engine.embedderReport()
    if output.json {
      StandardStreams.write(Self.json(report).text + "\n")
      return
    }
    var page = Page(terminal: .of(descriptor: StandardStreams.output))
    Self.show(report, on: &page)
    StandardStreams.write(page.text)
  }

  private func embed(_ engine: MemoryEngine) throws {
    let progress = Progress("embedded")
    var done = 0
    let outcome = try engine.embedPassages(progress: { embedded, _ in
      while done < embedded {
        progress.advance()
        done += 1
      }
    })
    progress.end()
    if outcome.isBusy { throw CommandFailure("Another process is embedding already; `continuity embedder` shows how far it is.") }
  }

  private static func json(_ report: EmbedderReport) -> JSONValue {
    var object: JSONObject = [
      "embedder": .string(report.name), "vectors": .integer(Int64(report.vectors)), "pending": .integer(Int64(report.pending)),
    ]
    object["kernels"] = report.kernels.map(JSONValue.string)
    object["former"] = .array(report.former.map { ["embedder": .string($0.identity), "vectors": .integer(Int64($0.vectors))] })
    return .object(object)
  }

  private static func show(_ report: EmbedderReport, on page: inout Page) {
    var fields: [(label: String, value: String)] = [
      ("Embedder", report.name), ("Vectors", Figures.grouped(Int64(report.vectors))),
      ("Missing", report.pending == 0 ? "none" : Figures.grouped(Int64(report.pending))),
    ]
    if let kernels = report.kernels { fields.append(("Kernels", kernels)) }
    for former in report.former {
      fields.append(("Before", "\(former.identity): \(Figures.count(Int64(former.vectors), "vector")), until the others are there"))
    }
    page.fields(fields)
  }
}
