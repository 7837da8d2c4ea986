import ArgumentParser
import JSONValues

struct ContextCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "context", abstract: "Show what a session that began now in this project would be told.")
  static let method = "memory/context"

  @Option(name: .shortAndLong, help: "Tokens, at most; 1 to 100000. (default: `context.budget_tokens`)") var budget: Int?
  @Option(name: .long, help: ArgumentHelp("As this session would see it.", valueName: "id")) var session: String?
  @OptionGroup var place: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    var object = place.parameters.merging(["preview": true])
    object["budget_tokens"] = budget.map { .integer(Int64($0)) }
    object["session_id"] = session.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let markdown = result["markdown"]?.string ?? ""
    if markdown.isEmpty {
      page.paragraph("Nothing: no memory of this project, and none that belongs to all.")
      return
    }
    page.paragraph(markdown.last == "\n" ? String(markdown.dropLast()) : markdown)
    let sections = (result["sections"]?.array ?? []).map {
      "\($0["title"]?.string ?? "?") \(Figures.grouped($0["tokens"]?.integer ?? 0))"
    }
    page.line()
    page.paragraph(
      "\(Figures.count(result["tokens"]?.integer ?? 0, "token"))"
        + (sections.isEmpty ? "" : ": " + sections.joined(separator: ", "))
        + (result["project"]?.string.map { " · project \($0)" } ?? ""), ink: .dim)
  }
}
