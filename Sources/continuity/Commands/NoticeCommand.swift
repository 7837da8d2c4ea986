import ArgumentParser
import JSONValues

struct NoticeCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice", abstract: "Leave a short word to the other agents at work, or list what they left.",
    discussion: """
      It is no memory: it is not searched, exported or synced, and goes with its time. `continuity status` shows it as well.

      continuity notice "I am rewriting the parser, leave it to me" --minutes=60
      """)
  static let method = "notice"

  @Argument(help: "The word; without it: only list.") var text: String?
  @Option(name: .long, help: ArgumentHelp("How long it stands. (default: 240)", valueName: "n")) var minutes: Int?
  @Option(name: .long, help: ArgumentHelp("Take this one away.", valueName: "id")) var expire: String?
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    var object = scope.parameters
    object["text"] = text.map(JSONValue.string)
    object["minutes"] = minutes.map { .integer(Int64($0)) }
    object["expire"] = expire.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let notices = result["notices"]?.array ?? []
    if notices.isEmpty { page.line("No notices.") }
    for notice in notices {
      page.paragraph(notice["text"]?.string ?? "")
      let from = notice["from"]?.string.map { " · \($0)" } ?? ""
      let project = notice["project"]?.string.map { " · \($0)" } ?? ""
      page.line(
        page.terminal.paint(
          "  \(notice["id"]?.string ?? "") · \(notice["at"]?.string ?? "")\(from)\(project) · until \(notice["expires"]?.string ?? "")",
          .dim))
    }
  }
}
