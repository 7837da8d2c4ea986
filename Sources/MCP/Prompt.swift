import JSONRPC
import JSONValues

/// A prompt that a person picks from the client's menu.
struct Prompt: Hashable, Sendable {
  struct Argument: Hashable, Sendable {
    var name: String
    var description: String
  }

  var name: String
  var title: String
  var description: String
  /// All of them required.
  var arguments: [Argument]

  static let recall = Prompt(
    name: "recall", title: "Recall", description: "What is remembered about something",
    arguments: [Argument(name: "query", description: "What you want to know, in your own words")])

  static let whatWasIDoing = Prompt(
    name: "what-was-I-doing", title: "What was I doing?",
    description: "The last sessions of this project, to pick up where they ended",
    arguments: [])

  static let all = [recall, whatWasIDoing]

  static func named(_ name: String) throws(RPCError) -> Prompt {
    guard let prompt = all.first(where: { $0.name == name }) else {
      throw RPCError(
        .invalidParams, "Unknown prompt: \(name.quoted). The prompts are: \(all.map(\.name).joined(separator: ", "))")
    }
    return prompt
  }

  var json: JSONValue {
    let arguments = arguments.map { argument -> JSONValue in
      ["name": .string(argument.name), "description": .string(argument.description), "required": true]
    }
    return [
      "name": .string(name), "title": .string(title), "description": .string(description), "arguments": .array(arguments),
    ]
  }
}
