import MemoryEngine
import MemoryModel

extension FindOperation {
  func text(_ output: FindResult) -> String {
    let items = output.outcome.items
    var text = ToolText()
    if items.isEmpty {
      text.add(question.nothingFound(output.scope))
      output.outcome.notes.forEach { text.add("Note: \($0.folded())") }
      return text.text
    }
    text.add("\(counted(items.count, "memory", "memories")) from \(output.scope.words), best first:")
    var shown = 0
    for (index, found) in items.enumerated() {
      guard text.addIfItFits(found.entry(number: index + 1), reserve: 600) else { break }
      shown += 1
    }
    output.outcome.notes.forEach { text.add("Note: \($0.folded())") }
    text.add(question.closing(shown: shown, of: items.count, next: "`read` a URI for the whole text"))
    return text.text
  }
}

extension FoundMemory {
  /// One numbered line, with what matched and why on lines of their own.
  fileprivate func entry(number: Int) -> String {
    var lines = ["\(number). \(node.uri) \(node.label) \(node.abstract.folded())"]
    if let passage, !passage.isEmpty { lines.append("   matched: \(passage.folded(limit: 500))") }
    if !parts.isEmpty { lines.append("   \(why)") }
    return lines.joined(separator: "\n")
  }

  var why: String {
    "score \(ToolText.decimal(score)) = " + parts.map { "\($0.name) \(ToolText.decimal($0.contribution))" }.joined(separator: " + ")
  }
}

extension ToolText {
  /// Three decimals.
  static func decimal(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "0" }
    let thousandths = Int((abs(number) * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(number < 0 && thousandths > 0 ? "-" : "")\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count)
      + fraction
  }
}

extension Question {
  /// Says what was looked through, and which ways there are to find more.
  func nothingFound(_ scope: Scope) -> String {
    var place = scope.words
    if let category { place += ", category \(category.rawValue)" }
    if let within { place += ", at \(within)" }
    if let asOf { place += ", as of \(asOf.iso8601)" }
    var ways = ["ask with other or fewer words"]
    if category != nil { ways.append("leave out category") }
    if within != nil { ways.append("leave out within") }
    if asOf != nil { ways.append("leave out as_of") }
    if scope != .everything { ways.append("set all_projects: true") }
    ways.append("look around with `tree`")
    return "No memory matches \"\(query.folded(limit: 120))\" (\(place)). To find more: \(ways.joined(separator: "; "))."
  }

  /// How to go deeper, and what was left out.
  func closing(shown: Int, of count: Int, next: String) -> String {
    if shown < count {
      return "\(count - shown) more not shown, the answer would be too long: narrow with category or within. Next: \(next)."
    }
    return count >= limit && limit < 100 ? "Next: \(next); raise limit (now \(limit)) for more." : "Next: \(next)."
  }
}
