import ArgumentParser
import JSONValues

struct DoneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "done", abstract: "Note that something is done, or list what is still to be done.",
    discussion: """
      What is remembered as "next: …", "TODO: …", "later: …" or "remind me to …" is open until it is done, and is offered when the next \
      session begins.

      continuity done
      continuity done mem://user/events/2026-11-21-next-sort-the-errors
      """)

  @Argument(help: ArgumentHelp("What is done; without it: list what is open.", valueName: "uri")) var uri: String?
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    composition.reportProblems()
    let result =
      if let uri {
        try composition.ask("memory/done", ["uri": .string(uri)])
      } else {
        try composition.ask("memory/intentions", scope.parameters)
      }
    if output.json {
      StandardStreams.write(result.text + "\n")
      return
    }
    if uri != nil {
      let word = result["action"]?.string == "already_done" ? "Was done already" : "Done"
      StandardStreams.write("\(word): \(result["l0"]?.string ?? "")\n")
      return
    }
    var page = Page(terminal: .of(descriptor: StandardStreams.output))
    let items = result["items"]?.array ?? []
    if items.isEmpty { page.line("Nothing is open.") }
    for item in items {
      page.paragraph(item["l0"]?.string ?? "")
      page.line(page.terminal.paint("  \(item["uri"]?.string ?? "")", .dim))
    }
    StandardStreams.write(page.text)
  }
}
