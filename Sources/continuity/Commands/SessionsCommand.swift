import ArgumentParser
import JSONValues

struct SessionsCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", abstract: "List the recorded sessions, newest first, each with its last prompt.",
    discussion: "`continuity timeline <id>` shows what happened in one of them.")
  static let method = "memory/timeline"

  @Option(name: .shortAndLong, help: "The most sessions, 1 to 1000.") var limit = 20
  @Option(name: .long, help: ArgumentHelp("Only those before (ISO 8601).", valueName: "time")) var before: String?
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    var object = scope.parameters.merging(["limit": .integer(Int64(limit))])
    object["before"] = before.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let sessions = result["sessions"]?.array ?? []
    for session in sessions {
      SessionLines.head(session, on: &page)
      // Only the end of each session is in the answer: nothing is counted from it.
      let prompts = (session["observations"]?.array ?? []).filter { $0["kind"]?.string == "prompt" }
      if let prompt = prompts.last?["text"]?.string { page.short("“\(prompt)”", indent: 2) }
      let memories = session["memories"]?.array?.count ?? 0
      if memories > 0 {
        page.line(page.terminal.paint("  \(Figures.count(Int64(memories), "memory", "memories")) learned", .dim))
      }
    }
    if sessions.isEmpty { page.line("No session has been recorded here.") }
  }
}
