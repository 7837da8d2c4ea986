import MemoryModel

/// "next: …", "TODO after lunch: …", "remind me to …", "later: …": something that is to be done, but not now.
///
/// Only at the beginning of a sentence, where it is said to the reader. What is said to be done is something to do again for every
/// time ("remind me to always …") is a rule and no intention.
enum IntentionPhrases {
  static func match(_ clause: Clause) -> SignalDetector.Match? {
    // "Can you remind me to …?" asks for it.
    guard let (phrase, end) = opening(clause), !clause.sentence.isQuestion || phrase.hasPrefix("remind") else { return nil }
    guard !clause.words.contains(where: { generalisers.contains($0) }) else { return nil }
    let list = clause.sentence.endsWithColon ? clause.introduced : []
    guard list.isEmpty ? clause.contentWords(from: end).count >= 2 : true, !(clause.sentence.endsWithColon && list.isEmpty) else {
      return nil
    }
    var match = SignalDetector.Match(
      category: .events, phrase: phrase, text: clause.textWithList(list), confidence: 0.8, sentences: [clause.index] + list)
    match.isIntention = true
    return match
  }

  /// What somebody says that they have done: the words of it. Nil for any other sentence.
  static func completion(_ clause: Clause) -> [String]? {
    guard !clause.sentence.isQuestion else { return nil }
    let start = clause.words.firstIndex { !Clause.softeners.contains($0) } ?? 0
    for words in completions where clause.has(words, at: start) {
      let rest = clause.contentWords(from: start + words.count)
      return rest.isEmpty ? nil : rest
    }
    return nil
  }

  private static func opening(_ clause: Clause) -> (phrase: String, end: Int)? {
    let words = clause.words
    for place in words.indices.prefix(8)
    where clause.opensSentence(place, after: ["can", "could", "would", "will", "you", "please"]) {
      if let words = reminders.first(where: { clause.has($0, at: place) }) {
        return (words.joined(separator: " "), place + words.count)
      }
      guard place == 0 || !["can", "could", "would", "will", "you"].contains(clause.word(place - 1)) else { continue }
      guard let marker = markers.first(where: { clause.has($0, at: place) }) else { continue }
      // "TODO after lunch: …", "later today: …": a few words of when, then the mark.
      let end = place + marker.count
      guard let mark = words.indices.dropFirst(end).prefix(4).first(where: { [":", "—", "–"].contains(words[$0]) }) else {
        continue
      }
      guard words[end..<mark].allSatisfy({ times.contains($0) }) else { continue }
      return (marker.joined(separator: " "), mark + 1)
    }
    return nil
  }

  private static let markers: [[String]] = [
    ["next", "steps"], ["next", "step"], ["next", "up"], ["up", "next"], ["next"], ["todo"], ["to", "do"], ["to-do"], ["later"],
    ["tomorrow"], ["for", "tomorrow"], ["for", "later"], ["after", "lunch"], ["still", "to", "do"], ["still", "open"],
    ["als", "nächstes"], ["später"], ["morgen"],
  ]
  /// Not "remind me of" and "about", which ask for what was.
  private static let reminders: [[String]] = [
    ["remind", "me", "to"], ["remind", "me", "tomorrow", "to"], ["remind", "me", "later", "to"], ["remind", "me", "that"],
    ["remind", "me", ":"],
  ]
  private static let times: Set<String> = [
    "after", "lunch", "before", "today", "tomorrow", "tonight", "later", "this", "next", "week", "morning", "afternoon", "evening",
    "in", "the", "on", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "session", "for", "my", "me",
    "break", "weekend",
  ]
  private static let completions: [[String]] = [
    ["done", ":"], ["done", "with"], ["finished", ":"], ["finished", "with"], ["i", "finished"], ["i've", "finished"],
    ["i", "have", "finished"],
    ["i'm", "done", "with"], ["i", "am", "done", "with"], ["we", "finished"], ["we've", "finished"], ["erledigt", ":"],
    ["fertig", ":"],
  ]
  private static let generalisers: Set<String> = ["always", "every", "each", "whenever", "everytime", "never"]
}
