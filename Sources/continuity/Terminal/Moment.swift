import MemoryModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Moments as people read them, in their own time zone. Results carry ISO 8601 in UTC.
enum Moment {
  /// `3 days ago`; what cannot be read stays as it is.
  static func relative(_ text: String, now: Timestamp = Composition.wallClock()) -> String {
    guard let moment = Timestamp(iso8601: text) else { return text }
    let seconds = (now.milliseconds - moment.milliseconds) / 1000
    guard seconds >= 0 else { return "from \(day(moment))" }
    let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
    if seconds >= 60 * 86_400 { return day(moment) }
    for (length, name) in units where seconds >= length { return Figures.count(seconds / length, name) + " ago" }
    return "just now"
  }

  /// `2026-11-21 10:33`
  static func full(_ text: String) -> String { parts(text).map { "\($0.day) \($0.clock.prefix(5))" } ?? text }

  /// `10:33:50`
  static func clock(_ text: String) -> String { parts(text)?.clock ?? text }

  /// `2026-11-21`
  static func day(_ text: String) -> String { parts(text)?.day ?? text }

  private static func day(_ moment: Timestamp) -> String { local(moment).day }

  private static func parts(_ text: String) -> (day: String, clock: String)? { Timestamp(iso8601: text).map(local) }

  private static func local(_ moment: Timestamp) -> (day: String, clock: String) {
    var seconds = time_t(moment.milliseconds / 1000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let local = Timestamp(milliseconds: (moment.milliseconds / 1000 + Int64(parts.tm_gmtoff)) * 1000).iso8601
    return (String(local.prefix(10)), String(local.dropFirst(11).prefix(8)))
  }
}
