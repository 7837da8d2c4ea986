package import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// One memory, also a superseded or retracted one, or what stands in a directory. Reading a memory counts as use.
  package func read(_ request: ReadRequest) throws -> ReadOutcome {
    guard let node = try store.node(at: request.uri), node.kind == .leaf else { return try directory(request) }
    if request.countsAsUse {
      noteUse(of: [node.id])
      try? flushUse()
    }
    return ReadOutcome(
      node: try store.node(id: node.id) ?? node, layer: request.layer, history: try store.revisions(of: node),
      links: try store.links(ofNode: node.id), children: [])
  }

  private func directory(_ request: ReadRequest) throws -> ReadOutcome {
    var listing = TreeRequest()
    listing.uri = request.uri
    listing.depth = 1
    let entry = try tree(listing)
    let node =
      try store.node(at: request.uri)
      ?? MemoryNode(
        uri: request.uri, kind: .directory, category: request.uri.category ?? .events, abstract: "", overview: "", content: "",
        project: nil,
        provenance: Provenance(origin: .agent), contentHash: "", createdAt: now, updatedAt: now)
    return ReadOutcome(node: node, layer: request.layer, history: [], links: [], children: entry.children)
  }

  package func links(of uri: MemoryURI) throws -> LinksOutcome {
    guard let node = try store.node(at: uri) else { throw notFound(uri) }
    return LinksOutcome(uri: uri, links: try store.links(ofNode: node.id))
  }

  package func history(of uri: MemoryURI) throws -> HistoryOutcome {
    guard let node = try store.node(at: uri) else { throw notFound(uri) }
    return HistoryOutcome(node: node, revisions: try store.revisions(of: node))
  }

  /// URIs that begin with `prefix`, for completion, in order.
  package func uris(withPrefix prefix: String, limit: Int) throws -> [MemoryURI] {
    try store.uris(withPrefix: prefix, limit: limit)
  }
}
