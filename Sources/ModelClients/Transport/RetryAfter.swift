import MemoryModel

/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. Also `retry-after-ms`, which OpenAI sends.
enum RetryAfter {
  /// A service that wants more than a day's rest is down.
  private static let longest: Duration = .seconds(86_400)

  static func duration(in reply: ServiceReply, now: () -> Int64) -> Duration? {
    if let text = reply.header("retry-after-ms"), let milliseconds = Double(text), milliseconds.isFinite, milliseconds >= 0 {
      return min(.milliseconds(Int64(min(milliseconds, 1e9))), longest)
    }
    guard let text = reply.header("retry-after") else { return nil }
    if let seconds = Double(text), seconds.isFinite {
      return seconds < 0 ? nil : min(.milliseconds(Int64(min(seconds, 1e6) * 1000)), longest)
    }
    guard let moment = epochSeconds(ofDate: text) else { return nil }
    return min(.seconds(max(0, moment - now())), longest)
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be sent today.
  static func epochSeconds(ofDate text: String) -> Int64? {
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
    guard parts.count == 8, parts[7] == "GMT", let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), let date = CalendarDate(year: year, month: month + 1, day: day), let hour = Int64(parts[4]),
      let minute = Int64(parts[5]), let second = Int64(parts[6]), (0...23).contains(hour), (0...59).contains(minute),
      (0...60).contains(second)
    else { return nil }
    return Int64(date.daysSinceEpoch) * 86_400 + hour * 3600 + minute * 60 + second
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
