import JSONValues
import LanguageModels
import MemoryModel
import MemoryStore

/// Lets a model plan a search, and put its best results in order, where there is one and the settings allow the time. `find` never comes here.
///
/// The one answer that somebody waits for: it has one try and little time. A model that failed at it is left alone for a while by every process, so that
/// a slow one does not cost each question its wait.
struct ModelPlanner {
  let engine: MemoryEngine
  let request: FindRequest

  /// Results that are put in order.
  static let reranked = 20

  // MARK: The plan

  /// Nil: rules plan.
  func subQueries(turns: [String]) throws -> [SearchPlan.SubQuery]? {
    let fence = Fence()
    var parts = [fence.rule, "The question:\n" + fence.around(shown(request.query), as: "question")]
    if let context = request.context { parts.append("What the asker is doing:\n" + fence.around(shown(context), as: "context")) }
    if !turns.isEmpty {
      parts.append("What was said last:\n" + fence.around(turns.map(shown).joined(separator: "\n"), as: "turns"))
    }
    guard let answer = try ask(.intent, parts.joined(separator: "\n\n")) else { return nil }
    var queries: [SearchPlan.SubQuery] = []
    for part in answer["queries"]?.array ?? [] where queries.count < SearchPlanner.mostSubQueries {
      guard let type = part["type"]?.string.flatMap(SearchPlan.SubQueryType.init(rawValue:)),
        let query = part["query"]?.string.map({ trimmed(MaterialText.harmless($0)) }),
        !query.isEmpty, query.utf8.count <= Self.longestQuery, SearchText.terms(of: query).contains(where: { !$0.isStopWord }),
        !queries.contains(where: { $0.query.lowercased() == query.lowercased() })
      else { continue }
      queries.append(SearchPlan.SubQuery(type: type, query: query))
    }
    guard !queries.isEmpty else { return nil }
    // The asker's own words are asked too: a small model may have lost the one that matters.
    if queries.count < SearchPlanner.mostSubQueries,
      !queries.contains(where: { $0.query.lowercased() == request.query.lowercased() })
    {
      queries.append(SearchPlan.SubQuery(type: SearchPlanner.type(of: request.query), query: trimmed(request.query)))
    }
    return queries
  }

  private static let longestQuery = 400

  // MARK: The order

  /// The same memories, the most helpful first; nil: the order stays.
  func reordered(_ items: [FoundMemory]) throws -> [FoundMemory]? {
    guard engine.settings.reranksSearch, items.count > 1 else { return nil }
    let best = items.prefix(Self.reranked)
    let fence = Fence()
    let lines = best.enumerated().map { "\($0.offset + 1). \(shown($0.element.node.abstract))" }
    let text = """
      \(fence.rule)

      The question:
      \(fence.around(shown(request.query), as: "question"))

      The results:
      \(fence.around(lines.joined(separator: "\n"), as: "results"))
      """
    guard let answer = try ask(.reranking, text) else { return nil }
    var order: [Int] = []
    for number in (answer["order"]?.array ?? []).compactMap(\.integer) {
      guard let index = best.indices.first(where: { Int64($0) + 1 == number }), !order.contains(index) else { continue }
      order.append(index)
    }
    guard !order.isEmpty else { return nil }
    // What the model left out is not taken away: it comes behind, in the order in which it was found.
    order += best.indices.filter { !order.contains($0) }
    let scores = best.map(\.score)
    return zip(order, scores).map { index, score in
      var item = items[index]
      item.score = score
      return item
    } + items.dropFirst(best.count)
  }

  // MARK: Asking

  private func ask(_ prompt: ModelPrompt, _ text: String) throws -> JSONValue? {
    let patience = engine.settings.searchPlanMilliseconds
    guard patience > 0, let models = engine.models, models.isThere(for: .intent), try !isResting() else { return nil }
    switch models.ask(prompt, text, session: request.session, timeout: .milliseconds(patience)) {
    case .answered(let value, _): return value
    case .waits(let until, _): try rest(until: until)
    // A spent session says nothing of the model.
    case .unanswered(let reason) where reason.hasPrefix(ModelBudget.Refusal.opening): break
    case .unanswered: try rest(until: engine.now.advanced(by: .seconds(Self.restSeconds)))
    }
    return nil
  }

  private static let restSeconds: Int64 = 15 * 60
  private static let restKey = "search.model-rests-until"

  private func isResting() throws -> Bool {
    try engine.store.meta(Self.restKey).flatMap(Int64.init).map { $0 > engine.now.milliseconds } ?? false
  }

  private func rest(until: Timestamp) throws {
    try engine.store.write { try engine.store.setMeta(Self.restKey, String(until.milliseconds)) }
  }

  /// As much as a plan needs.
  private func shown(_ text: String) -> String { Excerpt.words(text, limit: 2000) }
}
