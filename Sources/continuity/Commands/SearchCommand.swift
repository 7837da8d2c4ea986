import ArgumentParser
import JSONValues

struct SearchCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Answer a question: plan sub-queries, walk the tree, show overviews.")
  static let method = "memory/search"
  static let asksModels = true

  @Argument(help: "The question, in any words.") var query: [String]
  @OptionGroup var question: QuestionOptions
  @Option(name: .long, help: ArgumentHelp("A session whose last turns tell what is meant.", valueName: "id")) var session: String?
  @Option(name: .long, help: ArgumentHelp("What you are doing, in your words.", valueName: "text")) var context: String?
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    var object = question.parameters(query: query).merging(scope.parameters)
    object["session_id"] = session.map(JSONValue.string)
    object["context"] = context.map(JSONValue.string)
    return object
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let queries = (result["plan"]?["sub_queries"]?.array ?? []).map { part in
      "\(part["type"]?.string ?? "?") “\(part["query"]?.string ?? "")”"
    }
    if !queries.isEmpty {
      page.paragraph(
        "Looked for " + queries.joined(separator: ", ") + " (planned by \(result["plan"]?["by"]?.string ?? "rules"))", ink: .dim)
      page.line()
    }
    FoundMemories.show(result, looksEverywhere: scope.allProjects, on: &page)
  }
}
