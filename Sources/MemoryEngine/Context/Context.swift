import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// What the next session in a directory begins with: how to work with this person, what they prefer, what went on lately in this project, and what it
  /// is about. Only memories of this project and of none.
  ///
  /// On `resume` what this session was told already is left out: it still stands in the conversation.
  package func context(_ request: ContextRequest) throws -> ContextOutcome {
    let project = try project(named: request.project, session: request.session, workingDirectory: request.workingDirectory)
    let budget = request.budgetTokens ?? settings.contextBudgetTokens
    guard settings.capturesSessions, !isExcluded(request.workingDirectory) else {
      return ContextOutcome(markdown: "", tokens: 0, sections: [], budgetTokens: budget, project: project)
    }
    let outcome = try store.read {
      let told = request.source == "resume" ? try request.session.map(store.exposedNodes) ?? [] : []
      let sections = try contextSections(project: project, budget: budget).map { section in
        var section = section
        section.entries.removeAll { told.contains($0.node.id) }
        return section
      }
      return (ContextBuilder(budgetTokens: budget, project: project).build(sections), sections)
    }
    if !request.preview, let session = request.session, !outcome.0.uris.isEmpty {
      let shown = Set(outcome.0.uris)
      let ids = outcome.1.flatMap(\.entries).map(\.node).filter { shown.contains($0.uri) }.map(\.id)
      try store.write { try store.insertExposures(of: ids, session: session, at: now) }
    }
    return outcome.0
  }

  /// The sections of RFC-001 §7.3. The shares add up to 1.
  private func contextSections(project: String?, budget: Int) throws -> [ContextBuilder.Section] {
    let scope = project.map(Scope.project) ?? .unscoped
    let profile = try profile(scope)
    let intentions = try intentions(scope)
    let offered = Set(intentions.map(\.node.id))
    let relational = profile.relational.map { RelationalProfile(parsing: $0.content) } ?? RelationalProfile()
    // What stands in the section above need not be said again as a preference.
    let told = relational.lines(shownWithin: Int(Double(budget) * Self.relationalShare) - 60).map { Fingerprint.words($0.text) }
    return [
      ContextBuilder.Section(title: "What You Were About To Do", share: 0.1, entries: intentions),
      ContextBuilder.Section(
        title: "Working With You", share: Self.relationalShare,
        entries: [profile.relational].compactMap { $0 }.map(relationalEntry)),
      ContextBuilder.Section(
        title: "Your Profile", share: 0.25,
        entries: (profile.identity + profile.preferences).filter { !told.contains(Fingerprint.words($0.content)) }.prefix(60).map {
          entry($0, reason: "\(Self.standing($0)); \(Self.use($0))")
        }),
      ContextBuilder.Section(
        title: "Recent Activity", share: 0.3, entries: try recentActivity(scope).filter { !offered.contains($0.node.id) }),
      ContextBuilder.Section(title: "Active Entities", share: 0.15, entries: try activeEntities(scope)),
    ]
  }

  private static let relationalShare = 0.2

  /// As many of its lines as there is room for: which of them go first, the profile knows.
  private func relationalEntry(_ node: MemoryNode) -> ContextBuilder.Entry {
    let profile = RelationalProfile(parsing: node.content)
    var entry = entry(node, reason: "the relational profile")
    if !profile.lines.isEmpty { entry.forms = [2000, 1000, 500, 250, 120].map(profile.told) + [node.abstract] }
    return entry
  }

  /// What was to be done later and is not done yet, in this project; what nobody did for weeks is no longer offered.
  private func intentions(_ scope: Scope) throws -> [ContextBuilder.Entry] {
    let horizon = now.advanced(by: .seconds(-7 * 86_400 * Intention.weeksOffered))
    return try openIntentions(scope, limit: 4 * Intention.offered).filter { $0.pinnedAt != nil || $0.createdAt >= horizon }
      .prefix(Intention.offered).map { entry($0, label: $0.createdAt.date.iso8601, reason: "to be done, and not done yet") }
  }

  /// Sessions of the project and what was decided, found out and learned in it, the newest first; what faded below this is left out.
  private static let leastRelevance = 0.3
  private static let recentSessions = 5
  private static let recentMemories = 20

  private func recentActivity(_ scope: Scope) throws -> [ContextBuilder.Entry] {
    var filter = NodeFilter()
    // A project's sessions only: what was done elsewhere is nobody's business here.
    filter.project = if case .project(let name) = scope { .only(name) } else { .unscoped }
    filter.validAt = now
    filter.categories = [.sessions]
    filter.within = Category.sessions.directory
    filter.limit = 400
    let summaries = try store.nodes(filter).filter { $0.uri.name == "summary" && isVivid($0) }.prefix(Self.recentSessions)
    filter.categories = [.events, .patterns, .cases]
    filter.within = nil
    filter.project = scope.filter
    filter.limit = Self.recentMemories
    let memories = try store.nodes(filter).filter(isVivid)
    return summaries.map {
      entry($0, label: $0.createdAt.date.iso8601, reason: "one of the last \(Self.recentSessions) sessions of this project")
    }
      + memories.map {
        entry(
          $0, label: "\(($0.validity.from ?? $0.createdAt).date.iso8601), \(Self.kind(of: $0.category))",
          reason:
            "\(Self.kind(of: $0.category)) of \($0.project ?? "every project"), among the newest \(Self.recentMemories); \(Self.use($0))"
        )
      }
  }

  private func activeEntities(_ scope: Scope) throws -> [ContextBuilder.Entry] {
    var filter = NodeFilter()
    filter.project = scope.filter
    filter.validAt = now
    filter.categories = [.entities]
    filter.order = .mostUsed
    filter.limit = 12
    return try store.nodes(filter).filter(isVivid).map {
      entry($0, reason: "an entity of \($0.project ?? "every project"); \(Self.use($0))")
    }
  }

  private func isVivid(_ node: MemoryNode) -> Bool { node.pinnedAt != nil || node.relevance > Self.leastRelevance }

  private static func kind(of category: Category) -> String {
    switch category {
    case .events: "event"
    case .patterns: "pattern"
    case .cases: "case"
    default: category.rawValue
    }
  }

  private func entry(_ node: MemoryNode, label: String? = nil, reason: String) -> ContextBuilder.Entry {
    ContextBuilder.Entry(
      node: node, label: label, forms: node.overview == node.abstract ? [node.overview] : [node.overview, node.abstract],
      reason: node.pinnedAt == nil ? reason : "pinned; " + reason)
  }

  private static func standing(_ node: MemoryNode) -> String {
    let holds = node.project.map { "of \($0)" } ?? "holds everywhere"
    return node.category == .profile ? "who you are" : "a preference, \(holds)"
  }

  private static func use(_ node: MemoryNode) -> String {
    node.accessCount == 0 ? "not used yet" : node.accessCount == 1 ? "used once" : "used \(node.accessCount) times"
  }
}
