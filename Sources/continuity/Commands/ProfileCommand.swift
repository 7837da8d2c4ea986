import ArgumentParser
import JSONValues

struct ProfileCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "Show what is known about you and how to work with you.")
  static let method = "memory/profile"

  @OptionGroup var place: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject { place.parameters }

  func show(_ result: JSONValue, on page: inout Page) {
    let relational = result["relational"].map { [$0] } ?? []
    let sections = [
      ("Working with you", relational), ("Who you are", result["identity"]?.array ?? []),
      ("Preferences", result["preferences"]?.array ?? []),
    ].filter { !$0.1.isEmpty }
    for (index, (title, nodes)) in sections.enumerated() {
      if index > 0 { page.line() }
      page.heading(title)
      for node in nodes {
        page.line("  " + page.terminal.paint(node["uri"]?.string ?? "", .cyan))
        page.paragraph(node["l1"]?.string ?? node["l0"]?.string ?? "", indent: 4)
      }
    }
    if sections.isEmpty {
      page.paragraph("Nothing is known yet. `continuity remember --category profile …` tells it; sessions add to it by themselves.")
    }
  }
}
