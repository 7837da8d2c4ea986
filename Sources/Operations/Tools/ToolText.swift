import MemoryEngine
import MemoryModel

/// A tool's answer while it is written: lines for a model, within a budget.
///
/// Memory text is data: what stands on a line of a list is folded into that line, so that no memory can look like another entry
/// or like our own words.
struct ToolText {
  /// In bytes of UTF-8: about 9,000 tokens. Claude Code warns above 10,000, and other clients have less room.
  static let budget = 36_000

  private(set) var text = ""
  private var remaining: Int

  init(budget: Int = ToolText.budget) { remaining = budget }

  /// Adds a line whatever it costs: for what must be said.
  mutating func add(_ line: String) {
    if !text.isEmpty { text += "\n" }
    text += line
    remaining -= line.utf8.count + 1
  }

  /// Adds a line if it fits and `reserve` bytes stay for what comes after.
  mutating func addIfItFits(_ line: String, reserve: Int = 0) -> Bool {
    guard line.utf8.count + 1 + reserve <= remaining else { return false }
    add(line)
    return true
  }
}

extension StringProtocol {
  /// On one line: runs of white space and control characters become a space. At most `limit` scalars, cut between words.
  func folded(limit: Int = 1_000) -> String {
    var line = String.UnicodeScalarView()
    var length = 0
    var isSpaceDue = false
    var lastSpace: String.UnicodeScalarView.Index?
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
        isSpaceDue = !line.isEmpty
        continue
      }
      // Marks that turn the direction of the text around would turn our own words around too.
      if scalar.properties.isBidiControl { continue }
      if length >= limit {
        if let lastSpace, line.distance(from: lastSpace, to: line.endIndex) < limit / 3 { line.removeSubrange(lastSpace...) }
        return String(line) + "…"
      }
      if isSpaceDue {
        lastSpace = line.endIndex
        line.append(" ")
        length += 1
        isSpaceDue = false
      }
      line.append(scalar)
      length += 1
    }
    return String(line)
  }

  /// The lines that say something, each behind `indent`, without what could end a line unseen.
  func indented(_ indent: String) -> String {
    split(whereSeparator: \.isNewline).map { line in
      let depth = line.prefix { $0 == " " }.count
      return (indent + String(repeating: " ", count: Swift.min(depth, 8)), line.folded(limit: 4_000))
    }.filter { !$0.1.isEmpty }.map { $0.0 + $0.1 }.joined(separator: "\n")
  }
}

extension Scope {
  var words: String {
    switch self {
    case .project(let name): "project \(name.folded(limit: 80)) and what belongs to no project"
    case .unscoped: "what belongs to no project"
    case .everything: "all projects"
    }
  }
}

extension MemoryNode {
  /// `[preferences, project x, 2026-11-20]`; says when it is no longer true.
  var label: String {
    var parts = [category.rawValue]
    if let project { parts.append("project \(project.folded(limit: 80))") }
    parts.append(updatedAt.date.iso8601)
    if let until = validity.to { parts.append("true until \(until.date.iso8601)") }
    if retraction != nil { parts.append("retracted") }
    return "[\(parts.joined(separator: ", "))]"
  }
}

extension TreeEntry {
  /// `- mem://user/preferences/ (13)`, `- mem://user/preferences/editor Helix.`
  func listed(limit: Int) -> String {
    let abstract = self.abstract.folded(limit: limit)
    return "- \(uri)" + (kind == .directory ? (uri.isRoot ? "" : "/") + " (\(count))" : "")
      + (abstract.isEmpty ? "" : " " + abstract)
  }
}

/// `1 memory`, `2 memories`
func counted(_ count: Int, _ singular: String, _ plural: String) -> String { "\(count) \(count == 1 ? singular : plural)" }
