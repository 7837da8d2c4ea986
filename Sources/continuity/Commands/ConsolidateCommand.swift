import ArgumentParser
import JSONValues

struct ConsolidateCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "consolidate", abstract: "Bring memories together that say the same.",
    discussion: """
      Of memories in one category and one project that say the same, one stands: profile, preferences and patterns take the others' words in; of \
      events, entities and cases the first account stays as it is. The others are closed, not erased, and name the one that replaced them. \
      What may be the same and may be not is asked of the model, where there is one and the budget holds; else it is listed and left alone.

      --dry-run tells what would be done; --undo takes the last run back, exactly.
      """)
  static let method = "memory/consolidate"

  @Flag(name: .long, help: "Tell what would be done, and do nothing.") var dryRun = false
  @Flag(name: .long, help: "Take the last run back.") var undo = false
  @Option(name: .long, help: "Only this project. (default: every one, each by itself)") var project: String?
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  static let asksModels = true

  func validate() throws {
    if undo, dryRun || project != nil {
      throw ValidationError("--undo takes the whole last run back: leave the other options out.")
    }
  }

  func parameters() -> JSONObject {
    var object = JSONObject()
    if dryRun { object["dry_run"] = true }
    if undo { object["undo"] = true }
    object["project"] = project.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    if undo { return showUndo(result, on: &page) }
    let groups = result["groups"]?.array ?? []
    for group in groups {
      let kept = group["kept"]
      page.line(
        page.terminal.paint(kept?["uri"]?.string ?? "", .bold) + (kept?["rewritten"]?.bool == true ? " takes in" : " stands for"))
      for taken in group["taken"]?.array ?? [] {
        page.short("− \(taken["uri"]?.string ?? "")  \(taken["l0"]?.string ?? "")", indent: 2)
      }
      page.short("= \(kept?["l0"]?.string ?? "")", indent: 2)
    }
    let taken = groups.reduce(0) { $0 + ($1["taken"]?.array?.count ?? 0) }
    let unclear = result["unclear"]?.array ?? []
    if groups.isEmpty {
      page.line("Nothing says the same twice.")
    } else {
      page.line(
        "\(Figures.count(Int64(taken), "memory", "memories")) \(dryRun ? "would be" : "were") brought together with others.")
      if !dryRun { page.line("To take this back: continuity consolidate --undo") }
    }
    if !unclear.isEmpty {
      page.line("\(Figures.count(Int64(unclear.count), "pair")) may be one and \(unclear.count == 1 ? "was" : "were") left alone:")
      for pair in unclear.prefix(20) {
        page.short((pair.array ?? []).compactMap(\.string).joined(separator: "  "), indent: 2, ink: .dim)
      }
    }
  }

  private func showUndo(_ result: JSONValue, on page: inout Page) {
    guard let at = result["undone_at"]?.string else { return page.line("There is no consolidation to take back.") }
    let restored = result["restored"]?.array?.count ?? 0
    page.line(
      "Taken back: the consolidation of \(Moment.full(at)). \(Figures.count(Int64(restored), "memory", "memories")) stand as before."
    )
    for uri in result["left"]?.array ?? [] { page.line("  \(uri.string ?? "") was changed since, and was left as it is.") }
  }
}
