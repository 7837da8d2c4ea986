import MemoryModel
import MemoryStore

/// What a record says, without secrets and private passages.
struct ImportedText: Sendable {
  enum Refusal: String { case isPrivate = "private from end to end", isEmpty = "empty" }

  /// Why nothing can be made of it.
  var refusal: Refusal?
  var content = ""
  var title: String?
  var tags: [String] = []
  var abstract = ""
  var overview = ""
  /// Of all that it says.
  var hash = ""
  /// What was taken out of the content, and of all else.
  var redactions = 0
  var redactionsBeside = 0
}

/// Makes memories of records without looking into the store: the greater part of the work of an import, and one that another thread can do.
struct ImportDrafting: Sendable {
  let source: String
  /// Of all that is read, instead of each record's own.
  let project: String?
  let relevanceFloor: Double
  let now: Timestamp

  func text(of memory: ImportedMemory) -> ImportedText {
    let redacted = Redactor.redact(Self.storable(memory.content))
    var text = ImportedText()
    if redacted.isWhollyPrivate { text.refusal = .isPrivate }
    if text.refusal == nil, trimmed(redacted.text).isEmpty { text.refusal = .isEmpty }
    if text.refusal != nil { return text }
    func clean(_ words: String) -> String {
      let redacted = Redactor.redact(Self.storable(words))
      text.redactionsBeside += redacted.redactions
      return trimmed(redacted.text)
    }
    text.redactions = redacted.redactions
    // Cut after redaction: half of a secret would not be known as one.
    text.content = Excerpt.words(redacted.text, limit: MemoryEngine.maximumContentLength - 256)
    text.title = memory.title.map(clean).flatMap { $0.isEmpty ? nil : $0 }
    for tag in memory.tags.map(clean) where !tag.isEmpty && !text.tags.contains(tag) { text.tags.append(tag) }
    text.abstract = memory.abstract.map(clean) ?? ""
    text.overview = memory.overview.map(clean) ?? ""
    var parts = [text.content, text.title ?? "", text.abstract, text.overview]
    parts += [text.tags.joined(separator: "\n"), memory.category?.rawValue ?? ""]
    parts += [memory.retraction.map { "\($0.at.milliseconds) \($0.reason ?? "")" } ?? "", memory.supersededBy?.description ?? ""]
    parts += [memory.validity.from, memory.validity.to].map { $0.map { String($0.milliseconds) } ?? "" }
    text.hash = Fingerprint.content(parts.joined(separator: "\u{1}"))
    return text
  }

  func memory(of memory: ImportedMemory, _ text: ImportedText) -> PreparedMemory {
    let category = memory.category ?? memory.uri?.category ?? CategoryClassifier.category(of: text.content)
    let abstract =
      text.abstract.isEmpty
      ? TierWriter.abstract(of: text.content, title: text.title)
      : TextCut.fit(Self.oneLine(text.abstract), tokens: TierWriter.abstractLimit)
    let overview = text.overview.isEmpty ? TierWriter.overview(of: text.content) : text.overview
    let moment = memory.createdAt ?? now
    var validity = memory.validity
    if validity.from == nil, category == .events { validity.from = memory.createdAt }
    let uri = place(of: memory, category: category, title: text.title, abstract: abstract, date: (validity.from ?? moment).date)
    let retraction = memory.retraction.map { retraction in
      Retraction(at: retraction.at, reason: retraction.reason.map { trimmed(Redactor.redact(Self.storable($0)).text) })
    }
    let node = MemoryNode(
      uri: uri, category: category, abstract: abstract, overview: overview, content: text.content, tags: text.tags,
      // Who the user is holds everywhere, unless the source says otherwise.
      project: category == .profile && memory.category == nil ? nil : project ?? memory.project,
      provenance: Provenance(origin: .imported, session: memory.session, confidence: min(1, max(0, memory.confidence))),
      validity: validity, retraction: retraction, supersededBy: memory.supersededBy, pinnedAt: memory.pinnedAt,
      contentHash: Fingerprint.content(text.content), relevance: min(1, max(relevanceFloor, memory.relevance)),
      lastAccess: memory.lastAccess, accessCount: max(0, memory.accessCount), createdAt: moment,
      updatedAt: max(moment, memory.updatedAt ?? moment))
    let names = text.tags + (memory.uri == nil || category == .sessions ? [] : [uri.name])
    let passages =
      node.retraction == nil
      ? MemoryDraft.passages(abstract: abstract, overview: overview, content: text.content, names: names) : []
    return PreparedMemory(
      key: memory.key, hash: text.hash, node: node, passages: passages,
      indexed: passages.map { SearchText.indexed($0.text, scope: node.project) }, mergedFrom: memory.mergedFrom)
  }

  private func place(
    of memory: ImportedMemory, category: MemoryModel.Category, title: String?, abstract: String, date: CalendarDate
  ) -> MemoryURI {
    if let uri = memory.uri, uri.category == category, uri.segments.count > category.directory.segments.count { return uri }
    if category == .sessions {
      return category.directory.appending(Slug.session(memory.session ?? source)).appending(Slug.make(title ?? abstract))
    }
    return MemoryDraft.suggestedURI(title: title, abstract: abstract, category: category, date: date)
  }

  /// Text as SQLite and every reader of ours can hold it: a NUL ends a text for many of them.
  static func storable(_ text: String) -> String { text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text }

  private static func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
