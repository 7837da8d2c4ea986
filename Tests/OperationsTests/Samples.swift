import JSONValues
import MemoryModel

@testable import MemoryEngine
@testable import Operations

/// Values of the engine's as an answer would hold them.
enum Samples {
  static let day = Timestamp(milliseconds: 1_795_168_800_000)  // 2026-11-20T10:00:00Z

  static func node(
    _ uri: String, _ abstract: String, overview: String? = nil, content: String? = nil, project: String? = nil, tags: [String] = [],
    validity: Validity = Validity(), retraction: Retraction? = nil, supersededBy: MemoryURI? = nil, kind: MemoryNode.Kind = .leaf
  ) -> MemoryNode {
    let uri = MemoryURI(segments: uri.split(separator: "/").map(String.init))
    return MemoryNode(
      uri: uri, kind: kind, category: uri.category ?? .events, abstract: abstract, overview: overview ?? abstract,
      content: content ?? abstract,
      tags: tags, project: project, provenance: Provenance(origin: .agent, session: "s-1"), validity: validity,
      retraction: retraction,
      supersededBy: supersededBy, contentHash: "", createdAt: day, updatedAt: day)
  }

  static func found(_ node: MemoryNode, score: Double = 0.5, passage: String? = nil, parts: [ScorePart] = []) -> FoundMemory {
    FoundMemory(node: node, score: score, passage: passage, parts: parts)
  }

  static func entry(_ node: MemoryNode) -> TreeEntry { TreeBuilder.entry(of: node) }

  static func directory(_ uri: String, count: Int, children: [TreeEntry] = [], omitted: Int = 0, abstract: String = "") -> TreeEntry
  {
    let uri = MemoryURI(segments: uri.split(separator: "/").map(String.init))
    return TreeEntry(
      uri: uri, kind: .directory, category: uri.category, abstract: abstract, project: nil, updatedAt: nil, count: count,
      children: children,
      omitted: omitted)
  }

  /// The text that a tool gives for an answer of the engine.
  static func text<Tool: ToolOperation>(_ tool: Tool.Type, _ params: JSONObject, _ output: Tool.Output) throws -> String {
    var arguments = Arguments(params)
    let operation = Tool(&arguments)
    try arguments.finish()
    return operation.text(output)
  }
}
