import MemoryModel
import MemoryStore

extension MemoryEngine {
  private static let recalledAtOnce = 3

  /// Up to three memories that are likely to help with a prompt; a session is told each of them once, be it at its start or by a prompt.
  package func recall(_ request: RecallRequest) throws -> RecallOutcome {
    let nothing = RecallOutcome(items: [], markdown: "")
    guard settings.recallsAtPrompt, settings.capturesSessions, !isExcluded(request.workingDirectory) else { return nothing }
    let prompt = UserText.withoutInjections(UserText.typed(in: request.prompt))
    let query = QueryAnalysis(prompt, now: now)
    guard RecallEvidence.isWorthAsking(prompt, query) else { return nothing }
    let project = try project(named: request.project, session: request.session, workingDirectory: request.workingDirectory)
    var question = FindRequest(query: prompt)
    question.scope = project.map(Scope.project) ?? .unscoped
    question.limit = 10
    let items = try store.read {
      let told = request.preview ? [] : try request.session.map(store.exposedNodes) ?? []
      let ranked = try Retrieval(store: store, request: question, now: now, semantics: semantics).rank(query)
      let evidence = RecallEvidence(ranked)
      var items: [RecallOutcome.Item] = []
      for memory in ranked.memories.prefix(question.limit) where items.count < Self.recalledAtOnce {
        let row = ranked.candidates[memory.candidate].row
        let confidence = evidence.confidence(of: memory)
        guard confidence >= RecallEvidence.threshold, !told.contains(row.node), let node = try store.node(id: row.node) else {
          continue
        }
        items.append(RecallOutcome.Item(node: node, confidence: confidence))
      }
      return items
    }
    guard !items.isEmpty else { return nothing }
    if !request.preview, let session = request.session {
      try store.write { try store.insertExposures(of: items.map(\.node.id), session: session, at: now) }
    }
    let section = ContextBuilder.Section(
      title: "About this", share: 1,
      entries: items.map { ContextBuilder.Entry(node: $0.node, label: nil, forms: [$0.node.abstract]) })
    let context = ContextBuilder(budgetTokens: settings.contextBudgetTokens, project: project).build([section])
    return RecallOutcome(items: items, markdown: context.markdown)
  }
}
