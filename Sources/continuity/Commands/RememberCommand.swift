import ArgumentParser
import JSONValues

struct RememberCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "remember", abstract: "Remember something.",
    discussion: """
      continuity remember "Releases are cut from main on Thursdays"
      continuity remember --category preferences "Uses bun, not npm"
      continuity remember - < notes.md

      Secrets and <private> text are taken out before anything is written.
      """)
  static let method = "memory/remember"

  @Argument(help: "The text; - reads it from stdin.") var text: [String]
  @Option(
    name: .shortAndLong, help: "profile, preferences, entities, events, patterns or cases. (default: told from the text)",
    completion: .categories)
  var category: String?
  @Option(name: .long, help: "A title, which gives the address its name.") var title: String?
  @Option(
    name: .long, help: ArgumentHelp("Where it is to stand, such as mem://user/preferences/editor.", valueName: "uri"),
    completion: .addresses)
  var uri: String?
  @Option(name: .shortAndLong, help: "A tag; may be given several times.") var tag: [String] = []
  @Option(name: .long, help: ArgumentHelp("The memory that this one replaces.", valueName: "uri"), completion: .addresses)
  var supersedes: String?
  @Option(name: .long, help: ArgumentHelp("When it begins to be true (ISO 8601).", valueName: "time")) var validFrom: String?
  @Option(name: .long, help: ArgumentHelp("The session that it comes from.", valueName: "id")) var session: String?
  @Flag(name: .long, help: "It belongs to no project.") var global = false
  @OptionGroup var place: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    if global, place.project != nil { throw ValidationError("--global and --project exclude each other: leave one out.") }
  }

  func parameters() throws -> JSONObject {
    var object: JSONObject = ["content": .string(try content())]
    object["category"] = category.map(JSONValue.string)
    object["title"] = title.map(JSONValue.string)
    object["uri"] = uri.map(JSONValue.string)
    if !tag.isEmpty { object["tags"] = .array(tag.map(JSONValue.string)) }
    object["supersedes"] = supersedes.map(JSONValue.string)
    object["valid_from"] = validFrom.map(JSONValue.string)
    object["session_id"] = session.map(JSONValue.string)
    if global { object["global"] = true }
    return object.merging(place.parameters)
  }

  /// A pipe's content is taken as it is but for the line feed that `echo` adds.
  private func content() throws -> String {
    guard text == ["-"] else { return text.joined(separator: " ") }
    let bytes = try StandardStreams.readAll(StandardStreams.input, limit: 4 * 1_048_576)
    guard var content = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("What stands on stdin is not UTF-8 text. Convert it first, for example with iconv.")
    }
    if content.hasSuffix("\r\n") || content.hasSuffix("\n") { content.removeLast() }
    return content
  }

  /// The new memory's meaning is worked out behind the prompt.
  func settled(_ composition: Composition) {
    if composition.configuration.settings.worker.startsByItself { _ = WorkerLauncher.start(home: composition.home) }
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    let action = result["action"]?.string ?? "remembered"
    let verb = action == "unchanged" ? "Known already" : action.prefix(1).uppercased() + action.dropFirst()
    page.line(
      "\(terminal.paint(verb, action == "unchanged" ? .dim : .green))  \(terminal.paint(result["uri"]?.string ?? "", .cyan))")
    if let reason = result["reason"]?.string { page.paragraph("  \(reason); see `continuity quarantine`") }
    for closed in (result["closed"]?.array ?? []).compactMap(\.string) {
      page.line("  no longer valid: \(terminal.paint(closed, .cyan))")
    }
    if let redactions = result["redactions"]?.integer, redactions > 0 {
      page.line(
        "  "
          + terminal.paint(
            "\(Figures.count(redactions, "secret or private passage", "secrets or private passages")) left out", .yellow))
    }
  }
}
