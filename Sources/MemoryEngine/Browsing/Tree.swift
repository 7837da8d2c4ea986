import MemoryModel
import MemoryStore

extension MemoryEngine {
  /// What stands at `uri` and below it.
  ///
  /// - Throws: `EngineError.notFound` for a place that has never held anything; the root and the category directories are always there.
  package func tree(_ request: TreeRequest) throws -> TreeEntry {
    try store.read {
      let builder = TreeBuilder(
        store: store, request: request,
        counts: try store.leafCounts(within: request.uri, project: request.scope.filter, validAt: now), moment: now)
      guard let node = try store.node(at: request.uri) else {
        guard TreeBuilder.standingDirectories.contains(request.uri) else { throw notFound(request.uri) }
        return try builder.directory(request.uri, depth: request.depth)
      }
      return node.kind == .leaf ? TreeBuilder.entry(of: node) : try builder.directory(node.uri, depth: request.depth)
    }
  }

  /// Says what stands nearest, so that a caller with a mistyped URI need not search.
  func notFound(_ uri: MemoryURI) -> EngineError {
    var ancestor = uri.parent
    while let place = ancestor, !place.isRoot, (try? store.exists(place)) != true { ancestor = place.parent }
    let place = ancestor ?? .root
    return .notFound(uri: uri.description, hint: "See what is there with `tree` of \(place), or ask `find`.")
  }
}

/// Puts the nodes of a store into a tree, within the depth and the limit that were asked for.
struct TreeBuilder {
  let store: MemoryStore
  let request: TreeRequest
  let counts: [(directory: MemoryURI, count: Int, newest: Timestamp)]
  let moment: Timestamp

  /// These are shown when they are empty, too: a newcomer sees what goes where.
  static let standingDirectories: [MemoryURI] =
    [.root, MemoryURI(segments: ["user"]), MemoryURI(segments: ["agent"])] + Category.allCases.map(\.directory)

  static func entry(of node: MemoryNode) -> TreeEntry {
    TreeEntry(
      uri: node.uri, kind: .leaf, category: node.category, abstract: node.abstract, project: node.project,
      updatedAt: node.updatedAt, count: 1,
      children: [], omitted: 0)
  }

  func directory(_ uri: MemoryURI, depth: Int) throws -> TreeEntry {
    let below = depth > 0 ? try children(of: uri, depth: depth) : []
    let shown = Array(below.prefix(request.limit))
    let (count, newest) = total(below: uri)
    return TreeEntry(
      uri: uri, kind: .directory, category: uri.category, abstract: try abstract(of: uri, count: count), project: nil,
      updatedAt: newest, count: count, children: shown, omitted: below.count - shown.count)
  }

  private func total(below uri: MemoryURI) -> (count: Int, newest: Timestamp?) {
    let within = counts.filter { $0.directory.isWithin(uri) }
    return (within.reduce(0) { $0 + $1.count }, within.map(\.newest).max())
  }

  /// A session says what its summary says: its id tells nobody anything. Any other directory says what the worker wrote down of it, or what can be
  /// told at once; within a project nothing of another one.
  private func abstract(of uri: MemoryURI, count: Int) throws -> String {
    if uri.parent == Category.sessions.directory { return try store.node(at: uri.appending("summary"))?.abstract ?? "" }
    guard count > 0, uri != Category.sessions.directory, uri.category != .sessions else { return DirectoryDigest.purpose(of: uri) }
    if case .everything = request.scope, let written = try store.node(at: uri)?.abstract, !written.isEmpty { return written }
    return DirectoryDigest.abstract(
      of: uri,
      memories: try store.memories(in: uri, project: request.scope.filter, validAt: moment, limit: DirectoryDigest.sample),
      directories: DirectoryDigest.purpose(of: uri).isEmpty ? try store.directories(in: uri).map(\.name) : [])
  }

  /// Directories first, then memories; what happened (events, sessions) with the newest first, the rest by name.
  private func children(of uri: MemoryURI, depth: Int) throws -> [TreeEntry] {
    let nodes = try store.children(of: uri)
    let chronological = uri.category == .events || uri == Category.sessions.directory
    let sorted = chronological ? nodes.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) } : nodes
    var entries: [TreeEntry] = []
    for node in sorted where node.kind == .directory {
      let count = total(below: node.uri).count
      if count == 0, !Self.standingDirectories.contains(node.uri) { continue }
      // Beyond the limit only the number matters.
      entries.append(
        entries.count < request.limit ? try directory(node.uri, depth: depth - 1) : Self.placeholder(node.uri, count: count))
    }
    let missing = Self.standingDirectories.filter { $0.parent == uri && !uri.isWithin($0) && !entries.map(\.uri).contains($0) }
    for directory in missing { entries.append(try self.directory(directory, depth: depth - 1)) }
    if !missing.isEmpty { entries.sort { $0.uri < $1.uri } }
    return entries + sorted.filter { $0.kind == .leaf && isShown($0) }.map(Self.entry)
  }

  private func isShown(_ node: MemoryNode) -> Bool {
    guard node.retraction == nil, node.validity.contains(moment) else { return false }
    return switch request.scope {
    case .everything: true
    case .unscoped: node.project == nil
    case .project(let name): node.project == nil || node.project == name
    }
  }

  private static func placeholder(_ uri: MemoryURI, count: Int) -> TreeEntry {
    TreeEntry(
      uri: uri, kind: .directory, category: uri.category, abstract: "", project: nil, updatedAt: nil, count: count, children: [],
      omitted: 0)
  }
}
