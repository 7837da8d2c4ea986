import MemoryModel
import MemoryStore

/// A memory on its way into the store: checked, redacted, with its tiers, its name and its passages.
struct MemoryDraft {
  var content: String
  var category: Category
  /// False when the rules chose the category: then the same content in another category is the same memory.
  var isCategoryGiven: Bool
  var uri: MemoryURI?
  var suggestedURI: MemoryURI
  var title: String?
  var abstract: String
  var overview: String
  var tags: [String]
  var project: String?
  var provenance: Provenance
  var supersedes: MemoryURI?
  var validFrom: Timestamp?
  /// When it is written down.
  var moment: Timestamp
  /// When it was said: not after `moment`, and long before it where an old session is read.
  var saidAt: Timestamp
  var redactions: Int
  var contentHash: String
  var fingerprint: String

  init(_ request: RememberRequest, at moment: Timestamp) throws {
    try Self.check(request.content)
    let redacted = Redactor.redact(request.content)
    guard !redacted.isWhollyPrivate, !trimmed(redacted.text).isEmpty else {
      throw EngineError.invalid(parameter: "content", reason: "it is private from end to end; nothing was stored")
    }
    title = request.title.map { Redactor.redact($0).text }
    content = redacted.text
    redactions = redacted.secrets + redacted.privateSpans
    category = try Self.category(of: request, content: content)
    isCategoryGiven = request.category != nil || request.uri != nil
    uri = request.uri
    abstract = request.abstract.map { Redactor.redact($0).text } ?? TierWriter.abstract(of: content, title: title)
    overview = request.overview.map { Redactor.redact($0).text } ?? TierWriter.overview(of: content)
    tags = request.tags.map { Redactor.redact($0).text }
    project = request.project
    provenance = Provenance(
      origin: request.origin, session: request.session, confidence: request.confidence, maker: request.maker)
    supersedes = request.supersedes
    validFrom = request.validFrom
    (self.moment, saidAt) = (moment, moment)
    contentHash = Fingerprint.content(content)
    fingerprint = Fingerprint.words(content)
    suggestedURI = Self.suggestedURI(title: title, abstract: abstract, category: category, date: (validFrom ?? moment).date)
  }

  /// A memory that stands, to be compared with another one.
  init(standing node: MemoryNode, at moment: Timestamp) {
    (content, abstract, overview, tags, project) = (node.content, node.abstract, node.overview, node.tags, node.project)
    (category, isCategoryGiven, suggestedURI, provenance) = (node.category, true, node.uri, node.provenance)
    (contentHash, fingerprint, redactions) = (node.contentHash, Fingerprint.words(node.content), 0)
    (self.moment, saidAt) = (moment, min(node.beginning, moment))
  }

  private static func check(_ content: String) throws {
    guard !trimmed(content).isEmpty else { throw EngineError.invalid(parameter: "content", reason: "it is empty") }
    let length = content.utf8.count
    guard length <= MemoryEngine.maximumContentLength else {
      throw EngineError.invalid(
        parameter: "content",
        reason:
          "it has \(length) bytes; the limit is \(MemoryEngine.maximumContentLength). Nothing was stored: split it, or remember what matters of it"
      )
    }
    guard !content.utf8.contains(0) else {
      throw EngineError.invalid(
        parameter: "content", reason: "it holds a NUL character (U+0000), which cannot be stored. Remove it")
    }
  }

  private static func category(of request: RememberRequest, content: String) throws -> Category {
    guard let uri = request.uri else { return request.category ?? CategoryClassifier.category(of: content) }
    guard let implied = uri.category, uri.segments.count > implied.directory.segments.count else {
      throw EngineError.invalid(
        parameter: "uri",
        reason: "a memory cannot stand at \(uri): it stands below a category, e.g. \(Category.preferences.directory)/editor")
    }
    guard request.category == nil || request.category == implied else {
      throw EngineError.invalid(
        parameter: "uri", reason: "\(uri) is a place for \(implied.rawValue), but `category` is \(request.category?.rawValue ?? "")"
      )
    }
    return implied
  }

  /// Events carry their day, so that the tree reads as a calendar.
  static func suggestedURI(title: String?, abstract: String, category: Category, date: CalendarDate) -> MemoryURI {
    let slug = Slug.make(title ?? abstract)
    return category.directory.appending(category == .events ? "\(date.iso8601)-\(slug)" : slug)
  }

  /// When it begins to be true, as far as is known.
  var beginning: Timestamp { validFrom ?? saidAt }

  /// It is as old as its words, not as the reading of the session. An event also begins to be true then.
  mutating func said(at said: Timestamp?) {
    guard let said else { return }
    saidAt = min(said, moment)
    guard category == .events else { return }
    validFrom = saidAt
    suggestedURI = Self.suggestedURI(title: title, abstract: abstract, category: category, date: saidAt.date)
  }

  /// Who the user is does not depend on where they work; anything else does, a preference too unless it says that it holds everywhere. The
  /// predecessors' users saw one project's preferences in another.
  var holdsEverywhere: Bool { category == .profile || category == .preferences && UserText.speaksOfAllProjects(content) }

  /// Puts a memory that names no project where it belongs.
  mutating func place(in project: String?) { self.project = holdsEverywhere ? nil : project }

  var passages: [Passage] {
    Self.passages(abstract: abstract, overview: overview, content: content, names: tags + (uri.map { [$0.name] } ?? []))
  }

  /// What is looked for beside the content: of the abstract and the names those that do not stand in it.
  static func heading(abstract: String, names: [String], content: String) -> String {
    ([abstract] + names).filter { !content.holds($0) }.joined(separator: " · ")
  }

  /// The searchable pieces; a text that stands in another one is not searched twice.
  ///
  /// - Parameter names: what it was called by whoever remembered it; found like its words.
  static func passages(abstract: String, overview: String, content: String, names: [String] = []) -> [Passage] {
    let chunks = Chunker.passages(of: content)
    var passages: [Passage] = []
    let heading = heading(abstract: abstract, names: names, content: content)
    if !heading.isEmpty { passages.append(Passage(tier: .l0, ordinal: 0, text: heading)) }
    if overview != content, chunks.count > 1 {
      passages += Chunker.passages(of: overview).enumerated().map {
        Passage(tier: .l1, ordinal: $0.offset, text: String($0.element))
      }
    }
    passages += chunks.enumerated().map { Passage(tier: .l2, ordinal: $0.offset, text: String($0.element)) }
    return passages
  }

  func node(at uri: MemoryURI) -> MemoryNode {
    MemoryNode(
      uri: uri, category: category, abstract: abstract, overview: overview, content: content, tags: tags, project: project,
      provenance: provenance, validity: Validity(from: validFrom), contentHash: contentHash, createdAt: saidAt, updatedAt: moment)
  }

  /// A standing memory that says `content` now; it keeps its place, its beginning and its pin.
  func replacingContent(_ content: String, of standing: MemoryNode) -> MemoryNode {
    var node = standing
    node.content = content
    node.abstract = content == self.content ? abstract : TierWriter.abstract(of: content, title: nil)
    node.overview = content == self.content ? overview : TierWriter.overview(of: content)
    node.tags = standing.tags + tags.filter { !standing.tags.contains($0) }
    node.provenance = provenance
    node.contentHash = Fingerprint.content(content)
    node.updatedAt = standing.changed(at: moment)
    return node
  }
}

extension String {
  /// Whether the bytes of `part` stand somewhere in this text. Thirty times as fast as `contains`, which compares by Unicode's rules.
  func holds(_ part: String) -> Bool {
    var (text, part) = (self, part)
    return text.withUTF8 { bytes in
      part.withUTF8 { wanted in
        guard let first = wanted.first else { return true }
        var start = 0
        while start + wanted.count <= bytes.count {
          if bytes[start] == first, UnsafeBufferPointer(rebasing: bytes[start..<start + wanted.count]).elementsEqual(wanted) {
            return true
          }
          start += 1
        }
        return false
      }
    }
  }
}
