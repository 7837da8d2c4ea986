package import MemoryModel
import MemoryStore

package struct ConceptLinksRequest: Sendable {
  /// Its name in any spelling that gives the same address: `SyncRun`, `syncrun`.
  package var name: String
  package var scope: Scope = .everything
  /// The most neighbours, and the most memories and sessions each.
  package var limit: Int = 20
  package init(name: String) { self.name = name }
}

/// What a concept is tied to, and who names it.
package struct ConceptLinksOutcome: Sendable {
  package struct Neighbour: Sendable {
    package var concept: Concept
    /// 0…1; see `ConceptStrength`.
    package var weight: Double
    /// Sessions that named both.
    package var sessions: Int
    package var lastAt: Timestamp
  }

  package struct SessionThatNames: Sendable {
    package var uri: MemoryURI
    package var abstract: String
    package var at: Timestamp
    package var mentions: Int
  }

  package var concept: Concept
  /// Sessions that name it, in this scope.
  package var sessionCount: Int
  /// The strongest first.
  package var neighbours: [Neighbour]
  /// The newest first.
  package var memories: [MemoryNode]
  /// The newest first.
  package var sessions: [SessionThatNames]
}

extension MemoryEngine {
  /// Sessions that one look goes through; older ones have faded.
  private static let sessionsLookedAt = 300

  /// The surroundings of a concept: what is named together with it, in which sessions, and which memories name it.
  ///
  /// - Throws: `EngineError.notFound` with the nearest names, when no session of the scope names it.
  package func conceptLinks(_ request: ConceptLinksRequest) throws -> ConceptLinksOutcome {
    try store.read {
      let key = Slug.make(request.name)
      guard let (id, concept) = try store.concept(key: key),
        case let own = try store.mentions(ofConcept: id, project: request.scope.filter, limit: Self.sessionsLookedAt), !own.isEmpty
      else { throw unknownConcept(request.name, key) }
      let neighbours = try neighbours(of: id, own: own)
      let sessions = try own.prefix(request.limit).map { mention in
        let directory = Category.sessions.directory.appending(Slug.session(mention.session))
        let summary = try store.node(at: directory.appending("summary"))
        return ConceptLinksOutcome.SessionThatNames(
          uri: directory, abstract: summary?.retraction == nil ? summary?.abstract ?? "" : "", at: mention.at,
          mentions: mention.mentions)
      }
      return ConceptLinksOutcome(
        concept: concept, sessionCount: own.count, neighbours: Array(neighbours.prefix(request.limit)),
        memories: try memories(naming: concept, request), sessions: sessions)
    }
  }

  private func neighbours(of id: Int64, own: [ConceptMention]) throws -> [ConceptLinksOutcome.Neighbour] {
    let strength = ConceptStrength(now: now, halfLifeDays: settings.halfLifeDays)
    let bySession = Dictionary(own.map { ($0.session, $0) }, uniquingKeysWith: { $1 })
    var found: [Int64: (weight: Double, sessions: Int, at: Timestamp)] = [:]
    for other in try store.mentions(inSessions: bySession.keys.sorted()) where other.concept != id {
      guard let one = bySession[other.session], case let step = strength.step(one, other), step > 0 else { continue }
      let known = found[other.concept] ?? (0, 0, other.at)
      found[other.concept] = (ConceptStrength.strengthened(known.weight, by: step), known.sessions + 1, max(known.at, other.at))
    }
    let concepts = try store.concepts(ids: found.keys)
    return found.compactMap { id, tie in
      concepts[id].map { ConceptLinksOutcome.Neighbour(concept: $0, weight: tie.weight, sessions: tie.sessions, lastAt: tie.at) }
    }.sorted { ($0.weight, $1.concept.key) > ($1.weight, $0.concept.key) }
  }

  /// Those that hold its words and its very name.
  private func memories(naming concept: Concept, _ request: ConceptLinksRequest) throws -> [MemoryNode] {
    let name = concept.name.lowercased()
    let terms = SearchText.terms(of: concept.name).filter { $0.kind != .compound }
    return Array(
      try store.memories(holding: terms, limit: request.limit * 4).filter { node in
        let isInScope =
          switch request.scope {
          case .project(let name): node.project == nil || node.project == name
          case .unscoped: node.project == nil
          case .everything: true
          }
        return isInScope && (node.content.lowercased().contains(name) || node.abstract.lowercased().contains(name))
      }.prefix(request.limit))
  }

  private func unknownConcept(_ name: String, _ key: String) -> EngineError {
    let near = (try? store.concepts(beginningWith: String(key.prefix(3)), limit: 5)) ?? []
    let hint =
      near.isEmpty
      ? "Concepts come from what sessions name; `continuity status` shows whether sessions are waiting to be read."
      : "Near it: \(near.map(\.name).joined(separator: ", "))."
    return .notFound(uri: name, hint: hint)
  }
}
