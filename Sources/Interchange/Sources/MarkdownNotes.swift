import JSONValues
package import MemoryEngine
import MemoryModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of notes, such as an Obsidian vault or what `continuity export --format=markdown` wrote: a memory for each file, by its front matter.
///
/// Links between notes (`[[Other note]]`, `[words](other.md)`) become links between the memories.
package enum MarkdownNotes: ImportSource {
  package static let name = "markdown"
  package static let summary = "a folder of notes with front matter, such as a vault"

  /// A note is read whole.
  private static let maximumLength = 4 << 20

  package static func usualPath(_ user: UserFolders) -> String? { nil }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    var information = stat()
    guard stat(path, &information) == 0 else { throw ImportError(path, "cannot be read: \(String(cString: strerror(errno)))") }
    guard information.st_mode & S_IFMT == S_IFDIR else { return try read(notes: [path], below: "", project: nil, into: run) }
    let notes = files(below: path)
    guard !notes.isEmpty else { throw ImportError(path, "holds no Markdown file (.md)") }
    try read(notes: notes, below: path, project: nil, into: run)
  }

  /// The notes that Claude Code wrote for a project; its `MEMORY.md` only lists the others.
  static func read(folder: String, project: String?, into run: ImportRun) throws {
    try read(notes: files(below: folder).filter { !$0.hasSuffix("/MEMORY.md") }, below: folder, project: project, into: run)
  }

  private static func read(notes: [String], below folder: String, project: String?, into run: ImportRun) throws {
    // A note is linked by its path in the folder, or by its name alone.
    var places: [String: String] = [:]
    for note in notes.reversed() {
      places[nameOfNote(note).lowercased()] = note
      places[withoutSuffix(note.dropFirst(folder.count + 1)).lowercased()] = note
    }
    var links: [(from: String, to: String, kind: Link.Kind)] = []
    for path in notes {
      let text: String
      do throws(ImportError) {
        text = try contents(of: path)
      } catch {
        run.fail(path, error.reason)
        continue
      }
      let note = FrontMatter(text)
      try run.take(.memory(memory(path, note, project: project)))
      for kind in Link.Kind.allCases {
        let words = note.list(kind.rawValue).joined(separator: "\n") + (kind == .coMention ? "\n" + note.body : "")
        for target in MarkdownLinks.targets(in: words) {
          let place = withoutSuffix(target).lowercased()
          guard let other = places[place] ?? places[nameOfNote(place)], other != path else { continue }
          links.append((path, other, kind))
        }
      }
    }
    for (from, to, kind) in links {
      var link = ImportedLink(from: "note/" + from, to: "note/" + to)
      link.kind = kind
      try run.take(.link(link))
    }
  }

  private static func memory(_ path: String, _ note: FrontMatter, project: String?) -> ImportedMemory {
    var memory = ImportedMemory(key: "note/" + path, content: note.body)
    memory.uri = note.text("uri").flatMap { try? MemoryURI(parsing: $0) }
    memory.category = category(note.text("category", "type", "kind")) ?? memory.uri?.category
    memory.title = note.text("title", "name") ?? (memory.uri == nil ? heading(of: note.body) ?? nameOfNote(path) : nil)
    memory.abstract = note.text("l0", "description", "summary")
    memory.tags = note.list("tags", "keywords")
    memory.project = note.text("project") ?? project
    memory.session = note.text("session_id")
    var information = stat()
    let written = stat(path, &information) == 0 ? SourceFields.moment(.integer(Int64(information.modificationTime))) : nil
    memory.createdAt = note.moment("created_at", "created", "date") ?? written
    memory.updatedAt = note.moment("updated_at", "updated", "modified") ?? written
    memory.validity = Validity(from: note.moment("valid_from"), to: note.moment("valid_to"))
    memory.retraction = note.moment("retracted_at").map { Retraction(at: $0, reason: note.text("retracted_reason")) }
    memory.supersededBy = note.text("superseded_by").flatMap { try? MemoryURI(parsing: $0) }
    memory.pinnedAt = note.moment("pinned_at")
    memory.accessCount = note.text("access_count").flatMap(Int.init) ?? 0
    memory.lastAccess = note.moment("last_access")
    memory.confidence = note.text("confidence").flatMap(Double.init) ?? 1
    return memory
  }

  /// Our categories, and the kinds of notes that Claude Code writes.
  private static func category(_ name: String?) -> MemoryModel.Category? {
    switch name?.lowercased() {
    case nil: nil
    case "user": .profile
    case "feedback", "preference": .preferences
    case "project", "reference", "entity", "person": .entities
    case "decision", "event", "log", "journal": .events
    case "pattern", "convention", "howto": .patterns
    case "case", "problem", "bugfix": .cases
    case let other?:
      MemoryModel.Category(rawValue: other).flatMap { $0 == .sessions ? nil : $0 } ?? (other == "sessions" ? .sessions : nil)
    }
  }

  private static func heading(of body: String) -> String? {
    guard let line = body.split(separator: "\n").first, line.hasPrefix("# ") else { return nil }
    return line.dropFirst(2).trimmed
  }

  private static func nameOfNote(_ path: String) -> String { withoutSuffix(path.split(separator: "/").last ?? "") }

  private static func withoutSuffix(_ path: some StringProtocol) -> String {
    String(path.hasSuffix(".md") ? path.dropLast(3) : path[...])
  }

  private static func contents(of path: String) throws(ImportError) -> String {
    let source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    while case let block = try source.next(), !block.isEmpty {
      bytes.append(contentsOf: block)
      guard bytes.count <= maximumLength else { throw ImportError(path, "is longer than \(maximumLength) bytes, which is no note") }
    }
    return String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
  }

  /// In the order of their names; hidden folders and those of programs are left out.
  private static func files(below folder: String, depth: Int = 0) -> [String] {
    guard depth < 32, let names = ClaudeCodeBacklog.entries(of: folder) else { return [] }
    return names.flatMap { name -> [String] in
      let path = folder + "/" + name
      if name.hasSuffix(".md") { return [path] }
      return name == "node_modules" || isLink(path) ? [] : files(below: path, depth: depth + 1)
    }
  }

  private static func isLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) != 0 || information.st_mode & S_IFMT == S_IFLNK
  }
}

extension stat {
  /// Seconds since 1970.
  fileprivate var modificationTime: Int {
    #if canImport(Darwin)
      st_mtimespec.tv_sec
    #else
      st_mtim.tv_sec
    #endif
  }
}
