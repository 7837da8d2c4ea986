import MemoryModel
import SeededRandom
import Testing

@Suite("Moments")
struct TimestampTests {
  /// 200 years in milliseconds.
  private static let span: Int64 = 73_049 * Timestamp.millisecondsPerDay

  @Test("A moment within 200 years comes back from its text, to the millisecond")
  func roundTrip() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let moment = Timestamp(milliseconds: Int64.random(in: -Self.span...Self.span, using: &generator))
      #expect(Timestamp(iso8601: moment.iso8601) == moment, "\(moment.milliseconds) is \(moment.iso8601)")
      #expect(
        Timestamp(moment.date) <= moment && moment.milliseconds - Timestamp(moment.date).milliseconds < Timestamp.millisecondsPerDay
      )
    }
  }

  @Test("Texts sort as their moments do")
  func order() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<5_000 {
      let one = Timestamp(milliseconds: Int64.random(in: -Self.span...Self.span, using: &generator) / 1000 * 1000)
      let other = Timestamp(milliseconds: Int64.random(in: -Self.span...Self.span, using: &generator) / 1000 * 1000)
      #expect((one.iso8601 < other.iso8601) == (one < other))
    }
  }

  @Test(
    "A date, a time, a fraction and an offset are read",
    arguments: [
      ("1970-01-01", 0), ("1970-01-01T00:00Z", 0), ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000Z", 0),
      ("1969-12-31T23:59:59.999Z", -1),
      ("1970-01-01T00:00:01", 1000), ("1970-01-01 00:00:01", 1000), ("1970-01-01t00:00:01z", 1000), ("1970-01-01T00:00:00.5Z", 500),
      ("1970-01-01T00:00:00,25Z", 250), ("1970-01-01T00:00:00.1239999Z", 123), ("1970-01-01T00:00:00.000000001Z", 0),
      ("1970-01-01T01:00:00+01:00", 0), ("1970-01-01T01:00:00+0100", 0), ("1970-01-01T01:00:00+01", 0),
      ("1969-12-31T19:00-05:00", 0),
      ("1970-01-01T05:45+05:45", 0), ("1970-01-01T00:00:00-00:00", 0), ("2026-11-21T10:33:50.123Z", 1_795_257_230_123),
      ("2000-02-29T12:00:00Z", 951_825_600_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("0000-01-01", -62_167_219_200_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
  func reads(_ text: String, _ milliseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
  }

  @Test(
    "What is no such text is refused",
    arguments: [
      "", " ", "2026", "2026-11", "2026-11-", "2026-1-1", "26-11-21", "2026/11/21", "20261121", "2026-11-31", "2025-02-29",
      "2026-13-01", "2026-00-10",
      "2026-11-00", "2026-11-21T", "2026-11-21T10", "2026-11-21T10:", "2026-11-21T10:3", "2026-11-21T24:00", "2026-11-21T10:60",
      "2026-11-21T10:33:",
      "2026-11-21T10:33:61Z", "2026-11-21T10:33:50.", "2026-11-21T10:33:50.Z", "2026-11-21T10:33:50ZZ", "2026-11-21T10:33:50 Z",
      "2026-11-21T10:33Z ",
      " 2026-11-21", "2026-11-21 ", "2026-11-21Z", "2026-11-21T10:33+", "2026-11-21T10:33+1", "2026-11-21T10:33+01:",
      "2026-11-21T10:33+01:0",
      "2026-11-21T10:33+01:60", "2026-11-21T10:33+24:00", "2026-11-21T10:33+01:00Z", "2026-11-21T10:33+01:00:00",
      "2026-11-21T-1:00", "yesterday",
      "+2026-11-21", "-2026-11-21", "2026-11-21T10:33:50.1a", "２０２６-11-21", "2026-11-21T10:33\u{0}", "1e9", "1795257230123",
      "2026-W47-6", "2026-325",
    ])
  func refuses(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test("Random texts are refused or read, and never end the program")
  func random() {
    var generator = SeededGenerator(seed: 3)
    let pieces = ["2026", "11", "21", "-", ":", "T", "Z", "+", ".", "0", "9", "99", " ", "é", "\u{0}", "59", "24"]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in pieces.randomElement(using: &generator) }
        .joined()
      if let moment = Timestamp(iso8601: text) { #expect(Timestamp(iso8601: moment.iso8601) == moment, "\(text)") }
    }
  }

  @Test("The first and the last moment of 64 bits have a date and an age")
  func extremes() {
    for milliseconds in [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max] {
      let moment = Timestamp(milliseconds: milliseconds)
      #expect(moment.iso8601.hasSuffix("Z"))
      #expect(CalendarDate(daysSinceEpoch: moment.date.daysSinceEpoch) == moment.date)
    }
    #expect(Timestamp(milliseconds: .max).days(since: Timestamp(milliseconds: .min)) > 2e11)
  }

  @Test("Durations are added and days are counted with their fraction")
  func arithmetic() {
    let noon = Timestamp(milliseconds: 43_200_000)
    #expect(noon.advanced(by: .seconds(1)).milliseconds == 43_201_000)
    #expect(noon.advanced(by: .milliseconds(-1500)).milliseconds == 43_198_500)
    #expect(noon.advanced(by: .microseconds(999)).milliseconds == 43_200_000)
    // Another machine's file may name any moment: counting on from it ends at the last one.
    #expect(Timestamp(milliseconds: .max).advanced(by: .milliseconds(1)).milliseconds == .max)
    #expect(Timestamp(milliseconds: .min + 5).advanced(by: .seconds(-1)).milliseconds == .min)
    #expect(noon.advanced(by: .seconds(Int64.max)).milliseconds == .max)
    #expect(noon.advanced(by: .seconds(Int64.min)).milliseconds == .min)
    #expect(noon.days(since: Timestamp(milliseconds: 0)) == 0.5)
    #expect(Timestamp(milliseconds: 0).days(since: noon) == -0.5)
  }

  @Test("A validity holds from its beginning to before its end")
  func validity() {
    let (from, to) = (Timestamp(milliseconds: 10), Timestamp(milliseconds: 20))
    func holds(_ validity: Validity, _ milliseconds: Int64) -> Bool { validity.contains(Timestamp(milliseconds: milliseconds)) }
    #expect(!holds(Validity(from: from, to: to), 9) && holds(Validity(from: from, to: to), 10))
    #expect(holds(Validity(from: from, to: to), 19) && !holds(Validity(from: from, to: to), 20))
    #expect(holds(Validity(), .min) && holds(Validity(from: from), .max) && holds(Validity(to: to), .min))
  }
}
