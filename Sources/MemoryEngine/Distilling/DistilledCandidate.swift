import JSONValues
import MemoryModel
import Transcripts

/// A memory that a model suggests, after our own checks of it.
struct DistilledCandidate: Hashable, Sendable {
  var category: Category
  var name: String
  var abstract: String
  var overview: String
  var content: String
  var confidence: Double
  /// The turn that shows it, from 1.
  var turnNumber: Int
  /// When it was said.
  var at: Timestamp
  var maker: String

  /// What of an answer holds, in its order.
  static func accepted(in answer: JSONValue, part: SessionPart, maker: String) -> [DistilledCandidate] {
    let grounding = Grounding(part)
    return (answer["memories"]?.array ?? []).compactMap { DistilledCandidate($0, grounding, maker: maker) }
  }

  private init?(_ value: JSONValue, _ grounding: Grounding, maker: String) {
    guard let category = value["category"]?.string.flatMap(Category.init(rawValue:)), category != .sessions,
      let abstract = Self.text(value["l0"]), !abstract.isEmpty,
      let ground = grounding.ground(for: abstract, category, evidence: value["evidence"]?.array?.compactMap(\.string) ?? [])
    else { return nil }
    let day = ground.at.date
    self.category = category
    self.abstract = RelativeDates.absolute(in: abstract.split(whereSeparator: \.isNewline).joined(separator: " "), on: day)
    /// A longer text that says what nobody said is left out whole: the abstract stands for it.
    func tier(_ name: String) -> String? {
      guard let text = Self.text(value[name]), !text.isEmpty, grounding.bearsOut(text, category, on: ground) else { return nil }
      return RelativeDates.absolute(in: text, on: day)
    }
    content = tier("l2") ?? self.abstract
    overview = tier("l1") ?? content
    let hint = Self.text(value["uri_hint"]) ?? ""
    name = grounding.isHarmless(hint.replacingAll("-", with: " "), category, on: ground) ? Slug.make(hint) : ""
    confidence = min(max(value["confidence"]?.double ?? 0, 0), ground.trust)
    turnNumber = ground.turnNumber
    at = ground.at
    self.maker = maker
  }

  /// Nil where a secret or a private passage stood or stands, which a model may have put together again: what is left tells nothing.
  private static func text(_ value: JSONValue?) -> String? {
    guard let text = value?.string.map(MaterialText.withoutInvisible) else { return nil }
    let redacted = Redactor.redact(text)
    guard redacted.secrets == 0, redacted.privateSpans == 0, !text.contains("[redacted:"), !text.contains(Redactor.privateMarker)
    else { return nil }
    return trimmed(text)
  }

  // MARK: While it waits in the store

  var json: JSONValue {
    [
      "category": .string(category.rawValue), "name": .string(name), "l0": .string(abstract), "l1": .string(overview),
      "l2": .string(content), "confidence": .number(confidence), "turn": .integer(Int64(turnNumber)),
      "at": .integer(at.milliseconds), "maker": .string(maker),
    ]
  }

  private init?(waiting value: JSONValue) {
    guard let category = value["category"]?.string.flatMap(Category.init(rawValue:)), let name = value["name"]?.string,
      let abstract = value["l0"]?.string, let overview = value["l1"]?.string, let content = value["l2"]?.string,
      let confidence = value["confidence"]?.double, let turn = value["turn"]?.integer, let at = value["at"]?.integer,
      let maker = value["maker"]?.string
    else { return nil }
    (self.category, self.name, self.abstract, self.overview, self.content) = (category, name, abstract, overview, content)
    (self.confidence, turnNumber, self.at, self.maker) = (confidence, Int(turn), Timestamp(milliseconds: at), maker)
  }

  static func list(_ text: String?) -> [DistilledCandidate] {
    guard let text, let value = try? JSONValue(parsing: text) else { return [] }
    return value.array?.compactMap(DistilledCandidate.init(waiting:)) ?? []
  }
}
