import ArgumentParser
import JSONValues

struct LinksCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "links", abstract: "Show what a concept or a memory is tied to.",
    discussion: """
      Concepts are what sessions name: identifiers, files, names. Two are tied as strongly as sessions named them together, and lately.

      continuity links SyncRun
      continuity links mem://user/preferences/editor
      """)
  static let method = "memory/links"

  @Argument(help: ArgumentHelp("A concept's name, or a memory's address.", valueName: "concept|uri"), completion: .addresses)
  var name: String
  @Option(name: .shortAndLong, help: "The most neighbours, memories and sessions of a concept, each; 1 to 100.") var limit = 20
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    scope.parameters.merging([name.hasPrefix("mem://") ? "uri" : "concept": .string(name), "limit": .integer(Int64(limit))])
  }

  func show(_ result: JSONValue, on page: inout Page) {
    guard let concept = result["concept"] else { return showLinks(result, on: &page) }
    let terminal = page.terminal
    let sessions = Figures.count(concept["sessions"]?.integer ?? 0, "session")
    page.line(terminal.paint(concept["name"]?.string ?? name, .bold) + terminal.paint("  named in \(sessions)", .dim))
    let neighbours = result["neighbours"]?.array ?? []
    let width = neighbours.map { DisplayWidth.of($0["name"]?.string ?? "") }.max() ?? 0
    for neighbour in neighbours {
      let weight = Int(((neighbour["weight"]?.double ?? 0) * 100).rounded())
      let bar = String(repeating: "━", count: max(1, weight / 10))
      let label = DisplayWidth.pad(neighbour["name"]?.string ?? "", to: min(width, 40))
      page.line(
        "  \(label)  \(terminal.paint(bar, .cyan)) \(weight) % "
          + terminal.paint("· \(Figures.count(neighbour["sessions"]?.integer ?? 0, "session"))", .dim))
    }
    if neighbours.isEmpty { page.line("  Nothing was named together with it.") }
    list(result["memories"]?.array ?? [], title: "Memories that name it", on: &page)
    list(result["sessions"]?.array ?? [], title: "Sessions", on: &page)
  }

  private func list(_ items: [JSONValue], title: String, on page: inout Page) {
    if items.isEmpty { return }
    page.line()
    page.heading(title)
    for item in items {
      page.line("  \(page.terminal.paint(item["uri"]?.string ?? "", .cyan))")
      page.short(item["l0"]?.string ?? "", indent: 4)
    }
  }

  private func showLinks(_ result: JSONValue, on page: inout Page) {
    let uri = result["uri"]?.string ?? name
    page.line(page.terminal.paint(uri, .bold))
    let links = result["links"]?.array ?? []
    for link in links {
      let isFrom = link["from"]?.string == uri
      let other = (isFrom ? link["to"] : link["from"])?.string ?? ""
      page.line("  \(isFrom ? "→" : "←") \(link["kind"]?.string ?? "")  \(page.terminal.paint(other, .cyan))")
    }
    if links.isEmpty { page.line("  It is tied to nothing.") }
  }
}
