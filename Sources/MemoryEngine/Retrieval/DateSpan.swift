#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Days that a question names: from `first` up to and without `end`, counted from 1970-01-01.
struct DateSpan: Hashable, Sendable {
  var first: Int
  var end: Int
  /// 0...1: a bare year says less than a day.
  var certainty: Double = 1

  /// 0...1: how well a day fits. What happened is told for some time afterwards; the day before may be another time zone's.
  func fit(_ day: Int) -> Double {
    if day >= first, day < end { return certainty }
    if day == first - 1 { return 0.8 * certainty }
    guard day >= end else { return 0 }
    let length = Double(end - first)
    let late = Double(day - end + 1)
    // As long again as the span itself, but at least four days and at most ten.
    return certainty * exp2(-late / min(10, max(3, length / 3)))
  }
}
