/// What one request did, and how long each part took. For one thread.
package final class Trace {
  package struct Span: Hashable, Sendable {
    package var name: String
    /// 0 for what the request itself did.
    package var depth: Int
    /// From the beginning of the request.
    package var began: Duration
    package var took: Duration
  }

  /// In the order in which they began.
  package private(set) var spans: [Span] = []
  private let beginning = ContinuousClock.now
  private var depth = 0
  /// A request that reads a hundred thousand rows one by one is told in its first steps.
  private static let mostSpans = 2000

  package init() {}

  package var elapsed: Duration { ContinuousClock.now - beginning }

  func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let began = elapsed
    let index = spans.count
    spans.append(Span(name: name, depth: depth, began: began, took: .zero))
    depth += 1
    defer {
      depth -= 1
      spans[index].took = elapsed - began
    }
    return try body()
  }

  /// Something that ended just now.
  func note(_ name: String, took: Duration) {
    guard spans.count < Self.mostSpans else { return }
    spans.append(Span(name: name, depth: depth, began: elapsed - took, took: took))
  }

  /// A statement in one line; it never holds a value, because values are bound.
  static func summary(of sql: String) -> String {
    let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count <= 96 ? words : words.prefix(95) + "…"
  }
}

extension Trace? {
  /// Runs `body`, and writes down how long it took where there is a trace.
  package func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    guard let self else { return try body() }
    return try self.measure(name, body)
  }
}
