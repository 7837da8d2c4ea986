import MemoryModel
import MemoryStore

/// The concepts of a graph: what sessions named most and lately, tied to one another and to the memories that name them.
extension MemoryEngine {
  /// Of a picture of everything, beside its memories.
  private static let conceptsShown = 40
  /// The strongest ties of each; more hide the pattern.
  private static let tiesShown = 3
  private static let weakestTie = 0.12
  private static let mentionsLookedAt = 5000

  /// Adds what the sessions of a scope name most.
  func addConcepts(to outcome: inout GraphOutcome, _ nodes: [MemoryNode], _ request: GraphRequest) throws {
    let mentions = try store.latestMentions(project: request.scope.filter, limit: Self.mentionsLookedAt)
    guard !mentions.isEmpty else { return }
    let strength = ConceptStrength(now: now, halfLifeDays: settings.halfLifeDays)
    var scores: [Int64: Double] = [:]
    for mention in mentions {
      scores[mention.concept, default: 0] += strength.fade(mention.at) * Double(min(mention.mentions, 8))
    }
    let shown = scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      .prefix(min(Self.conceptsShown, max(5, request.limit / 4))).map(\.key)
    try add(shown, mentions, to: &outcome, nodes)
  }

  /// A concept in the middle, what is named together with it, and who names it.
  func graph(around key: String, _ request: GraphRequest) throws -> GraphOutcome {
    var links = ConceptLinksRequest(name: key)
    links.scope = request.scope
    links.limit = min(request.limit, Self.conceptsShown)
    let surroundings = try conceptLinks(links)
    var outcome = try GraphBuilder(store: store).build(surroundings.memories, isCut: false)
    let keys = [surroundings.concept.key] + surroundings.neighbours.map(\.concept.key)
    let ids = try keys.compactMap { try store.concept(key: $0)?.id }
    let sessions = Set(try store.mentions(ofConcept: ids[0], project: request.scope.filter, limit: 300).map(\.session))
    try add(ids, try store.mentions(inSessions: sessions.sorted()), to: &outcome, surroundings.memories, middle: ids.first)
    return outcome
  }

  private func add(
    _ ids: [Int64], _ mentions: [ConceptMention], to outcome: inout GraphOutcome, _ nodes: [MemoryNode], middle: Int64? = nil
  ) throws {
    let concepts = try store.concepts(ids: ids)
    let mentions = mentions.filter { concepts[$0.concept] != nil }
    let byConcept = Dictionary(grouping: mentions, by: \.concept)
    var places: [Int64: Int] = [:]
    for id in ids {
      guard let concept = concepts[id], let newest = byConcept[id]?.map(\.at).max() else { continue }
      places[id] = outcome.vertices.count
      outcome.vertices.append(
        GraphOutcome.Vertex(
          uri: concept.uri, kind: .concept, category: .entities, abstract: concept.name, project: nil, updatedAt: newest,
          isPinned: false))
      let name = concept.name.lowercased()
      for (place, node) in nodes.enumerated() where node.overview.lowercased().contains(name) {
        outcome.edges.append(GraphOutcome.Edge(from: place, to: places[id] ?? place, kind: "names", weight: 0.5))
      }
    }
    for tie in ties(mentions, middle: middle) {
      guard let from = places[tie.from], let to = places[tie.to] else { continue }
      outcome.edges.append(GraphOutcome.Edge(from: from, to: to, kind: "named_together", weight: tie.weight))
    }
    outcome.countDegrees()
  }

  private struct Pair: Hashable {
    var from: Int64
    var to: Int64
  }

  /// Each concept's strongest; all of the middle's.
  private func ties(_ mentions: [ConceptMention], middle: Int64?) -> [(from: Int64, to: Int64, weight: Double)] {
    let strength = ConceptStrength(now: now, halfLifeDays: settings.halfLifeDays)
    var weights: [Pair: Double] = [:]
    for session in Dictionary(grouping: mentions, by: \.session).values {
      let ordered = session.sorted { $0.concept < $1.concept }
      for (index, one) in ordered.enumerated() {
        for other in ordered[(index + 1)...] {
          let pair = Pair(from: one.concept, to: other.concept)
          weights[pair] = ConceptStrength.strengthened(weights[pair] ?? 0, by: strength.step(one, other))
        }
      }
    }
    var taken: [Int64: Int] = [:]
    var ties: [(from: Int64, to: Int64, weight: Double)] = []
    for (pair, weight) in weights.sorted(by: { ($0.value, $1.key.from, $1.key.to) > ($1.value, $0.key.from, $0.key.to) }) {
      let isOfMiddle = pair.from == middle || pair.to == middle
      guard weight > 0, isOfMiddle || weight >= Self.weakestTie else { continue }
      guard isOfMiddle || min(taken[pair.from] ?? 0, taken[pair.to] ?? 0) < Self.tiesShown else { continue }
      for end in [pair.from, pair.to] where !isOfMiddle { taken[end, default: 0] += 1 }
      ties.append((pair.from, pair.to, weight))
    }
    return ties
  }
}
