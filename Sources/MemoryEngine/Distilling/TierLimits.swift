import JSONValues
import MemoryModel

/// Holds what a model wrote to the limits of the tiers: it is asked once more for what is too long; what it does not shorten, rules
/// make anew from the content. No text of a model is cut.
struct TierLimits {
  let models: ModelDesk?
  let session: String

  func hold(_ candidates: [DistilledCandidate]) -> [DistilledCandidate] {
    var candidates = candidates
    shorten(&candidates)
    for index in candidates.indices {
      if isTooLong(candidates[index].abstract, TierWriter.abstractLimit) {
        candidates[index].abstract = TierWriter.abstract(of: candidates[index].content)
      }
      if isTooLong(candidates[index].overview, TierWriter.overviewLimit) {
        candidates[index].overview = TierWriter.overview(of: candidates[index].content)
      }
    }
    return candidates
  }

  private func isTooLong(_ text: String, _ limit: Int) -> Bool { TokenEstimate.tokens(text) > limit }

  private func shorten(_ candidates: inout [DistilledCandidate]) {
    var places: [(index: Int, tier: WritableKeyPath<DistilledCandidate, String>, limit: Int)] = []
    for index in candidates.indices {
      if isTooLong(candidates[index].abstract, TierWriter.abstractLimit) {
        places.append((index, \.abstract, TierWriter.abstractLimit))
      }
      if isTooLong(candidates[index].overview, TierWriter.overviewLimit) {
        places.append((index, \.overview, TierWriter.overviewLimit))
      }
    }
    guard let models, !places.isEmpty else { return }
    let fence = Fence()
    // A word has more than a token in most languages; asked for less, a model hits the limit.
    let texts = places.enumerated().map { number, place in
      "Text \(number + 1), at most \(place.limit / 2) words:\n"
        + fence.around(candidates[place.index][keyPath: place.tier], as: "text")
    }
    guard
      case .answered(let answer, _) = models.ask(.shorter, ([fence.rule] + texts).joined(separator: "\n\n"), session: session),
      let shortened = answer["texts"]?.array?.map(\.string), shortened.count == places.count
    else { return }
    for (place, text) in zip(places, shortened) {
      guard let text = text.map({ trimmed(Redactor.redact(MaterialText.withoutInvisible($0)).text) }), !text.isEmpty,
        !isTooLong(text, place.limit), Self.addsNothing(text, to: candidates[place.index][keyPath: place.tier])
      else { continue }
      candidates[place.index][keyPath: place.tier] = text
    }
  }

  /// Whether most of what a text says is still there.
  static func keeps(_ text: String, of longer: String) -> Bool {
    let (words, known) = (OwnWords([text]).content, OwnWords([longer]).content)
    return Double(known.intersection(words).count) >= 0.6 * Double(known.count)
  }

  /// Whoever shortens says nothing new: most words were there, and all names.
  static func addsNothing(_ text: String, to longer: String) -> Bool {
    let (words, known) = (OwnWords([text]), OwnWords([longer]))
    guard !Directives.addressModel(text) else { return false }
    let names = OwnWords.names(in: text).flatMap(OwnWords.words)
    return Double(words.content.intersection(known.content).count) >= 0.6 * Double(words.content.count)
      && names.allSatisfy { known.sequence.contains($0) }
  }
}
