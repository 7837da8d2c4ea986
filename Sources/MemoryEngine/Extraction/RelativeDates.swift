package import MemoryModel

/// Puts the date behind words such as "yesterday", which mean nothing any more when a memory is read.
package enum RelativeDates {
  /// `text` with the day in parentheses behind every such word, as seen on `day`: "yesterday (2026-11-20)". The words stay as they
  /// were said. English only.
  package static func absolute(in text: String, on day: CalendarDate) -> String {
    var result = ""
    var rest = text[...]
    while let word = nextWord(in: rest) {
      result += rest[..<word.range.upperBound]
      rest = rest[word.range.upperBound...]
      guard let offset = offset(of: word.text, followedBy: rest) else { continue }
      let tail = rest[..<offset.end]
      result += tail
      rest = rest[offset.end...]
      // It was dated already.
      if rest.trimmingSpace().hasPrefix("(") { continue }
      result += " (\(CalendarDate(daysSinceEpoch: day.daysSinceEpoch + offset.days).iso8601))"
    }
    return result + rest
  }

  private static func nextWord(in text: Substring) -> (text: String, range: Range<Substring.Index>)? {
    guard let start = text.firstIndex(where: \.isLetterOrNumber) else { return nil }
    let end = text[start...].firstIndex { !$0.isLetterOrNumber && $0 != "'" && $0 != "-" } ?? text.endIndex
    return (text[start..<end].lowercased(), start..<end)
  }

  /// How many days from today, and where the phrase ends that begins with `word`.
  private static func offset(of word: String, followedBy rest: Substring) -> (days: Int, end: Substring.Index)? {
    func next(_ words: [String]) -> Substring.Index? {
      var at = rest
      for expected in words {
        guard at.first == " ", let found = nextWord(in: at), found.text == expected,
          found.range.lowerBound == at.index(after: at.startIndex)
        else { return nil }
        at = at[found.range.upperBound...]
      }
      return at.startIndex
    }
    switch word {
    case "yesterday": return (-1, rest.startIndex)
    case "today", "tonight": return (0, rest.startIndex)
    case "tomorrow": return (1, rest.startIndex)
    case "this":
      for part in ["morning", "afternoon", "evening"] { if let end = next([part]) { return (0, end) } }
      return nil
    case "last": return next(["night"]).map { (-1, $0) }
    default:
      let number = numbers[word] ?? Int(word)
      guard let number, (1...60).contains(number) else { return nil }
      for (unit, days) in [("day", 1), ("days", 1), ("week", 7), ("weeks", 7)] {
        if let end = next([unit, "ago"]) { return (-number * days, end) }
      }
      return nil
    }
  }

  private static let numbers = ["a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7]
}
