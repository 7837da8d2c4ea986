import JSONValues
import MemoryModel

/// An L0 and an L1 that a model made, within their limits.
struct TierAnswer {
  var abstract: String
  var overview: String
  var maker: String

  enum Outcome {
    case made(TierAnswer)
    case waits(until: Timestamp, reason: String)
    /// None is there, it failed, or it cannot keep to the limits: what the rules made stays.
    case none
  }

  /// The model is asked again, with what is wrong, where a tier is too long or no line; nothing is cut.
  static func ask(_ desk: ModelDesk?, _ prompt: ModelPrompt, _ question: String, session: String? = nil) -> Outcome {
    guard let desk else { return .none }
    var text = question
    for _ in 0..<mostQuestions {
      switch desk.ask(prompt, text, session: session) {
      case .unanswered: return .none
      case .waits(let until, let reason): return .waits(until: until, reason: reason)
      case .answered(let value, let maker):
        let abstract = trimmed(Redactor.redact(MaterialText.harmless(value["l0"]?.string ?? "")).text)
        let overview = trimmed(Redactor.redact(MaterialText.harmless(value["l1"]?.string ?? "")).text)
        let complaints = complaints(abstract, overview)
        guard !complaints.isEmpty else { return .made(TierAnswer(abstract: abstract, overview: overview, maker: maker)) }
        text =
          question + "\n\nYou answered this before, and it cannot stand: " + complaints.joined(separator: " ")
          + " Say it in fewer words, whole."
      }
    }
    return .none
  }

  static func complaints(_ abstract: String, _ overview: String) -> [String] {
    var complaints: [String] = []
    if abstract.isEmpty { complaints.append("l0 is empty.") }
    if abstract.contains(where: \.isNewline) { complaints.append("l0 has several lines.") }
    if overview.isEmpty { complaints.append("l1 is empty.") }
    for (name, text, limit) in [("l0", abstract, TierWriter.abstractLimit), ("l1", overview, TierWriter.overviewLimit)] {
      let tokens = TokenEstimate.tokens(text)
      if tokens > limit { complaints.append("\(name) has \(tokens) tokens; the limit is \(limit).") }
    }
    return complaints
  }

  private static let mostQuestions = 3
}
