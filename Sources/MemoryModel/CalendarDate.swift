/// A day of the Gregorian calendar, UTC. Months and days count from 1.
///
/// The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`
/// (https://howardhinnant.github.io/date_algorithms.html), exact for every day that an `Int64` of milliseconds can name.
package struct CalendarDate: Hashable, Comparable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int

  /// Nil for a day that does not exist, such as 30 February.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (-9999...9999).contains(year), day >= 1, day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days since 1970-01-01, negative before it.
  package init(daysSinceEpoch days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  package var daysSinceEpoch: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// 0 is Sunday.
  package var weekday: Int {
    let remainder = (daysSinceEpoch + 4) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  /// `2026-11-21`
  package var iso8601: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

extension Timestamp {
  package var date: CalendarDate { CalendarDate(daysSinceEpoch: Int(floorDivide(milliseconds, Self.millisecondsPerDay))) }

  /// Midnight UTC of `date`.
  package init(_ date: CalendarDate) {
    self.init(milliseconds: Int64(date.daysSinceEpoch) * Self.millisecondsPerDay)
  }

  /// `2026-11-21T10:33:50.123Z`; without the fraction when it is zero.
  package var iso8601: String {
    let remainder = milliseconds % Self.millisecondsPerDay
    let inDay = Int(remainder < 0 ? remainder + Self.millisecondsPerDay : remainder)
    let (second, fraction) = (inDay / 1000, inDay % 1000)
    let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(date.iso8601)T\(clock)\(fraction == 0 ? "" : "." + padded(fraction, 3))Z"
  }

  /// A date (`2026-11-21`: its midnight UTC) or a date and time with `Z` or an offset, with or without seconds and a fraction.
  /// A time without a zone is taken as UTC. Nil for anything else.
  package init?(iso8601 text: String) {
    var bytes = Array(text.utf8)[...]
    func number(_ digits: Int) -> Int? {
      guard bytes.count >= digits else { return nil }
      var value = 0
      for byte in bytes.prefix(digits) {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      bytes = bytes.dropFirst(digits)
      return value
    }
    func take(_ character: Unicode.Scalar) -> Bool {
      guard bytes.first == UInt8(ascii: character) else { return false }
      bytes = bytes.dropFirst()
      return true
    }
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      let date = CalendarDate(year: year, month: month, day: day)
    else { return nil }
    self.init(date)
    if bytes.isEmpty { return }
    guard take("T") || take("t") || take(" "), let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60
    else { return nil }
    var inDay = (hour * 60 + minute) * 60_000
    if take(":") {
      guard let second = number(2), second <= 60 else { return nil }
      inDay += second * 1000
      if take(".") || take(",") {
        var scale = 100
        guard let first = bytes.first, first >= 0x30, first <= 0x39 else { return nil }
        while let digit = number(1) {
          inDay += digit * scale
          scale /= 10
        }
      }
    }
    milliseconds += Int64(inDay)
    if bytes.isEmpty || take("Z") || take("z") {
      if !bytes.isEmpty { return nil }
      return
    }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(2), hours < 24 else { return nil }
    let minutes = !take(":") && bytes.isEmpty ? 0 : number(2)
    guard let minutes, minutes < 60, bytes.isEmpty else { return nil }
    milliseconds -= Int64(sign * (hours * 60 + minutes)) * 60_000
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(abs(number))
  return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Rounded down, for every `value`: a foreign file may hold any number for a time.
private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  value / divisor - (value % divisor < 0 ? 1 : 0)
}
