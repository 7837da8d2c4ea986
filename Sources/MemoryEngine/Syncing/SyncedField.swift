import JSONValues
import MemoryModel
import MemoryStore

/// A part of a memory that is written as one: of two installations that wrote the same one, the last writer wins.
enum SyncedField: String, CaseIterable {
  /// The three tiers, which are made from one another, the hash of the content, and whether the name in the address is searched with them.
  case words
  case category, tags, project, provenance
  case validFrom = "valid_from"
  case validTo = "valid_to"
  case retraction
  case supersededBy = "superseded_by"
  case pinnedAt = "pinned_at"
  case mergedFrom = "merged_from"

  /// What it is in a memory. The same memory gives the same bytes everywhere: fractions are written as text.
  func value(of node: MemoryNode, mergedFrom: [String], isNamed: Bool = false) -> JSONValue {
    switch self {
    case .words:
      [
        "l0": .string(node.abstract), "l1": .string(node.overview), "l2": .string(node.content), "hash": .string(node.contentHash),
        "named": .bool(isNamed),
      ]
    case .category: .string(node.category.rawValue)
    case .tags: .array(node.tags.map(JSONValue.string))
    case .project: node.project.map(JSONValue.string) ?? .null
    case .provenance: Self.value(of: node.provenance)
    case .validFrom: .moment(node.validity.from)
    case .validTo: .moment(node.validity.to)
    case .retraction:
      node.retraction.map { ["at": .moment($0.at), "reason": $0.reason.map(JSONValue.string) ?? .null] } ?? .null
    // Which of several memories at an address is meant is for whoever knows them.
    case .supersededBy: Self.successor(node.supersededBy.map { SyncMark.reference(to: $0, identity: -1) })
    case .pinnedAt: .moment(node.pinnedAt)
    case .mergedFrom: .array(mergedFrom.map(JSONValue.string))
    }
  }

  /// Writes what another store says into a memory. False for a value that no store writes; nothing is changed then.
  func set(_ value: JSONValue, in node: inout MemoryNode, mergedFrom: inout [String]) -> Bool {
    guard !value.holdsNUL else { return false }
    switch self {
    case .words:
      guard let abstract = value["l0"]?.string, let overview = value["l1"]?.string, let content = value["l2"]?.string,
        let hash = value["hash"]?.string, content.utf8.count <= MemoryEngine.maximumContentLength
      else { return false }
      (node.abstract, node.overview, node.content, node.contentHash) = (abstract, overview, content, hash)
    case .category:
      guard let category = value.string.flatMap(Category.init(rawValue:)) else { return false }
      node.category = category
    case .tags:
      guard let tags = value.lines else { return false }
      node.tags = tags
    case .project:
      guard value.isNull || value.string != nil else { return false }
      node.project = value.string
    case .provenance:
      guard let origin = value["origin"]?.string.flatMap(Provenance.Origin.init(rawValue:)),
        let confidence = value["confidence"]?.string.flatMap(Double.init), (0...1).contains(confidence)
      else { return false }
      node.provenance = Provenance(
        origin: origin, session: value["session"]?.string, confidence: confidence, maker: value["made_by"]?.string)
    case .validFrom:
      guard value.isMoment else { return false }
      node.validity.from = value.moment
    case .validTo:
      guard value.isMoment else { return false }
      node.validity.to = value.moment
    case .retraction:
      guard value.isNull || value["at"]?.moment != nil else { return false }
      node.retraction = value["at"]?.moment.map { Retraction(at: $0, reason: value["reason"]?.string) }
    case .supersededBy:
      guard value.isNull || value["of"]?.string.map(SyncMark.isOne) == true else { return false }
      // Where that stands is for whoever knows it.
      node.supersededBy = nil
    case .pinnedAt:
      guard value.isMoment else { return false }
      node.pinnedAt = value.moment
    case .mergedFrom:
      guard let sources = value.lines else { return false }
      mergedFrom = sources
    }
    return true
  }

  private static func value(of provenance: Provenance) -> JSONValue {
    var object: JSONObject = [
      "origin": .string(provenance.origin.rawValue), "session": provenance.session.map(JSONValue.string) ?? .null,
      "confidence": .string(String(describing: provenance.confidence)),
    ]
    // Left out where there is none: what was said before this member existed keeps its bytes.
    if let maker = provenance.maker { object["made_by"] = .string(maker) }
    return .object(object)
  }

  static func successor(_ reference: String?) -> JSONValue { reference.map { ["of": .string($0)] } ?? .null }

  /// Without these a memory cannot stand anywhere yet.
  static let essential: [SyncedField] = [.words, .category, .provenance]
  /// A change of these is a change of what search looks at.
  static let searched: Set<SyncedField> = [.words, .tags, .project, .retraction]
}

extension JSONValue {
  static func moment(_ moment: Timestamp?) -> JSONValue { moment.map { .integer($0.milliseconds) } ?? .null }

  /// Nil for what no store writes: a moment that has no ISO 8601 form of four digits for its year.
  var moment: Timestamp? {
    integer.flatMap { Self.moments.contains($0) ? Timestamp(milliseconds: $0) : nil }
  }
  var isMoment: Bool { isNull || moment != nil }

  private static let moments: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

  /// Texts that the store keeps one a line.
  var lines: [String]? {
    guard let array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count && !texts.contains { $0.isEmpty || $0.utf8.contains(0x0A) } ? texts : nil
  }

  var holdsNUL: Bool {
    switch self {
    case .string(let text): text.utf8.contains(0)
    case .array(let values): values.contains(where: \.holdsNUL)
    case .object(let object): object.members.contains { $0.key.utf8.contains(0) || $0.value.holdsNUL }
    default: false
    }
  }

  /// Short, and the same for the same bytes on every machine.
  var digest: String { String(Slug.fingerprint(text), radix: 36) }
}

extension Revision {
  /// What a store said before, without its number: that follows from the others.
  var synced: JSONValue {
    [
      "cause": .string(cause.rawValue), "l0": .string(abstract), "l1": .string(overview), "l2": .string(content),
      "from": .moment(validity.from), "to": .moment(validity.to), "at": .moment(replacedAt),
      "session": session.map(JSONValue.string) ?? .null,
    ]
  }

  init?(synced value: JSONValue, uri: MemoryURI, number: Int) {
    guard !value.holdsNUL, let cause = value["cause"]?.string.flatMap(Cause.init(rawValue:)), let abstract = value["l0"]?.string,
      let overview = value["l1"]?.string, let content = value["l2"]?.string, let from = value["from"], from.isMoment,
      let to = value["to"], to.isMoment, let at = value["at"]?.moment, let session = value["session"]
    else { return nil }
    self.init(
      number: number, uri: uri, cause: cause, abstract: abstract, overview: overview, content: content,
      validity: Validity(from: from.moment, to: to.moment), replacedAt: at, session: session.string)
  }
}
