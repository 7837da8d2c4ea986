import MemoryModel

/// A hundred matters as they change over time: what was said when, and which of it holds from then on.
///
/// One line a statement: the month and day of 2025 (or the year), the category's letter (`p` preferences, `t` patterns, `e` entities, `f` profile, `v`
/// events), what ends with it (`>1` ends the first statement, `-` ends nothing), and the text. A line that begins with `?` is the question. In a
/// history of look-alikes nothing ends anything: all of it has to stay.
enum UpdateHistories {
  struct Statement {
    var day: CalendarDate
    var category: MemoryModel.Category
    /// Places of the statements that end with it.
    var ends: [Int]
    var text: String
  }

  struct History {
    var name: String
    var isLookAlike: Bool
    var question: String
    var statements: [Statement]

    /// What holds on a day.
    func holding(on day: CalendarDate) -> [Int] {
      statements.indices.filter { place in
        statements[place].day <= day && !statements.contains { $0.day <= day && $0.ends.contains(place) }
      }
    }
  }

  static func parse(_ table: String = table) -> [History] {
    var histories: [History] = []
    for block in table.components(separatedByBlankLine: ()) {
      let lines = block.split(separator: "\n").map(String.init)
      guard let head = lines.first, head.hasPrefix("#") else { continue }
      let isLookAlike = head.hasPrefix("#=")
      var history = History(
        name: String(head.drop { $0 == "#" || $0 == "=" || $0 == " " }), isLookAlike: isLookAlike, question: "", statements: [])
      for line in lines.dropFirst() {
        if line.hasPrefix("? ") {
          history.question = String(line.dropFirst(2))
          continue
        }
        let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
        let date = (parts[0].count == 5 ? "2025-" : "") + parts[0]
        let categories: [String: MemoryModel.Category] = [
          "p": .preferences, "t": .patterns, "e": .entities, "f": .profile, "v": .events,
        ]
        history.statements.append(
          Statement(
            day: Timestamp(iso8601: date)!.date, category: categories[parts[1]]!,
            ends: parts[2].dropFirst().split(separator: ",").compactMap { Int($0).map { $0 - 1 } }, text: parts[3]))
      }
      histories.append(history)
    }
    return histories
  }
}

extension String {
  fileprivate func components(separatedByBlankLine: Void) -> [String] {
    var blocks: [[Substring]] = [[]]
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { blocks.append([]) } else { blocks[blocks.count - 1].append(line) }
    }
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
  }
}
