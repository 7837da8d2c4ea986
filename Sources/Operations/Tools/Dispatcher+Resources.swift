package import JSONRPC
import MemoryEngine
import MemoryModel

extension Dispatcher {
  /// A memory or directory as markdown, whole. Throws `.invalidParams` for what is no memory URI, `.notFound` where nothing stands.
  package func readResource(_ uri: String) throws(RPCError) -> String {
    do {
      let request = ReadRequest(uri: try MemoryURI(parsing: uri))
      return try context.engine.read(request).markdown
    } catch {
      throw RPCError(translating: error)
    }
  }

  /// URIs that begin with `prefix`, in order; none when there are none or the store cannot be used: completion only helps.
  package func completeURI(prefix: String, limit: Int) -> [String] {
    guard limit > 0 else { return [] }
    return ((try? context.engine.uris(withPrefix: prefix, limit: limit)) ?? []).prefix(limit).map(\.description)
  }
}

extension ReadOutcome {
  /// What is known about it as a list, then the content as it is; a directory lists what stands in it.
  fileprivate var markdown: String {
    var lines = ["# \(node.uri)", ""]
    if node.kind == .leaf {
      lines.append("- category: \(node.category.rawValue)")
      if let project = node.project { lines.append("- project: \(project.folded(limit: 200))") }
      lines.append("- origin: \(node.provenance.origin.rawValue)")
      lines.append("- created: \(node.createdAt.iso8601)")
      lines.append("- updated: \(node.updatedAt.iso8601)")
      if let from = node.validity.from { lines.append("- true from: \(from.iso8601)") }
    }
    if let until = node.validity.to { lines.append("- true until: \(until.iso8601)") }
    if let retraction = node.retraction {
      lines.append("- retracted: \(retraction.at.iso8601)" + (retraction.reason.map { " (\($0.folded(limit: 500)))" } ?? ""))
    }
    if let successor = node.supersededBy { lines.append("- replaced by: \(successor)") }
    if lines.count > 2 { lines.append("") }
    if node.kind == .leaf {
      lines.append(node.content)
    } else {
      let overview = node.content.isEmpty ? node.overview : node.content
      if !overview.isEmpty { lines += [overview, ""] }
      lines += children.map { $0.listed(limit: 1_000) }
    }
    return lines.joined(separator: "\n") + (lines.last?.hasSuffix("\n") == true ? "" : "\n")
  }
}
