import JSONValues
package import MemoryEngine
package import MemoryModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The memories as a folder of notes, a file for each: front matter, and below it the content byte for byte. Obsidian opens it as a vault; links
/// between memories stand in the front matter as `[[user/preferences/editor]]`, so that they do not change what was said.
///
/// `continuity import --from=markdown` reads it again. What is no memory (what happened in sessions, revisions) is left to the JSONL export.
package struct MarkdownExport {
  private let folder: String

  /// - Parameter folder: must be missing or empty.
  package init(folder: String) throws(ImportError) {
    self.folder = folder
    if let names = ClaudeCodeBacklog.entries(of: folder) {
      guard names.isEmpty else { throw ImportError(folder, "is not empty. Name a new folder") }
    } else {
      try Self.makeFolder(folder)
    }
  }

  /// Writes the memory; other records are passed over. False for those.
  ///
  /// - Parameter links: the edges that begin at it.
  package func write(_ record: ExportedRecord, links: [Link]) throws(ImportError) -> Bool {
    guard case .memory(let node, let mergedFrom, _, _) = record else { return false }
    var path = folder
    for segment in node.uri.segments.dropLast() { path += "/" + segment }
    try Self.makeFolder(path)
    let text = Self.frontMatter(of: node, mergedFrom: mergedFrom, links: links) + node.content
    // Some file systems hold `A.md` and `a.md` to be one.
    var attempt = 1
    while true {
      let file = "\(path)/\(node.uri.name)\(attempt == 1 ? "" : "~\(attempt)").md"
      let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0, errno == EEXIST, attempt < 100 {
        attempt += 1
        continue
      }
      guard descriptor >= 0 else { throw ImportError(file, "cannot be made: \(String(cString: strerror(errno)))") }
      defer { close(descriptor) }
      try Self.write(text, to: descriptor, file)
      return true
    }
  }

  private static func frontMatter(of node: MemoryNode, mergedFrom: [String], links: [Link]) -> String {
    var lines = ["---"]
    func add(_ name: String, _ value: String?) { if let value { lines.append("\(name): \(value)") } }
    // A JSON string is a YAML string too.
    func quoted(_ text: String?) -> String? { text.map { JSONValue.string($0).text } }
    func list(_ texts: [String]) -> String? { texts.isEmpty ? nil : JSONValue.array(texts.map(JSONValue.string)).text }
    add("uri", node.uri.description)
    add("category", node.category.rawValue)
    add("l0", quoted(node.abstract))
    add("tags", list(node.tags))
    add("project", quoted(node.project))
    add("origin", node.provenance.origin.rawValue)
    add("session_id", quoted(node.provenance.session))
    if node.provenance.confidence != 1 { add("confidence", String(node.provenance.confidence)) }
    add("made_by", quoted(node.provenance.maker))
    add("created_at", node.createdAt.iso8601)
    add("updated_at", node.updatedAt.iso8601)
    add("valid_from", node.validity.from?.iso8601)
    add("valid_to", node.validity.to?.iso8601)
    add("retracted_at", node.retraction?.at.iso8601)
    add("retracted_reason", quoted(node.retraction?.reason))
    add("superseded_by", node.supersededBy?.description)
    add("pinned_at", node.pinnedAt?.iso8601)
    if node.accessCount > 0 { add("access_count", String(node.accessCount)) }
    add("last_access", node.lastAccess?.iso8601)
    add("merged_from", list(mergedFrom))
    for kind in Link.Kind.allCases {
      let targets = links.filter { $0.kind == kind }
      guard !targets.isEmpty else { continue }
      lines.append("\(kind.rawValue):")
      for link in targets { lines.append("  - \"[[\(link.to.segments.joined(separator: "/"))]]\"") }
    }
    return (lines + ["---", ""]).joined(separator: "\n")
  }

  private static func makeFolder(_ path: String) throws(ImportError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
      if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    }
    throw ImportError(path, "cannot be made: \(String(cString: strerror(errno)))")
  }

  private static func write(_ text: String, to descriptor: Int32, _ path: String) throws(ImportError) {
    var text = text
    let isWritten = text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let buffer = UnsafeBufferPointer(rebasing: rest)
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          let count = Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #else
          let count = Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
    guard isWritten else { throw ImportError(path, "cannot be written: \(String(cString: strerror(errno)))") }
  }
}
