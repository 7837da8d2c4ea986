import ArgumentParser
import JSONValues

struct TimelineCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "Show sessions as they happened: prompts, tool calls, last words, and what was learned.")
  static let method = "memory/timeline"

  @Argument(help: "One session's id. (default: the latest sessions, the end of each)") var session: String?
  @Option(name: .shortAndLong, help: "The most entries of one session, or the most sessions; 1 to 1000.") var limit = 50
  @Option(name: .long, help: ArgumentHelp("Only what happened before (ISO 8601).", valueName: "time")) var before: String?
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    var object = scope.parameters.merging(["limit": .integer(Int64(limit))])
    object["session_id"] = session.map(JSONValue.string)
    object["before"] = before.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let sessions = result["sessions"]?.array ?? []
    var day = ""
    for (index, session) in sessions.enumerated() {
      if index > 0 { page.line() }
      let began = session["started_at"]?.string.map(Moment.day) ?? ""
      if page.terminal.width != nil, began != day {
        day = began
        page.line(page.terminal.paint(day, .yellow))
      }
      SessionLines.head(session, on: &page)
      for observation in session["observations"]?.array ?? [] { showObservation(observation, on: &page) }
      for memory in session["memories"]?.array ?? [] {
        page.line("  → \(page.terminal.paint(memory["uri"]?.string ?? "", .cyan))")
        page.short(memory["l0"]?.string ?? "", indent: 4)
      }
    }
    if sessions.isEmpty { page.line("No session has been recorded here.") }
  }

  private func showObservation(_ observation: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    let kind = observation["kind"]?.string ?? ""
    let name = observation["tool"]?.string ?? kind
    let mark =
      switch observation["succeeded"]?.bool {
      case true?: terminal.paint("✓", .green)
      case false?: terminal.paint("✗", .red)
      case nil: " "
      }
    let words = observation["subject"]?.string ?? observation["text"]?.string ?? ""
    let clock = terminal.paint(observation["at"]?.string.map(Moment.clock) ?? "", .dim)
    let label = DisplayWidth.pad(DisplayWidth.shorten(name, to: 14), to: 14)
    let room = terminal.width.map { max(20, $0 - 30) }
    let oneLine = Page.printable(words).split(whereSeparator: \.isNewline).joined(separator: " ")
    page.line(
      "  \(clock)  \(mark) \(kind == "tool" ? label : terminal.paint(label, .bold))  \(DisplayWidth.shorten(oneLine, to: room))")
  }
}
