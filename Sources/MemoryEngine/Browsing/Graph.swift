package import MemoryModel
import MemoryStore

/// What is connected with what.
package struct GraphRequest: Sendable {
  /// The memory or session in the middle; nil: the memories that are used most, and what they are tied to.
  package var uri: MemoryURI?
  package var scope: Scope = .everything
  /// The most memories, 1...1000.
  package var limit: Int = 200
  package init() {}
}

package struct GraphOutcome: Sendable {
  package struct Vertex: Sendable {
    /// A session is a vertex too, with what was learned in it around it; and so is a concept, with what is named together with it.
    package enum Kind: String, Sendable { case memory, session, concept }

    package var uri: MemoryURI
    package var kind: Kind
    package var category: Category
    package var abstract: String
    package var project: String?
    package var updatedAt: Timestamp
    package var isPinned: Bool
    /// How many edges it has here.
    package var degree = 0
  }

  package struct Edge: Sendable {
    /// Places in `vertices`.
    package var from: Int
    package var to: Int
    /// A link's kind, or `learned_in` between a memory and its session, `mentions` between a memory and an entity that it names,
    /// `names` between a memory and a concept, `named_together` between two concepts.
    package var kind: String
    package var weight: Double
  }

  package var vertices: [Vertex]
  package var edges: [Edge]
  /// Whether there was more than the limit let in.
  package var isCut: Bool

  mutating func countDegrees() {
    for place in vertices.indices { vertices[place].degree = 0 }
    for edge in edges {
      vertices[edge.from].degree += 1
      vertices[edge.to].degree += 1
    }
  }
}

extension MemoryEngine {
  /// The surroundings of a memory or a session, or of everything: what is linked, what was learned in one session, what names an entity.
  package func graph(_ request: GraphRequest) throws -> GraphOutcome {
    try store.read {
      var nodes: [MemoryNode] = []
      if let key = request.uri.flatMap(Concept.key(of:)) { return try graph(around: key, request) }
      if let uri = request.uri, !uri.isRoot {
        nodes = try surroundings(of: uri, request)
      } else {
        var filter = NodeFilter()
        filter.categories = Category.allCases.filter { $0 != .sessions }
        filter.project = request.scope.filter
        filter.validAt = now
        filter.order = .mostUsed
        filter.limit = request.limit + 1
        nodes = try store.nodes(filter)
      }
      let isCut = nodes.count > request.limit
      nodes = Array(nodes.prefix(request.limit))
      var outcome = try GraphBuilder(store: store).build(nodes, isCut: isCut)
      if request.uri?.isRoot ?? true { try addConcepts(to: &outcome, nodes, request) }
      return outcome
    }
  }

  /// By waves, the strongest links first, until the limit is reached.
  private func surroundings(of uri: MemoryURI, _ request: GraphRequest) throws -> [MemoryNode] {
    var found: [MemoryNode] = []
    var known: Set<Int64> = []
    func add(_ node: MemoryNode) {
      guard node.kind == .leaf, node.retraction == nil, known.insert(node.id).inserted else { return }
      found.append(node)
    }
    func learned(in session: String) throws {
      var filter = NodeFilter()
      filter.session = session
      filter.validAt = now
      filter.categories = Category.allCases.filter { $0 != .sessions }
      filter.limit = request.limit
      for node in try store.nodes(filter) { add(node) }
    }
    if uri.segments.first == "sessions", uri.segments.count == 2 {
      try learned(in: uri.name)
      if found.isEmpty, try !store.exists(uri) { throw notFound(uri) }
    } else {
      guard let node = try store.node(at: uri) else { throw notFound(uri) }
      guard node.kind == .leaf else {
        var filter = NodeFilter()
        filter.within = uri
        filter.validAt = now
        filter.project = request.scope.filter
        filter.order = .mostUsed
        filter.limit = request.limit + 1
        return try store.nodes(filter)
      }
      add(node)
      if let session = node.provenance.session { try learned(in: session) }
    }
    var wave = found.map(\.id)
    for _ in 0..<3 where !wave.isEmpty && found.count <= request.limit {
      let before = found.count
      for link in try store.links(touching: wave, limit: request.limit * 4) where found.count <= request.limit {
        for id in [link.from, link.to] where !known.contains(id) { if let node = try store.node(id: id) { add(node) } }
      }
      wave = found[before...].map(\.id)
    }
    return found
  }
}

/// Ties memories together.
struct GraphBuilder {
  let store: MemoryStore

  func build(_ nodes: [MemoryNode], isCut: Bool) throws -> GraphOutcome {
    var outcome = GraphOutcome(vertices: nodes.map(vertex), edges: [], isCut: isCut)
    let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.id, $0) })
    for link in try store.links(among: nodes.map(\.id), limit: nodes.count * 8) {
      guard let from = places[link.from], let to = places[link.to] else { continue }
      outcome.edges.append(GraphOutcome.Edge(from: from, to: to, kind: link.kind.rawValue, weight: link.weight))
    }
    try addSessions(of: nodes, to: &outcome)
    addMentions(in: nodes, to: &outcome)
    outcome.countDegrees()
    return outcome
  }

  private func vertex(_ node: MemoryNode) -> GraphOutcome.Vertex {
    GraphOutcome.Vertex(
      uri: node.uri, kind: .memory, category: node.category, abstract: node.abstract, project: node.project,
      updatedAt: node.updatedAt, isPinned: node.pinnedAt != nil)
  }

  private func addSessions(of nodes: [MemoryNode], to outcome: inout GraphOutcome) throws {
    var sessions: [String: Int] = [:]
    for (place, node) in nodes.enumerated() {
      guard let id = node.provenance.session else { continue }
      let directory = Category.sessions.directory.appending(Slug.session(id))
      let hub: Int
      if let known = sessions[id] {
        hub = known
      } else {
        let summary = try store.node(at: directory.appending("summary"))
        hub = outcome.vertices.count
        sessions[id] = hub
        outcome.vertices.append(
          GraphOutcome.Vertex(
            uri: directory, kind: .session, category: .sessions, abstract: summary?.abstract ?? "Session \(id)",
            project: summary?.project ?? node.project, updatedAt: summary?.updatedAt ?? node.updatedAt, isPinned: false))
      }
      outcome.edges.append(GraphOutcome.Edge(from: place, to: hub, kind: "learned_in", weight: 0.4))
    }
  }

  /// A memory that holds every word of an entity's name names it.
  private func addMentions(in nodes: [MemoryNode], to outcome: inout GraphOutcome) {
    let entities = nodes.indices.filter { nodes[$0].category == .entities }
    guard !entities.isEmpty else { return }
    let words = nodes.map { Set(Likeness.words(of: $0.overview)) }
    for entity in entities {
      let name = Set(nodes[entity].uri.name.split { $0 == "-" || $0 == "_" || $0 == "." }.map(String.init))
      // A single short word would tie everything together.
      guard name.reduce(0, { $0 + $1.count }) >= 4 else { continue }
      for place in nodes.indices where place != entity && name.isSubset(of: words[place]) {
        outcome.edges.append(GraphOutcome.Edge(from: place, to: entity, kind: "mentions", weight: 0.6))
      }
    }
  }
}
