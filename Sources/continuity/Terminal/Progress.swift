/// A line on stderr that counts, while a person looks at it; silent otherwise.
final class Progress {
  private let verb: String
  private let isShown: Bool
  private var count: Int64 = 0
  private var last = ContinuousClock.now

  /// - Parameter verb: what is done with each, as in `1,234 exported`.
  init(_ verb: String) {
    self.verb = verb
    isShown = Terminal.of(descriptor: StandardStreams.error).width != nil
  }

  func advance() {
    count += 1
    guard isShown, count.isMultiple(of: 64), ContinuousClock.now - last > .milliseconds(100) else { return }
    last = ContinuousClock.now
    show("\(Figures.grouped(count)) \(verb)…")
  }

  func end() {
    if isShown { show("\(Figures.grouped(count)) \(verb)\n") }
  }

  private func show(_ text: String) { StandardStreams.write("\r\u{1B}[K\(text)", to: StandardStreams.error) }
}
