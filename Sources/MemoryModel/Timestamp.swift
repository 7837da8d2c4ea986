/// A moment as milliseconds since 1970-01-01T00:00:00Z, the store's unit; ISO 8601 in every result.
package struct Timestamp: Hashable, Comparable, Sendable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// The first or the last moment there is where the sum lies beyond it.
  package func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1000)
    let (most, isTooFar) = milliseconds.addingReportingOverflow(whole)
    let (sum, isBeyond) = most.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return Timestamp(milliseconds: isTooLong || isTooFar || isBeyond ? (duration < .zero ? .min : .max) : sum)
  }

  /// Days, with their fraction, from `earlier` to this moment.
  package func days(since earlier: Timestamp) -> Double {
    (Double(milliseconds) - Double(earlier.milliseconds)) / Double(Timestamp.millisecondsPerDay)
  }

  package static let millisecondsPerDay: Int64 = 86_400_000
}

/// Gives the present moment; passed in, so that a test owns time.
package typealias Clock = @Sendable () -> Timestamp
