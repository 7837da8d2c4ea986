import ArgumentParser
import JSONValues

struct ReadCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Read one memory, with where it came from and what it said before.",
    discussion: """
      continuity read mem://user/preferences/editor
      continuity read --layer l2 mem://agent/cases/deploy-fails > case.md

      With one layer only its text is printed, byte for byte.
      """)
  static let method = "memory/read"

  @Argument(help: "Its address, as `find` and `tree` show it.", completion: .addresses) var uri: String
  @Option(
    name: .long, help: "l0 (a line), l1 (an overview), l2 (everything), or all.", completion: .list(["l0", "l1", "l2", "all"]))
  var layer = "all"
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject { ["uri": .string(uri), "layer": .string(layer)] }

  func show(_ node: JSONValue, on page: inout Page) {
    if layer != "all" {
      let text = node[layer]?.string ?? ""
      page.verbatim(text)
      return
    }
    page.heading(node["uri"]?.string ?? uri)
    page.fields(fields(node))
    section("L0", node["l0"]?.string, on: &page)
    if node["l1"] != node["l0"] { section("L1", node["l1"]?.string, on: &page) }
    if node["l2"] != node["l1"] { section("L2", node["l2"]?.string, on: &page) }
    showChildren(node, on: &page)
    showHistory(node, on: &page)
    showLinks(node, on: &page)
  }

  private func fields(_ node: JSONValue) -> [(label: String, value: String)] {
    var fields: [(String, String)] = []
    func add(_ label: String, _ value: String?) { if let value, !value.isEmpty { fields.append((label, value)) } }
    add("category", node["category"]?.string)
    add("project", node["project"]?.string)
    let session = node["session_id"]?.string.map { ", session \($0)" } ?? ""
    let confidence = node["confidence"]?.double.map { $0 < 1 ? ", confidence \(Figures.score($0))" : "" } ?? ""
    let maker = node["made_by"]?.string.map { ", by \($0)" } ?? ""
    add("origin", node["origin"]?.string.map { $0 + session + confidence + maker })
    add("tags", node["tags"]?.array?.compactMap(\.string).joined(separator: ", "))
    add("created", node["created_at"]?.string.map(Moment.full))
    if node["updated_at"] != node["created_at"] { add("updated", node["updated_at"]?.string.map(Moment.full)) }
    add("valid from", node["valid_from"]?.string.map(Moment.full))
    add("valid to", node["valid_to"]?.string.map(Moment.full))
    add(
      "retracted", node["retracted_at"]?.string.map { Moment.full($0) + (node["retracted_reason"]?.string.map { ": \($0)" } ?? "") }
    )
    add("replaced by", node["superseded_by"]?.string)
    if node["pinned"]?.bool == true { add("pinned", "yes") }
    if let uses = node["access_count"]?.integer, uses > 0 {
      add("used", "\(Figures.count(uses, "time")), relevance \(Figures.score(node["relevance"]?.double ?? 0))")
    }
    return fields
  }

  private func section(_ title: String, _ text: String?, on page: inout Page) {
    guard let text, !text.isEmpty else { return }
    page.line()
    page.heading(title)
    page.paragraph(text, indent: 2)
  }

  private func showChildren(_ node: JSONValue, on page: inout Page) {
    guard let children = node["children"]?.array, !children.isEmpty else { return }
    page.line()
    TreeDrawing.draw(node, on: &page)
  }

  private func showHistory(_ node: JSONValue, on page: inout Page) {
    guard let history = node["history"]?.array, !history.isEmpty else { return }
    page.line()
    page.heading("Before")
    for revision in history {
      let when = revision["replaced_at"]?.string.map(Moment.full) ?? ""
      page.short("\(when)  \(revision["cause"]?.string ?? ""): \(revision["l0"]?.string ?? "")", indent: 2)
    }
  }

  private func showLinks(_ node: JSONValue, on page: inout Page) {
    guard let links = node["links"]?.array, !links.isEmpty else { return }
    page.line()
    page.heading("Links")
    for link in links {
      let isOutgoing = link["from"] == node["uri"]
      let other = link[isOutgoing ? "to" : "from"]?.string ?? ""
      let kind = (link["kind"]?.string ?? "").split(separator: "_").joined(separator: " ")
      page.line("  \(isOutgoing ? "→" : "←") \(page.terminal.paint(kind, .dim))  \(page.terminal.paint(other, .cyan))")
    }
  }
}
