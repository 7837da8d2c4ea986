import ArgumentParser
import JSONValues

struct TreeCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree", abstract: "Show the memories as the tree that they stand in.",
    discussion: """
      Every project's memories are shown unless one is named.

      continuity tree
      continuity tree mem://user/preferences --depth 1
      """)
  static let method = "memory/tree"

  @Argument(help: "Where to begin.", completion: .addresses) var uri = "mem://"
  @Option(name: .shortAndLong, help: "Levels below it, 1 to 10.") var depth = 3
  @Option(name: .shortAndLong, help: "The most children shown of one directory, 1 to 1000.") var limit = 50
  @OptionGroup var scope: ScopeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject {
    scope.parameters.merging(["uri": .string(uri), "depth": .integer(Int64(depth)), "limit": .integer(Int64(limit))])
  }

  func show(_ result: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    let count = result["count"]?.integer ?? 0
    let head = terminal.paint(result["uri"]?.string ?? uri, .bold)
    page.line(head + terminal.paint("  " + Figures.count(count, "memory", "memories"), .dim))
    if let abstract = result["l0"]?.string, !abstract.isEmpty, result["type"]?.string == "leaf" {
      page.paragraph(abstract, indent: 2)
    }
    TreeDrawing.draw(result, on: &page)
    if count == 0 { page.paragraph("Nothing is remembered here yet.", ink: .dim) }
  }
}

/// The branches below a node.
enum TreeDrawing {
  /// The most of a window's width that names may take; what a memory says matters more.
  private static let share = 0.4

  static func draw(_ node: JSONValue, prefix: String = "", on page: inout Page) {
    let children = node["children"]?.array ?? []
    let omitted = node["omitted"]?.integer ?? 0
    let column = page.terminal.width.map { width in
      min(Int(Double(width) * share) - prefix.count, children.map { DisplayWidth.of(name($0)) }.max() ?? 0)
    }
    for (index, child) in children.enumerated() {
      let isLast = index == children.count - 1 && omitted == 0
      line(child, branch: prefix + (isLast ? "└── " : "├── "), column: column.map { max(12, $0) }, on: &page)
      draw(child, prefix: prefix + (isLast ? "    " : "│   "), on: &page)
    }
    if omitted > 0 { page.line(page.terminal.paint("\(prefix)└── … \(Figures.grouped(omitted)) more (--limit)", .dim)) }
  }

  private static func name(_ node: JSONValue) -> String {
    node["uri"]?.string.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "?"
  }

  /// - Parameter column: where what is said begins, the same for all beside each other; nil when nobody looks.
  private static func line(_ node: JSONValue, branch: String, column: Int?, on page: inout Page) {
    let terminal = page.terminal
    let shown = DisplayWidth.shorten(name(node), to: column)
    let abstract = Page.printable(node["l0"]?.string ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
    let head = terminal.paint(branch, .dim)
    if node["type"]?.string == "dir" {
      let day = node["updated_at"]?.string.map { " · \(Moment.day($0))" } ?? ""
      let count = "  \(Figures.grouped(node["count"]?.integer ?? 0))\(day)"
      let used = DisplayWidth.of(branch) + DisplayWidth.of(shown) + DisplayWidth.of(count) + 2
      let words = abstract.isEmpty ? "" : "  " + DisplayWidth.shorten(abstract, to: terminal.width.map { max(12, $0 - used) })
      page.line(head + terminal.paint(shown, .bold) + terminal.paint(count + words, .dim))
      return
    }
    let label = column.map { DisplayWidth.pad(shown, to: $0) } ?? shown
    let used = DisplayWidth.of(branch) + DisplayWidth.of(label) + 2
    let project = node["project"]?.string.map { "  [\($0)]" } ?? ""
    let room = terminal.width.map { max(12, $0 - used - DisplayWidth.of(project)) }
    page.line(
      head + terminal.paint(label, .cyan) + "  " + DisplayWidth.shorten(abstract, to: room) + terminal.paint(project, .dim))
  }
}
