import MemoryModel

/// The times that a question names: `8 May 2023`, `May 2023`, `2023-05-08`, `2023`, `yesterday`, `last week`, `3 days ago`, `on Monday`.
struct DateMentions {
  var spans: [DateSpan] = []
  /// "When …", "what year …", "how long …".
  var asksWhen = false

  private let words: [Word]
  private let today: CalendarDate

  private struct Word {
    var text: String
    var isCapitalised: Bool
    /// Leading digits, e.g. 8 of `8th`.
    var number: Int?
    /// `2023-05-08` and `2023-05` as they were written.
    var parts: [Int] = []
  }

  init(_ question: String, now: Timestamp) {
    // A question of 10,000 characters is a paste; what it is about stands at its beginning.
    words = Self.words(of: question.prefix(1000))
    today = now.date
    asksWhen = findQuestionForTime()
    var index = 0
    while index < words.count { index += take(at: index) }
  }

  private func findQuestionForTime() -> Bool {
    let texts = words.map(\.text)
    if texts.first == "when" || texts.dropFirst().first == "when" { return true }
    for (word, next) in zip(texts, texts.dropFirst()) {
      if ["what", "which"].contains(word), ["year", "month", "date", "day", "time", "week"].contains(next) { return true }
      if word == "how", ["long", "recently"].contains(next) { return true }
      if word == "since", next == "when" { return true }
    }
    return false
  }

  /// Reads a mention that begins at `index`; the number of words that it took, at least one.
  private mutating func take(at index: Int) -> Int {
    let word = words[index]
    if word.parts.count == 3, let day = CalendarDate(year: word.parts[0], month: word.parts[1], day: word.parts[2]) {
      add(day: day)
      return 1
    }
    if word.parts.count == 2, (1...12).contains(word.parts[1]) {
      add(month: word.parts[1], year: word.parts[0])
      return 1
    }
    if let day = word.number, (1...31).contains(day) {
      // 8 May 2023, 8th of May
      let next = index + (text(index + 1) == "of" ? 2 : 1)
      if let month = month(at: next) {
        let year = year(at: next + 1)
        add(day: day, month: month, year: year)
        return next + 1 - index + (year == nil ? 0 : 1)
      }
      if let unit = days(inUnit: text(index + 1)), text(index + 2) == "ago" {
        add(first: today.daysSinceEpoch - day * unit - unit / 2, count: max(1, unit))
        return 3
      }
    }
    if let month = month(at: index) {
      if let day = words[safe: index + 1]?.number, (1...31).contains(day), words[index + 1].text.count <= 4 {
        let year = year(at: index + 2)
        add(day: day, month: month, year: year)
        return year == nil ? 2 : 3
      }
      let year = year(at: index + 1)
      // "may" and "march" are verbs unless they are written as names or have a year.
      guard year != nil || word.isCapitalised && !(index == 0 && word.text == "may") else { return 1 }
      add(month: month, year: year)
      return year == nil ? 1 : 2
    }
    if let year = year(at: index) {
      if let first = CalendarDate(year: year, month: 1, day: 1), let end = CalendarDate(year: year + 1, month: 1, day: 1) {
        spans.append(DateSpan(first: first.daysSinceEpoch, end: end.daysSinceEpoch, certainty: 0.3))
      }
      return 1
    }
    return takeRelative(at: index)
  }

  private mutating func takeRelative(at index: Int) -> Int {
    let day = today.daysSinceEpoch
    switch words[index].text {
    case "today": add(first: day, count: 1)
    case "yesterday": add(first: day - 1, count: 1)
    case "last", "past", "previous", "this":
      let isThis = words[index].text == "this"
      switch text(index + 1) {
      case "week": isThis ? add(first: day - 6, count: 7) : add(first: day - 13, count: 13)
      case "month": isThis ? add(first: day - 30, count: 31) : add(first: day - 61, count: 55)
      case "night" where !isThis: add(first: day - 1, count: 2)
      case let name:
        if let weekday = Self.weekdays[name] { add(weekday: weekday) } else { return 1 }
      }
      return 2
    case "on":
      guard let weekday = Self.weekdays[text(index + 1)] else { return 1 }
      add(weekday: weekday)
      return 2
    default: break
    }
    return 1
  }

  // MARK: Spans

  private mutating func add(first: Int, count: Int) { spans.append(DateSpan(first: first, end: first + count)) }

  private mutating func add(day: CalendarDate) { add(first: day.daysSinceEpoch, count: 1) }

  /// Without a year: the last one that has come.
  private mutating func add(day: Int, month: Int, year: Int?) {
    for year in year.map({ [$0] }) ?? recentYears {
      if let date = CalendarDate(year: year, month: month, day: day) { add(day: date) }
    }
  }

  private mutating func add(month: Int, year: Int?) {
    for year in year.map({ [$0] }) ?? recentYears {
      guard let first = CalendarDate(year: year, month: month, day: 1) else { continue }
      add(first: first.daysSinceEpoch, count: CalendarDate.length(ofMonth: month, year: year))
    }
  }

  /// A month or day without a year may be of any year: what the store holds decides.
  private var recentYears: [Int] { Array((today.year - 10)...today.year) }

  private mutating func add(weekday: Int) {
    let back = (today.weekday - weekday + 7) % 7
    add(first: today.daysSinceEpoch - (back == 0 ? 7 : back), count: 1)
  }

  // MARK: Words

  private func text(_ index: Int) -> String { words[safe: index]?.text ?? "" }

  private func month(at index: Int) -> Int? { words[safe: index].flatMap { Self.months[$0.text] } }

  private func year(at index: Int) -> Int? {
    guard let word = words[safe: index], word.text.utf8.count == 4, let number = Int(word.text), (1900...2199).contains(number)
    else { return nil }
    return number
  }

  private func days(inUnit unit: String) -> Int? {
    switch unit {
    case "day", "days": 1
    case "week", "weeks": 7
    case "month", "months": 30
    case "year", "years": 365
    default: nil
    }
  }

  private static func words(of text: Substring) -> [Word] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "/") }.map { piece in
      let digits = piece.prefix { $0.isASCII && $0.isNumber }
      let parts = piece.split { $0 == "-" || $0 == "/" }.compactMap { Int($0) }
      let isDate = parts.count > 1 && parts.count <= 3 && (1900...2199).contains(parts[0]) && piece.first != "-"
      return Word(
        text: piece.lowercased(), isCapitalised: piece.first?.isUppercase ?? false, number: digits.isEmpty ? nil : Int(digits),
        parts: isDate ? parts : [])
    }
  }

  static let months: [String: Int] = {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    var months: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      months[name] = index + 1
      months[String(name.prefix(3))] = index + 1
    }
    months["sept"] = 9
    return months
  }()

  static let weekdays: [String: Int] = [
    "sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
  ]
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
