import ArgumentParser
import JSONValues
import MemoryEngine

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
      Self.show(conflict, number: index + 1, on: &page)
    }
    if let first = conflicts.first { Self.showWhatToDo(first, on: &page) }
    let total = result["total"]?.integer ?? 0
    let compared = result["memories"]?.integer ?? 0
    let isBounded = compared >= Int64(ConflictsRequest.mostMemories)
    let memories = (isBounded ? "the newest " : "") + Figures.count(compared, "memory", "memories")
    if conflicts.isEmpty {
      page.line("Nothing contradicts anything among \(memories).")
    } else {
      let more = total - Int64(conflicts.count)
      page.line(
        terminal.paint(
          "\(Figures.count(total, "contradiction")) among \(memories)" + (more > 0 ? "; --limit shows more" : ""), .dim))
    }
  }

  /// Both sides, the one that would hold marked; below, why.
  private static func show(_ conflict: JSONValue, number: Int, on page: inout Page) {
    let terminal = page.terminal
    let isSpecific = conflict["specific"]?.bool == true
    page.heading(
      "\(number). "
        + (isSpecific ? "In one project it is otherwise than in general" : "Both are held to be true, and only one can be"))
    let kept = conflict["would_hold"]?.string
    for side in ["earlier", "later"] {
      guard let memory = conflict[side] else { continue }
      page.paragraph((memory["uri"]?.string == kept ? "✓ " : "✗ ") + (memory["l0"]?.string ?? ""), indent: 2)
      page.line(terminal.paint("    " + facts(of: memory), .dim))
      page.line("    " + terminal.paint(memory["uri"]?.string ?? "", .cyan))
    }
    let which = kept == conflict["later"]?["uri"]?.string ? "later" : "earlier"
    var note = "Suggested (✓): the \(which) one holds: \(conflict["reason"]?.string ?? "")."
    if isSpecific { note = "Nothing need be done: \(conflict["reason"]?.string ?? "")." }
    if conflict["partial"]?.bool == true { note += " Careful: the other one says more than this, and would be closed whole." }
    page.paragraph(note, indent: 2, ink: .dim)
  }

  private static func facts(of memory: JSONValue) -> String {
    let source =
      switch memory["origin"]?.string ?? "" {
      case "user": "written by you"
      case "signal": "asked for in a prompt"
      case "agent": "noted by an agent"
      case "extracted": "taken from a session"
      case "imported": "imported"
      case let other: other
      }
    let confidence = memory["confidence"]?.double.map { $0 < 1 ? "confidence \($0)" : "" } ?? ""
    let project = memory["project"]?.string.map { "project \($0)" } ?? ""
    return ["since " + Moment.day(memory["since"]?.string ?? ""), source, project, memory["category"]?.string ?? "", confidence]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// The three answers, ready to be copied for the first one.
  private static func showWhatToDo(_ conflict: JSONValue, on page: inout Page) {
    let (earlier, later) = (conflict["earlier"]?["uri"]?.string ?? "", conflict["later"]?["uri"]?.string ?? "")
    let kept = conflict["would_hold"]?.string ?? later
    let closed = kept == later ? earlier : later
    page.line()
    page.line("To decide, here for number 1:")
    page.line("  as suggested:     continuity conflicts --resolve \(closed) --keep \(kept)")
    page.line("  the other way:    continuity conflicts --resolve \(kept) --keep \(closed)")
    page.line("  both are true:    continuity conflicts --dismiss \(earlier) \(later)")
    page.line("What is closed stays with the time in which it held, and --undo brings it back.")
    page.line()
  }
}
