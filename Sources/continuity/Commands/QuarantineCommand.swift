import ArgumentParser
import JSONValues

struct QuarantineCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "Show what is held for review, and take or refuse it.",
    discussion: """
      Many alike instructions that one agent writes within minutes are held: they are not found and not shown to any session until you take
      them. What a person writes is never held.

      continuity quarantine --accept mem://user/preferences/use-bun
      continuity quarantine --reject all
      """)
  static let method = "memory/quarantine"

  @Option(name: .long, help: ArgumentHelp("Take one, or all.", valueName: "uri|all"), completion: .addresses) var accept: String?
  @Option(name: .long, help: ArgumentHelp("Refuse one, or all.", valueName: "uri|all"), completion: .addresses) var reject: String?
  @Option(name: .shortAndLong, help: "The most that are shown; 1 to 1000.") var limit = 100
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    if accept != nil, reject != nil { throw ValidationError("--accept and --reject exclude each other: leave one out.") }
  }

  func parameters() -> JSONObject {
    var object: JSONObject = ["limit": .integer(Int64(limit))]
    object["accept"] = accept.map(JSONValue.string)
    object["reject"] = reject.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    if let decision = result["decision"]?.string {
      let decided = (result["decided"]?.array ?? []).compactMap(\.string)
      let verb = decision == "accepted" ? "Accepted" : "Rejected"
      page.line("\(terminal.paint(verb, .green))  \(Figures.count(Int64(decided.count), "memory", "memories"))")
      for uri in decided { page.line("  " + terminal.paint(uri, .cyan)) }
      page.line()
    }
    let held = result["held"]?.array ?? []
    if held.isEmpty { page.line("Nothing is held.") }
    for memory in held {
      page.paragraph(memory["content"]?.string ?? "")
      page.line(terminal.paint("  \(memory["uri"]?.string ?? "")  \(memory["category"]?.string ?? "")", .dim))
      page.line(terminal.paint("  \(memory["reason"]?.string ?? "")", .dim))
    }
  }
}
