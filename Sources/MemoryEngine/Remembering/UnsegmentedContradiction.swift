/// Contradictions in Chinese and Japanese, which put no spaces between words: found by what a few fixed phrases turn down or bring in.
enum UnsegmentedContradiction {
  static func kind(old: String, new: String) -> Contradiction.Kind? {
    guard hasUnspaced(old), hasUnspaced(new), old.count <= 120, new.count <= 160 else { return nil }
    let (before, after) = (letters(of: old), letters(of: new))
    for word in rejected(in: after) where !word.isEmpty && before.contains(word) && !isTurnedDown(word, in: before) {
      let matter = pairs(of: before.replacing(word, with: " "))
      let said = pairs(of: after.replacing(word, with: " "))
      if matter.count <= 3 || !matter.isDisjoint(with: said) { return .rejected }
    }
    if isNegative(before) != isNegative(after), bare(before) == bare(after), bare(before).count >= 4 { return .polarity }
    return replaces(before, after) || turnsInto(before, after) ? .replaced : nil
  }

  /// "缓存使用 A" – "缓存已经换成 B": the same subject before a verb that says what it is and one that says what it became.
  private static func turnsInto(_ old: String, _ new: String) -> Bool {
    for verb in ["换成", "改用", "改成", "改为", "改到", "搬到", "迁移到", "迁到"] {
      guard let found = new.firstRange(of: verb) else { continue }
      var subject = new[..<found.lowerBound]
      while let tense = ["已经", "现在", "已", "就"].first(where: subject.hasSuffix) { subject = subject.dropLast(tense.count) }
      guard subject.count >= 2, old.hasPrefix(subject) else { continue }
      let rest = old.dropFirst(subject.count)
      if ["使用", "用", "是", "在", "放在", "部署在", "托管在", "存在", "采用"].contains(where: rest.hasPrefix) { return true }
    }
    return false
  }

  /// The same frame with another end or middle, where the new one says that it is a change.
  private static func replaces(_ old: String, _ new: String) -> Bool {
    guard changes.contains(where: new.contains), isNegative(old) == isNegative(new) || !rejected(in: new).isEmpty else {
      return false
    }
    let (before, after) = (Array(bare(old)), Array(bare(new)))
    var head = 0
    while head < min(before.count, after.count), before[head] == after[head] { head += 1 }
    var tail = 0
    while tail < min(before.count, after.count) - head, before[before.count - 1 - tail] == after[after.count - 1 - tail] {
      tail += 1
    }
    let (gone, come) = (before.count - head - tail, after.count - head - tail)
    // A difference at the beginning is another subject.
    return head >= 2 && head + tail >= 3 && (1...10).contains(gone) && (1...12).contains(come)
  }

  static func hasUnspaced(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) || (0x3400...0x9FFF).contains($0.value) }
  }

  /// Lower case, without marks and spaces.
  private static func letters(of text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil || ".,，、。；;+#-".unicodeScalars.contains($0) || $0 == ":"
        }))
  }

  private static let marks: Set<Character> = [",", "，", "、", "。", "；", ";"]

  private static func rejected(in text: String) -> [String] {
    var found: [String] = []
    for opening in ["而不是", "不再使用", "不再用", "不要用", "不用", "不要使用", "代替", "取代", "而非"] {
      for range in text.ranges(of: opening) {
        let object = text[range.upperBound...].prefix { !marks.contains($0) && !"了来做在的".contains($0) }
        if (1...14).contains(object.count) { found.append(String(object)) }
      }
    }
    for (opening, closings) in [("从", ["改", "换", "搬", "迁", "移", "升"]), ("由", ["改", "换"])] {
      guard let start = text.firstRange(of: opening)?.upperBound else { continue }
      for closing in closings {
        guard let end = text[start...].firstRange(of: closing)?.lowerBound, start < end else { continue }
        found.append(String(text[start..<end]))
      }
    }
    for ending in ["ではなく", "じゃなく", "をやめ", "は使わな", "の代わりに", "から"] {
      for range in text.ranges(of: ending) {
        let object = String(text[..<range.lowerBound].reversed().prefix { !marks.contains($0) && !"はがでをに".contains($0) }.reversed())
        if (1...14).contains(object.count) { found.append(object) }
      }
    }
    return found
  }

  private static func isTurnedDown(_ word: String, in text: String) -> Bool { rejected(in: text).contains { $0.contains(word) } }

  private static func isNegative(_ text: String) -> Bool {
    ["不要", "不用", "不再", "别", "禁止", "不能", "しない", "ません", "使わない", "やめ", "勿", "永远不", "从不"].contains(where: text.contains)
  }

  private static let changes = [
    "现在", "改用", "改成", "改为", "改到", "换成", "换到", "搬到", "迁移到", "迁到", "升级到", "今后", "从今天起", "以后", "不再", "今は", "これからは", "今後は",
    "変更", "に変わ", "に移", "に切り替え", "になった", "になりました",
  ]
  private static let framing =
    changes + [
      "请", "总是", "始终", "一律", "永远", "不要", "不用", "不再", "别", "禁止", "使用", "要", "了", "都", "必ず", "常に", "しないで", "しない", "してください", "して",
      "ください",
      "ことに", "使う", "ます", "です", "する", "用", "在", "。", "，", "、", ",", "是", "为",
    ]

  private static func bare(_ text: String) -> String {
    framing.reduce(text) { $0.replacing($1, with: "") }
  }

  /// Letters two by two: what stands for words.
  private static func pairs(of text: String) -> Set<String> {
    let letters = Array(bare(text))
    return Set(zip(letters, letters.dropFirst()).filter { $0 != " " && $1 != " " }.map { String([$0, $1]) })
  }
}
