import MemoryModel

/// Puts memories into the text that a session begins with, within a budget. Pure: what it gets is what it says.
struct ContextBuilder {
  /// One memory as it could be shown, the fuller form first.
  struct Entry {
    var node: MemoryNode
    /// What stands before it: a date, a kind.
    var label: String?
    var forms: [String]
    /// Why it is offered, for a person who asks.
    var reason = ""
  }

  struct Section {
    var title: String
    /// Of the whole budget, 0...1; what a section does not need flows on to the next.
    var share: Double
    var entries: [Entry]
  }

  /// Longer output is cut to a preview by the client: 10,000 UTF-16 code units, measured.
  static let maximumUnits = 10_000

  let budgetTokens: Int
  let project: String?

  /// What stands around the memories, so that a reader knows what this is, and so that it is taken out again when a transcript brings it back.
  private var opening: String {
    let origin = project.map { " project=\"\($0.filter { $0 != "\"" && $0 != "<" && $0 != ">" && $0 != "\n" })\"" } ?? ""
    return
      "<continuity-context\(origin)>\nWhat is remembered from earlier sessions, as background. `read` with a mem:// address gives more.\n"
  }
  private static let closing = "</continuity-context>"

  func build(_ sections: [Section]) -> ContextOutcome {
    var text = opening
    var outcome = ContextOutcome(markdown: "", tokens: 0, sections: [], budgetTokens: budgetTokens, project: project)
    var units = opening.utf16.count + Self.closing.utf16.count
    let frame = TokenEstimate.tokens(opening) + TokenEstimate.tokens(Self.closing)
    var available = Double(budgetTokens - frame)
    var carried = 0.0
    for section in sections {
      let allowance = Double(budgetTokens - frame) * section.share + carried
      var body = "\n## \(section.title)\n"
      var cost = TokenEstimate.tokens(body)
      var lines: [ContextOutcome.Line] = []
      for entry in section.entries {
        guard
          let line = entry.forms.lazy.map({ Self.line($0, entry) }).first(where: { line in
            Double(cost + TokenEstimate.tokens(line)) <= min(allowance, available)
              && units + body.utf16.count + line.utf16.count <= Self.maximumUnits
          })
        else {
          outcome.leftOut.append(
            ContextOutcome.Line(uri: entry.node.uri, text: entry.node.abstract, tokens: 0, reason: entry.reason))
          continue
        }
        let tokens = TokenEstimate.tokens(line)
        body += line
        cost += tokens
        lines.append(ContextOutcome.Line(uri: entry.node.uri, text: line, tokens: tokens, reason: entry.reason))
      }
      guard !lines.isEmpty else {
        carried = allowance
        continue
      }
      text += body
      units += body.utf16.count
      available -= Double(cost)
      carried = max(0, allowance - Double(cost))
      outcome.sections.append(ContextOutcome.Section(title: section.title, tokens: cost, lines: lines))
    }
    guard !outcome.sections.isEmpty else { return outcome }
    outcome.markdown = text + Self.closing
    outcome.tokens = TokenEstimate.tokens(outcome.markdown)
    return outcome
  }

  /// A list item; further lines of the text are indented below it. What a memory says cannot end the frame that it stands in.
  private static func line(_ text: String, _ entry: Entry) -> String {
    let lines = trimmed(text).split(separator: "\n", omittingEmptySubsequences: true).map { line in
      line.hasPrefix("#") ? line.drop { $0 == "#" || $0 == " " } : line
    }
    let safe = lines.joined(separator: "\n  ").replacing("continuity-context", with: "continuity context")
    return "- \(entry.label.map { "\($0): " } ?? "")\(safe) (\(entry.node.uri))\n"
  }
}
