/// One sentence taken apart for comparison: what it is about, what it says of that, and whether it announces a change.
///
/// Computed once for a text; comparing two is set arithmetic on a few words.
struct Statement {
  /// Lower-case words in their order; a version, a time, a path or a hyphenated name is one word. Articles and words of courtesy are left out.
  let words: [String]
  /// Of each word, in the same order.
  let stems: [String]
  /// Stems of the words that carry meaning.
  let content: Set<String>
  let isNegative: Bool
  /// "now", "from today", "moved to", "no longer": it says itself that something was different before.
  let isChange: Bool
  /// It tells what happened once, and is true for ever.
  let isPast: Bool
  /// A plan, a wish, a trial, what somebody suggests, or how it was long ago: nothing that holds now.
  let isUnsure: Bool
  /// "X is the lead of the team": of such there is one.
  let isDefinite: Bool
  /// What it turns down, each as stems: "bun, not npm", "moved from Airflow to Dagster".
  let rejected: [[String]]
  /// For what, where or when it holds, by the word that introduces it: ["for": ["test"]].
  let purposes: [String: Set<String>]
  /// Where or when all of it holds, as stems: what stands before the first comma in "On CI, run …", and words such as "staging".
  let setting: Set<String>
  /// Stems of what stands before the first comma; "stop doing this, do that instead" denies only the first part.
  let opening: Set<String>
  /// It says why and is not compared itself; its words tell what the rest is about.
  var isReason = false
  /// Chinese or Japanese, whose words these rules cannot tell apart: `UnsegmentedContradiction` compares it.
  let isUnspaced: Bool

  init(_ text: String) {
    var words = Self.tokens(of: text)
    var isChange = Self.removeDates(from: &words)
    isUnspaced = UnsegmentedContradiction.hasUnspaced(text)
    let all = words
    rejected = Self.rejections(in: all)
    isNegative = all.contains { StatementWords.negations.contains($0) }
    isPast = Self.isPast(all)
    isUnsure = Self.isUnsure(all)
    let bare = all.filter { !StatementWords.markers.contains($0) }
    isDefinite = zip(bare, bare.dropFirst()).contains { StatementWords.being.contains($0) && StatementWords.definite.contains($1) }
    setting = Self.setting(in: all)
    opening = Set(
      all.prefix { $0 != Self.pause }.filter { !StatementWords.framing.contains($0) && !StatementWords.noise.contains($0) }
        .map(Likeness.stem))
    words.removeAll { word in
      guard StatementWords.markers.contains(word) else { return false }
      isChange = true
      return true
    }
    isChange = isChange || all.contains { StatementWords.changes.contains($0) } || !rejected.isEmpty
    words.removeAll { StatementWords.articles.contains($0) || StatementWords.noise.contains($0) || $0 == Self.pause }
    if Self.removeTenses(from: &words) { isChange = true }
    self.isChange = isChange
    self.words = words
    stems = words.map(Likeness.stem)
    content = Set(zip(words, stems).lazy.filter { !StatementWords.framing.contains($0.0) }.map(\.1))
    purposes = Self.purposes(in: words)
  }

  /// The sentences of a text that are short enough to compare; what only gives reasons stands apart (`isReason`).
  static func statements(of text: String) -> [Statement] {
    var sentences: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let bytes = Array(line.utf8)
      for range in Sentences.ranges(in: bytes, 0..<bytes.count) {
        let sentence = String(decoding: bytes[range], as: UTF8.self)
        if sentence.holds("; ") {
          sentences += sentence.split(separator: "; ").map(String.init)
        } else {
          sentences.append(sentence)
        }
      }
      if sentences.count > 24 { break }
    }
    // A question claims nothing.
    return sentences.filter { $0.utf8.count <= 400 && !isQuestion($0) }.flatMap { sentence -> [Statement] in
      let end = endOfMatter(sentence)
      var statements = [Statement(String(sentence[..<end]))]
      if end < sentence.endIndex {
        var reason = Statement(String(sentence[end...]))
        reason.isReason = true
        statements.append(reason)
      }
      return statements.filter { !$0.words.isEmpty }
    }
  }

  /// "Reports every 5 minutes: the service needs denser data" – what stands behind the colon is why, not what.
  private static func endOfMatter(_ sentence: String) -> String.Index {
    var end = sentence.endIndex
    for mark in StatementWords.reasons where sentence.holds(mark) {
      if let range = sentence.firstRange(of: mark), range.lowerBound < end { end = range.lowerBound }
    }
    if sentence.holds(": "), let colon = sentence.firstRange(of: ": "), colon.lowerBound < end,
      sentence[..<colon.lowerBound].split(separator: " ").count >= 5
    {
      end = colon.lowerBound
    }
    guard end < sentence.endIndex else { return end }
    return sentence[..<end].split(separator: " ").count >= 3 ? end : sentence.endIndex
  }

  private static func isQuestion(_ sentence: String) -> Bool {
    let last = sentence.unicodeScalars.last { !$0.properties.isWhitespace }
    return last == "?" || last == "？"
  }

  // MARK: Words

  /// Stands between clauses, so that no phrase is read across them.
  static let pause = ","

  static func tokens(of text: String) -> [String] {
    var words: [String] = []
    var word: [Unicode.Scalar] = []
    func end() {
      var trailing = false
      while let last = word.last, ".:-,".unicodeScalars.contains(last) {
        trailing = trailing || last == "," || last == ":"
        word.removeLast()
      }
      if !word.isEmpty { words.append(String(String.UnicodeScalarView(word))) }
      word = []
      if trailing { words.append(pause) }
    }
    for scalar in text.lowercased().unicodeScalars {
      if isOfWord(scalar) {
        word.append(scalar)
      } else if ".:-/,".unicodeScalars.contains(scalar) {
        if word.isEmpty { continue }
        word.append(scalar)
      } else if scalar == "'" || scalar == "’" {
        continue
      } else {
        end()
        if "();!?—–".unicodeScalars.contains(scalar) { words.append(pause) }
      }
    }
    end()
    // "deploy,test" and "mon/tue" are two words; "1,000", "ci/cd" and "3.14" are one.
    return words.flatMap { word -> [String] in
      guard word.count > 1, word.contains(","), !word.contains(where: \.isNumber) else { return [word] }
      return word.split(separator: ",").map(String.init)
    }
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "0"..."9", "_", "+", "#", "%", "€", "$", "@": return true
    case _ where scalar.isASCII: return false
    default:
      let properties = scalar.properties
      if properties.isAlphabetic || properties.numericType != nil { return true }
      return properties.generalCategory == .nonspacingMark || properties.generalCategory == .spacingMark
    }
  }

  /// A number, a version, a time, a day: what changes while the sentence stays.
  static func isValue(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first else { return false }
    if StatementWords.days.contains(word) || StatementWords.numerals.contains(word) { return true }
    if first.properties.numericType != nil || "€$".unicodeScalars.contains(first) { return true }
    // "v2", "es2022", "3.1.1"; a name with a number such as "gw-031" is one thing and not another's value.
    return first == "v" && word.unicodeScalars.dropFirst().first?.properties.numericType != nil
  }

  /// "from today", "since March", "as of 2026-03-01", "ab Montag": when it began is kept as its validity, not compared.
  private static func removeDates(from words: inout [String]) -> Bool {
    var found = false
    var index = 0
    while index < words.count {
      var end = index
      for opening in StatementWords.beginningsByWord[words[index]] ?? [] where words[index...].starts(with: opening) {
        var stop = index + opening.count
        while stop < words.count, isValue(words[stop]) || StatementWords.moments.contains(words[stop]) {
          stop += 1
          // "ab sofort mittwochs": the day is what is said.
          if StatementWords.atOnce.contains(words[stop - 1]), stop == words.count || words[stop] != "on" { break }
        }
        if stop > index + opening.count { end = max(end, stop) }
      }
      // "from 9 to 17" is a span.
      if end > index, !(words[index] == "from" && end < words.count && ["to", "until", "till"].contains(words[end])) {
        words.removeSubrange(index..<end)
        found = true
      } else {
        index += 1
      }
    }
    return found
  }

  /// "has been postponed" says what "was postponed" says; "the new lead" is the lead now. True where the latter was there.
  private static func removeTenses(from words: inout [String]) -> Bool {
    for index in words.indices.dropLast().reversed() where ["has", "have"].contains(words[index]) {
      if words[index + 1] == "been" || StatementWords.changes.contains(words[index + 1]) { words.remove(at: index) }
    }
    guard let first = words.first, StatementWords.newness.contains(first),
      words.dropFirst().prefix(2).contains(where: StatementWords.slots.contains)
    else { return false }
    words.removeFirst()
    return true
  }

  private static func isPast(_ words: [String]) -> Bool {
    // "The pump was replaced in May": that was done, whatever is done after it.
    if let place = words.firstIndex(where: StatementWords.done.contains),
      words[place...].prefix(6).contains(where: StatementWords.changes.contains)
    {
      return true
    }
    return zip(words.prefix(8), [""] + words).contains { StatementWords.past.contains($0) && !StatementWords.present.contains($1) }
      && !words.contains(where: StatementWords.changes.contains)
  }

  private static func isUnsure(_ words: [String]) -> Bool {
    for (index, word) in words.enumerated() {
      if StatementWords.unsure.contains(word) { return true }
      let rest = words[index...]
      if (StatementWords.unsureByWord[word] ?? []).contains(where: { rest.starts(with: $0) }) { return true }
      if word == "would", !StatementWords.wishing.contains(rest.dropFirst().first ?? "") { return true }
    }
    // "Previously on Mailgun, now on Postmark" tells both.
    guard !words.contains(where: { StatementWords.markers.contains($0) && !StatementWords.choices.contains($0) }) else {
      return false
    }
    return StatementWords.formerly.contains(words.first ?? "")
      || ["before", "until", "in", "vor", "bis", "antes", "avant"].contains(words.first ?? "")
        && words.count > 1 && isYear(words[1])
  }

  private static func isYear(_ word: String) -> Bool {
    word.utf8.count == 4 && (word.hasPrefix("19") || word.hasPrefix("20")) && Int(word) != nil
  }

  private static func setting(in words: [String]) -> Set<String> {
    var found = Set(words.filter { StatementWords.environments.contains($0) }.map(Likeness.stem))
    for (word, before) in zip(words.dropFirst(), words) where StatementWords.systems.contains(word) {
      if StatementWords.purposes[before] != nil || before == "under" { found.insert(Likeness.stem(word)) }
    }
    // "On CI, tests run with …"
    guard let end = words.firstIndex(of: pause), (1...8).contains(end), StatementWords.settingOut.contains(words[0]) else {
      return found
    }
    for word in words[..<end] where !isValue(word) && !StatementWords.moments.contains(word) {
      if !StatementWords.framing.contains(word), !StatementWords.settingOut.contains(word) || end == 1 {
        found.insert(Likeness.stem(word))
      }
    }
    return found
  }

  private static func purposes(in words: [String]) -> [String: Set<String>] {
    var purposes: [String: Set<String>] = [:]
    var current: String?
    for word in words {
      // "Responsible for the till is Ada": what stands behind the verb is no longer what for.
      if StatementWords.being.contains(word) || word == "are" || word == "sind" { current = nil }
      if let kind = StatementWords.purposes[word] {
        current = kind
      } else if let opened = current {
        purposes[opened, default: []].insert(Likeness.stem(word))
      }
    }
    return purposes
  }

  // MARK: What is turned down

  private static func rejections(in words: [String]) -> [[String]] {
    var found: [[String]] = []
    func take(_ start: Int, _ limit: Int = 3) {
      var object: [String] = []
      var index = start
      while index < words.count, object.count < limit, words[index] != pause {
        let word = words[index]
        if StatementWords.articles.contains(word) || StatementWords.choosing.contains(word) && object.isEmpty {
          index += 1
          continue
        }
        if StatementWords.purposes[word] != nil || StatementWords.stops.contains(word) || StatementWords.choosing.contains(word) {
          break
        }
        object.append(Likeness.stem(word))
        index += 1
      }
      // "Never give up on it" turns down nothing that anybody named.
      if object.contains(where: { !StatementWords.emptyStems.contains($0) }) { found.append(object) }
    }
    let isMove = words.contains { StatementWords.changes.contains($0) }
    for index in words.indices {
      for opening in StatementWords.rejectingByWord[words[index]] ?? [] where words[index...].starts(with: opening) {
        take(index + opening.count)
      }
      // "bun, not npm", but not "it does not start"; "tabs over spaces", but not "bonding over it".
      if StatementWords.denials.contains(words[index]), index == 0 || !StatementWords.auxiliaries.contains(words[index - 1]) {
        take(index + 1)
      }
      // "Always use unittest in this project, never pytest"
      if words[index] == "never", index > 0, words[index - 1] == pause,
        words[..<index].contains(where: StatementWords.choosing.contains)
      {
        take(index + 1)
      }
      if words[index] == "over", words[max(0, index - 5)..<index].contains(where: StatementWords.preferring.contains) {
        take(index + 1)
      }
      if isMove, ["from", "von", "vom", "desde", "de", "da"].contains(words[index]),
        words[index...].dropFirst(2).prefix(5).contains(where: { ["to", "auf", "zu", "nach", "a", "à", "para"].contains($0) })
      {
        take(index + 1)
      }
      // "poetry is no longer used", "pandas is gone", "npm wird nicht mehr benutzt"
      for ending in StatementWords.goneByWord[words[index]] ?? [] where words[index...].starts(with: ending) {
        var subject: [String] = []
        var back = index - 1
        while back >= 0, subject.count < 2, words[back] != pause, !StatementWords.articles.contains(words[back]) {
          subject.insert(Likeness.stem(words[back]), at: 0)
          back -= 1
        }
        if !subject.isEmpty { found.append(subject) }
      }
    }
    return found
  }
}
