import MemoryEngine
import MemoryModel

extension ProfileOperation {
  func text(_ output: ProfileResult) -> String {
    let profile = output.outcome
    var text = ToolText()
    var unshown = 0
    guard profile.relational != nil || !profile.identity.isEmpty || !profile.preferences.isEmpty else {
      return "Nothing is known about the user yet (\(output.scope.words)). When they say who they are or how they like to work, "
        + "`remember` it with category profile or preferences."
    }
    if let relational = profile.relational {
      text.add("Working with the user (\(relational.uri), \(relational.updatedAt.date.iso8601)):")
      if !text.addIfItFits(relational.overview.indented("  "), reserve: 6_000) { text.add("  \(relational.abstract.folded())") }
    }
    func list(_ title: String, _ nodes: [MemoryNode]) {
      guard !nodes.isEmpty else { return }
      text.add("\(title) (\(nodes.count)):")
      for node in nodes {
        let line = "- \(node.uri) \(node.label) \(node.abstract.folded())"
        if unshown > 0 || !text.addIfItFits(line, reserve: 400) { unshown += 1 }
      }
    }
    list("Who they are", profile.identity)
    list("Preferences", profile.preferences)
    if unshown > 0 { text.add("\(unshown) more not shown, the answer would be too long: `tree` with uri mem://user shows them.") }
    text.add("Next: `read` a URI for the whole text and its history.")
    return text.text
  }
}
