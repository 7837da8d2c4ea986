import MemoryModel
import Testing

@testable import MemoryEngine

@Suite struct RetrievalDateTests {
  /// A Wednesday.
  private let now = Timestamp(CalendarDate(year: 2026, month: 3, day: 18)!)

  private func days(_ question: String) -> [String] {
    DateMentions(question, now: now).spans.map {
      let last = CalendarDate(daysSinceEpoch: $0.end - 1).iso8601
      let first = CalendarDate(daysSinceEpoch: $0.first).iso8601
      return first == last ? first : "\(first)…\(last)"
    }
  }

  @Test(
    "Named times are read",
    arguments: [
      ("on 8 May 2023", "2023-05-08"), ("May 8th, 2023", "2023-05-08"), ("the 8th of May 2023", "2023-05-08"),
      ("2023-05-08", "2023-05-08"), ("in May 2023?", "2023-05-01…2023-05-31"), ("since 2023-05", "2023-05-01…2023-05-31"),
      ("in 2023", "2023-01-01…2023-12-31"), ("yesterday", "2026-03-17"), ("today", "2026-03-18"),
      ("last week", "2026-03-05…2026-03-17"), ("on Monday", "2026-03-16"), ("last Wednesday", "2026-03-11"),
      ("3 days ago", "2026-03-15"), ("2 weeks ago", "2026-03-01…2026-03-07"),
    ])
  func mentions(question: String, expected: String) {
    #expect(days(question) == [expected])
  }

  @Test(
    "What only looks like a time is none",
    arguments: ["may I march on?", "port 8080", "version 3.40.1", "error 2", "30 February 2023", "the last one", "99999 days"])
  func lookalikes(question: String) {
    #expect(days(question).isEmpty)
  }

  @Test("A month without a year may be of any of the last years")
  func monthAlone() {
    #expect(days("what did we do in May?").contains("2025-05-01…2025-05-31"))
    #expect(days("what did we do in May?").contains("2024-05-01…2024-05-31"))
  }

  @Test(
    "It knows who asks for a time",
    arguments: [
      ("When did it break?", true), ("Since when?", true), ("what year was that", true), ("how long did it take", true),
      ("tell me what broke when it rains", false), ("what happened", false),
    ])
  func questionsForTime(question: String, expected: Bool) {
    #expect(DateMentions(question, now: now).asksWhen == expected)
  }

  @Test("A day fits itself best, the days after it less and less, a later month hardly")
  func fit() {
    let span = DateSpan(first: 100, end: 101)
    #expect(span.fit(100) == 1)
    #expect(span.fit(101) < 1 && span.fit(102) < span.fit(101))
    #expect(span.fit(140) < 0.001)
    #expect(span.fit(98) == 0)
  }
}
