import Testing

/// A piece of a history that is told again and again, with a fault at another point each time.
struct CrashCase: Sendable, CustomTestStringConvertible {
  struct Step: Sendable {
    var name: String
    /// All of it or nothing. What is not is work that goes on where it was interrupted, when it is begun again.
    var isAtomic = true
    var run: @Sendable (CrashWorld) throws -> Void
  }

  var name: String
  /// What stands in the store before, beside `Histories.everything`.
  var prepare: @Sendable (CrashWorld) throws -> Void = { _ in }
  var steps: [Step]

  var testDescription: String { name }
}
