import ArgumentParser
import JSONValues

struct ForgetCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Retract a memory, or erase it for good.",
    discussion: """
      A retracted memory is found no more and is not learned again from later sessions; `read` still shows it. \
      --purge erases its text and everything it said before, also in the copies that stand in the store's folder; not in those that you made \
      elsewhere.
      """)
  static let method = "memory/forget"

  @Argument(help: "Its address. There is no forgetting by words: nothing that merely looks alike goes.", completion: .addresses)
  var uri: String
  @Option(name: .shortAndLong, help: "Why; stays with the retraction.") var reason: String?
  @Flag(name: .long, help: "Erase the text. This cannot be undone.") var purge = false
  @Option(name: .long, help: ArgumentHelp("The memory that holds instead.", valueName: "uri"), completion: .addresses)
  var supersededBy: String?
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    var object: JSONObject = ["uri": .string(uri)]
    object["reason"] = reason.map(JSONValue.string)
    if purge { object["purge"] = true }
    object["superseded_by"] = supersededBy.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let verb =
      switch result["action"]?.string {
      case "erased": "Erased"
      case "already_retracted": "Was retracted already"
      default: "Retracted"
      }
    for memory in result["forgotten"]?.array ?? [] {
      page.line("\(verb)  \(page.terminal.paint(memory["uri"]?.string ?? "", .cyan))")
      if let abstract = memory["l0"]?.string, !abstract.isEmpty { page.short(abstract, indent: 2, ink: .dim) }
    }
    if result["forgotten"]?.array?.isEmpty ?? true { page.line(verb) }
    let cleaned = result["erased_in"]?.array?.count ?? 0
    if cleaned > 0 {
      page.line("Erased  in \(Figures.count(Int64(cleaned), "copy", "copies")) of the store as well (`backups`)")
    }
    let backups = (result["backups"]?.array ?? []).compactMap(\.string).map(FilePath.abbreviated)
    if !backups.isEmpty {
      page.paragraph(
        "These copies of the store could not be read or written and may hold it still. Delete them when it is to be gone from there too:",
        ink: .yellow)
      for backup in backups { page.line("  \(backup)") }
    }
  }
}
