import JSONRPC
import JSONValues
import Operations

/// Memories as resources: every `mem://` URI can be read; a bounded number of them is listed.
extension MCPServer {
  /// Resources on one page of the list.
  private static let pageLength = 100
  /// Memories listed of one directory: a list of everything would be no help to anyone, and the tools find what is not in it.
  private static let listedPerDirectory: Int64 = 200

  func listResources(_ params: JSONObject) throws(RPCError) -> MCPResult {
    let cursor = try params.cursor().map { cursor throws(RPCError) in try Self.uri(inCursor: cursor) }
    var all = ResourceEntry.directories
    for branch in ["mem://user", "mem://agent"] {
      all += try memories(below: branch)
    }
    // A cursor is the URI after which the next page begins, so that what is written meanwhile moves nothing.
    all.sort { $0.uri < $1.uri }
    let rest = cursor.map { cursor in all.drop { $0.uri <= cursor } } ?? all[...]
    let page = rest.prefix(Self.pageLength)
    var members: JSONObject = ["resources": .array(page.map(\.json))]
    if page.count < rest.count, let last = page.last { members["nextCursor"] = .string(Self.cursorPrefix + last.uri) }
    return MCPResult(members, .ofStore)
  }

  private static let cursorPrefix = "after:"

  private static func uri(inCursor cursor: String) throws(RPCError) -> String {
    let uri = cursor.dropFirst(cursorPrefix.count)
    guard cursor.hasPrefix(cursorPrefix), uri.hasPrefix("mem://") else { throw .unknownCursor(cursor) }
    return String(uri)
  }

  private func memories(below uri: String) throws(RPCError) -> [ResourceEntry] {
    let params: JSONObject = ["uri": .string(uri), "depth": 3, "limit": .integer(Self.listedPerDirectory), "all_projects": true]
    switch dispatcher.answer("memory/tree", params) {
    case .success(let tree): return ResourceEntry.leaves(of: tree)
    case .failure(let error) where error.code == .notFound: return []
    case .failure(let error): throw error
    }
  }

  func listResourceTemplates(_ params: JSONObject) throws(RPCError) -> MCPResult {
    try refuseCursor(params)
    let template: JSONValue = [
      "uriTemplate": .string(Self.template), "name": "memory", "title": "Memory or directory",
      "description": """
      Any place in the memory tree: user/profile, user/preferences, user/entities, user/events, agent/patterns, agent/cases, \
      sessions/<id>, and what stands below.
      """,
      "mimeType": "text/markdown",
    ]
    return MCPResult(["resourceTemplates": [template]], .ofProgram)
  }

  /// RFC 6570 §3.2.3: the slashes of a path are kept.
  static let template = "mem://{+path}"
  /// The name of the template's variable, which completion completes.
  static let templateVariable = "path"

  func readResource(_ params: JSONObject, _ era: Era) throws(RPCError) -> MCPResult {
    let uri = try params.requiredString("uri")
    let text: String
    do throws(RPCError) {
      text = try dispatcher.readResource(uri)
    } catch {
      guard error.code == .notFound || error.code == .invalidParams else { throw error }
      throw RPCError(era == .modern ? .invalidParams : .resourceNotFound, error.message, data: ["uri": .string(uri)])
    }
    let content: JSONValue = ["uri": .string(uri), "mimeType": "text/markdown", "text": .string(text)]
    return MCPResult(["contents": [content]], .ofStore)
  }
}
