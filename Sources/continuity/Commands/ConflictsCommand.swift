import ArgumentParser
import JSONValues

struct ConflictsCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts", abstract: "Show memories that contradict each other, and decide which one holds.",
    discussion: """
      continuity conflicts
      continuity conflicts --resolve mem://user/entities/api-on-node-20 --keep mem://user/entities/api-on-node-22
      continuity conflicts --dismiss mem://user/preferences/tabs mem://user/preferences/spaces

      continuity conflicts --undo mem://user/entities/api-on-node-20

      What is closed stays with the time in which it held.
      """)
  static let method = "memory/conflicts"

  @Option(
    name: .long, help: ArgumentHelp("The memory that no longer holds; without --keep: as suggested.", valueName: "uri"),
    completion: .addresses)
  var resolve: String?
  @Option(name: .long, help: ArgumentHelp("The one that holds in its place.", valueName: "uri"), completion: .addresses)
  var keep: String?
  @Option(
    name: .long, parsing: .upToNextOption, help: ArgumentHelp("Two memories that both hold.", valueName: "uri"),
    completion: .addresses)
  var dismiss: [String] = []
  @Option(
    name: .long, help: ArgumentHelp("A memory that was closed: it holds again.", valueName: "uri"), completion: .addresses)
  var undo: String?
  @Option(name: .shortAndLong, help: "The most that are shown; 1 to 1000.") var limit = 100
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    if !dismiss.isEmpty, dismiss.count != 2 { throw ValidationError("--dismiss takes two addresses: those that both hold.") }
  }

  func parameters() -> JSONObject {
    var object = scope.parameters.merging(["limit": .integer(Int64(limit))])
    object["resolve"] = resolve.map(JSONValue.string)
    object["keep"] = keep.map(JSONValue.string)
    object["undo"] = undo.map(JSONValue.string)
    if dismiss.count == 2 {
      object["dismiss"] = .string(dismiss[0])
      object["with"] = .string(dismiss[1])
    }
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    if let decision = result["decision"] {
      let kept = (decision["kept"]?.array ?? []).compactMap(\.string)
      if let closed = decision["closed"]?.string {
        page.line("\(terminal.paint("Resolved", .green))  \(terminal.paint(kept.first ?? "", .cyan)) holds")
        page.line("  no longer valid since \(Moment.day(decision["valid_to"]?.string ?? "")): \(terminal.paint(closed, .cyan))")
      } else if decision["action"]?.string == "undone" {
        page.line("\(terminal.paint("Undone", .green))  \(kept.joined(separator: ", ")) holds again")
      } else {
        page.line("\(terminal.paint("Dismissed", .green))  both hold: \(kept.joined(separator: ", "))")
      }
      page.line()
    }
    let conflicts = result["conflicts"]?.array ?? []
    for (index, conflict) in conflicts.enumerated() {
      if index > 0 { page.line() }
      let kept = conflict["would_hold"]?.string
      for side in ["earlier", "later"] {
        guard let memory = conflict[side] else { continue }
        let holds = memory["uri"]?.string == kept
        page.paragraph((holds ? "✓ " : "  ") + (memory["l0"]?.string ?? ""))
        let confidence = memory["confidence"]?.double.map { $0 < 1 ? "confidence \($0)" : "" } ?? ""
        let since = "since " + Moment.day(memory["since"]?.string ?? "")
        let words = ["category", "origin", "project"].map { memory[$0]?.string ?? "" }
        let facts = ([since] + words + [confidence]).filter { !$0.isEmpty }.joined(separator: ", ")
        page.line(terminal.paint("    " + facts, .dim))
        page.line("    " + terminal.paint(memory["uri"]?.string ?? "", .cyan))
      }
      var note = conflict["reason"]?.string ?? ""
      if conflict["specific"]?.bool == true { note += "; both may stay" }
      if conflict["partial"]?.bool == true { note += "; they say more than what contradicts" }
      page.line(terminal.paint("  → \(note)", .dim))
    }
    let total = result["total"]?.integer ?? 0
    if conflicts.isEmpty { page.line("Nothing contradicts anything.") } else { page.line() }
    page.line(
      terminal.paint(
        "\(Figures.count(total, "contradiction")) among \(Figures.count(result["memories"]?.integer ?? 0, "memory", "memories"))",
        .dim))
  }
}
