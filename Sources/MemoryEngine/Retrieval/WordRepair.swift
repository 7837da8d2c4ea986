import MemoryStore

/// Finds something for the words of a question that stand nowhere: beginnings of words ("config"), then words with one slip ("retreival").
struct WordRepair {
  let store: MemoryStore
  let scope: PassageScope

  /// More unknown words than this are a foreign text, not slips.
  private static let mostRepairs = 4
  private static let fewHits = 10
  /// Shorter words are near to everything.
  private static let shortestPrefix = 4
  private static let shortestSlip = 5

  /// The hits of `terms`; where a term stands nowhere, those of what was probably meant by it.
  func hits(for terms: [SearchTerm]) throws -> PassageHits {
    var found = try store.passageHits(for: terms, in: scope)
    let unknown = terms.indices.filter { index in
      terms[index].kind == .word && index < found.frequencies.count && found.frequencies[index] == 0
        && terms[index].text.utf8.count >= Self.shortestPrefix
    }
    // A word that was never said is rarely a slip where the others are known: their answers are better without guesses.
    guard !unknown.isEmpty, unknown.count <= Self.mostRepairs, 2 * unknown.count >= terms.count || found.hits.count < Self.fewHits
    else {
      return found
    }
    var repairs = unknown.map { SearchTerm(text: terms[$0].text, kind: .prefix, place: $0) }
    var repaired = try store.passageHits(for: repairs, in: scope)
    for (number, index) in unknown.enumerated() where repaired.frequencies[number] == 0 {
      guard let meant = try wordNear(terms[index].text) else { continue }
      repairs[number] = SearchTerm(text: meant, place: index)
    }
    if repairs.contains(where: { $0.kind == .word }) { repaired = try store.passageHits(for: repairs, in: scope) }
    found.merge(repaired, places: unknown)
    return found
  }

  /// A word of the index one slip away: a letter too many, too few, wrong, or two changed over.
  private func wordNear(_ word: String) throws -> String? {
    let letters = Array(word.utf8)
    guard letters.count >= Self.shortestSlip, letters.allSatisfy({ $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }) else {
      return nil
    }
    // Hardly anybody errs in the first two letters.
    let candidates = try store.indexedWords(beginningWith: String(word.prefix(2)), limit: 2000)
    // The index holds stems: what is asked may have an ending more, up to the `ication` of `authentication`.
    return candidates.filter { candidate in
      let stem = Array(candidate.utf8)
      guard stem.count >= Self.shortestSlip - 1, letters.count - stem.count <= (stem.count > 5 ? 8 : 4) else { return false }
      return (max(1, stem.count - 1)...(stem.count + 1)).contains { Self.isOneSlip(stem, letters.prefix($0)) }
    }.min { abs($0.utf8.count - letters.count) < abs($1.utf8.count - letters.count) }
  }

  /// Damerau and Levenshtein's distance is at most one.
  static func isOneSlip(_ one: [UInt8], _ other: ArraySlice<UInt8>) -> Bool {
    let other = Array(other)
    guard abs(one.count - other.count) <= 1 else { return false }
    var first = 0
    while first < min(one.count, other.count), one[first] == other[first] { first += 1 }
    if first == max(one.count, other.count) { return true }
    func agree(_ left: Int, _ right: Int) -> Bool { one.dropFirst(left).elementsEqual(other.dropFirst(right)) }
    if one.count == other.count {
      let isSwap =
        first + 1 < one.count && one[first] == other[first + 1] && one[first + 1] == other[first] && agree(first + 2, first + 2)
      return isSwap || agree(first + 1, first + 1)
    }
    return one.count > other.count ? agree(first + 1, first) : agree(first, first + 1)
  }
}

extension PassageHits {
  /// Takes in hits of other terms: term *n* of `other` stands for term `places[n]` here.
  mutating func merge(_ other: PassageHits, places: [Int]) {
    guard !other.hits.isEmpty else { return }
    func moved(_ mask: UInt64) -> UInt64 {
      var result: UInt64 = 0
      forEachBit(mask) { result |= 1 << UInt64(places[$0]) }
      return result
    }
    for (index, place) in places.enumerated() { frequencies[place] += other.frequencies[index] }
    passageCount = max(passageCount, other.passageCount)
    var merged: [PassageHit] = []
    merged.reserveCapacity(hits.count + other.hits.count)
    var rest = other.hits[...]
    for hit in hits {
      while let next = rest.first, next.id < hit.id {
        merged.append(PassageHit(id: next.id, present: moved(next.present), repeated: moved(next.repeated)))
        rest = rest.dropFirst()
      }
      guard let same = rest.first, same.id == hit.id else {
        merged.append(hit)
        continue
      }
      merged.append(
        PassageHit(
          id: hit.id, present: hit.present | moved(same.present), repeated: hit.repeated | moved(same.repeated),
          adjacent: hit.adjacent))
      rest = rest.dropFirst()
    }
    merged += rest.map { PassageHit(id: $0.id, present: moved($0.present), repeated: moved($0.repeated)) }
    hits = merged
  }
}
