import MemoryModel
import SeededRandom
import Testing

@Suite("Days of the calendar")
struct CalendarDateTests {
  /// Days from 1970-01-01 to 200 years before and after it.
  private static let range = -73_048...73_048

  @Test("Every day of 400 years follows the one before it and comes back from its number")
  func walk() throws {
    var expected = try #require(CalendarDate(year: 1770, month: 1, day: 1))
    #expect(expected.daysSinceEpoch == Self.range.lowerBound)
    var weekday = expected.weekday
    for days in Self.range {
      let date = CalendarDate(daysSinceEpoch: days)
      guard date == expected, date.daysSinceEpoch == days, date.weekday == weekday else {
        Issue.record("day \(days) is \(date.iso8601), wanted \(expected.iso8601)")
        return
      }
      expected.day += 1
      if expected.day > CalendarDate.length(ofMonth: expected.month, year: expected.year) {
        expected.day = 1
        expected.month += 1
      }
      if expected.month > 12 {
        expected.month = 1
        expected.year += 1
      }
      weekday = (weekday + 1) % 7
    }
    #expect(expected.iso8601 == "2170-01-01")
  }

  @Test(
    "Known days have their known numbers and weekdays",
    arguments: [
      (1970, 1, 1, 0, 4), (1969, 12, 31, -1, 3), (2000, 2, 29, 11_016, 2), (2000, 3, 1, 11_017, 3), (2026, 11, 21, 20_778, 6),
      (1900, 2, 28, -25_509, 3), (1900, 3, 1, -25_508, 4), (2100, 3, 1, 47_541, 1), (1582, 10, 15, -141_427, 5),
    ])
  func known(_ year: Int, _ month: Int, _ day: Int, _ days: Int, _ weekday: Int) throws {
    let date = try #require(CalendarDate(year: year, month: month, day: day))
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
    #expect(CalendarDate(daysSinceEpoch: days) == date)
  }

  @Test("29 February exists in the years that are divisible by 4, without the centuries, with every fourth of them")
  func leapYears() {
    for year in 1770...2170 {
      let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
      #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == isLeap, "\(year)")
    }
  }

  @Test(
    "A day that does not exist is none",
    arguments: [
      (2026, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (2026, 1, 32), (2026, -1, 1), (2026, 1, -1),
      (10_000, 1, 1),
      (-10_000, 1, 1), (.max, 1, 1), (2026, .max, 1), (2026, 1, .min), (.min, .min, .min),
    ])
  func missing(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CalendarDate(year: year, month: month, day: day) == nil)
  }

  @Test("Dates compare as their days do")
  func order() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<10_000 {
      let (one, other) = (Int.random(in: Self.range, using: &generator), Int.random(in: Self.range, using: &generator))
      #expect((CalendarDate(daysSinceEpoch: one) < CalendarDate(daysSinceEpoch: other)) == (one < other))
    }
  }
}
