import ArgumentParser
import JSONValues

struct FindCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find memories by their words.",
    discussion: """
      continuity find how do we deploy
      continuity find --category cases --limit 3 "migration fails"
      continuity find --as-of 2026-03-01 --explain package manager
      """)
  static let method = "memory/find"

  @Argument(help: "What to look for, in any words.") var query: [String]
  @OptionGroup var question: QuestionOptions
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    question.parameters(query: query).merging(scope.parameters)
  }

  func show(_ result: JSONValue, on page: inout Page) {
    FoundMemories.show(result, looksEverywhere: scope.allProjects, on: &page)
  }
}

/// What `find` and `search` have in common.
struct QuestionOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The most memories to show, 1 to 100.") var limit = 10
  @Option(
    name: .shortAndLong, help: "Only one category: profile, preferences, entities, events, patterns, cases, sessions.",
    completion: .categories)
  var category: String?
  @Option(
    name: .long, help: ArgumentHelp("Only what stands at or below this place, such as mem://user/events.", valueName: "uri"),
    completion: .addresses)
  var within: String?
  @Option(name: .long, help: ArgumentHelp("Answer as of this day or moment (ISO 8601).", valueName: "time"))
  var asOf: String?
  @Flag(name: .long, help: "Show what each score is made of.") var explain = false

  func parameters(query: [String]) -> JSONObject {
    var object: JSONObject = ["query": .string(query.joined(separator: " ")), "limit": .integer(Int64(limit))]
    object["category"] = category.map(JSONValue.string)
    object["within"] = within.map(JSONValue.string)
    object["as_of"] = asOf.map(JSONValue.string)
    if explain { object["explain"] = true }
    return object
  }
}
