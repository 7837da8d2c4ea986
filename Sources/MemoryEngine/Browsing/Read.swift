package import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// One memory, also a superseded or retracted one, or what stands in a directory. Reading a memory counts as use.
  package func read(_ request: ReadRequest) throws -> ReadOutcome {
    guard let node = try store.node(at: request.uri), node.kind == .leaf else {
      var listing = TreeRequest()
      listing.uri = request.uri
      listing.depth = 1
      return .directory(try tree(listing))
    }
    noteUse(of: [node.id])
    try? flushUse()
    return .memory(
      MemoryDetail(
        node: try store.node(id: node.id) ?? node, layer: request.layer, history: try store.revisions(of: node),
        links: try store.links(ofNode: node.id)))
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
