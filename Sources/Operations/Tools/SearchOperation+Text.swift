import MemoryEngine
import MemoryModel

extension SearchOperation {
  /// Every memory gets its abstract first; overviews follow from the best on, while the budget lasts.
  func text(_ output: SearchResult) -> String {
    let items = output.outcome.items
    let abstracts = items.enumerated().map { index, found in
      "\(index + 1). \(found.node.uri) \(found.node.label) \(found.node.abstract.folded())"
    }
    var text = ToolText()
    text.add(output.outcome.plan.line)
    if items.isEmpty {
      text.add(question.nothingFound(output.scope))
      output.outcome.notes.forEach { text.add("Note: \($0.folded())") }
      return text.text
    }
    text.add("\(counted(items.count, "memory", "memories")) from \(output.scope.words), best first:")
    var shown = 0
    var withoutOverview = 0
    var reserve = abstracts.reduce(600) { $0 + $1.utf8.count + 1 }
    for (abstract, found) in zip(abstracts, items) {
      reserve -= abstract.utf8.count + 1
      guard text.addIfItFits(abstract, reserve: 600) else { break }
      shown += 1
      if !found.parts.isEmpty { _ = text.addIfItFits("   \(found.why)", reserve: reserve) }
      if found.saysMoreThanItsAbstract, !text.addIfItFits(found.node.overview.indented("   "), reserve: reserve) {
        withoutOverview += 1
      }
    }
    output.outcome.notes.forEach { text.add("Note: \($0.folded())") }
    if withoutOverview > 0 {
      text.add("\(counted(withoutOverview, "overview", "overviews")) left out, the answer would be too long: `read` those URIs.")
    }
    text.add(question.closing(shown: shown, of: items.count, next: "`read` a URI for the whole text"))
    return text.text
  }
}

extension FoundMemory {
  fileprivate var saysMoreThanItsAbstract: Bool {
    let overview = node.overview.folded(limit: 2_000)
    return !overview.isEmpty && overview != node.abstract.folded(limit: 2_000)
  }
}

extension SearchPlan {
  fileprivate var line: String {
    let questions = subQueries.map { "\($0.type.rawValue) \"\($0.query.folded(limit: 120))\"" }.joined(separator: ", ")
    return "Understood by \(author == .llm ? "a model" : "rules") as \(questions); \(counted(rounds, "round", "rounds"))"
      + (isReranked ? ", put in order by a model." : ".")
  }
}
