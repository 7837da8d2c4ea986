/// What a document may cost before it is refused.
package struct JSONLimits: Hashable, Sendable {
  /// Bytes of text.
  package var maximumLength: Int
  /// Arrays and objects inside of one another, 1...256. The parser itself does not recurse, but to write, compare and release a value does:
  /// at 256 levels that takes up to 380 KB of stack in a debug build (64 KB in a release build), and a thread may have only 512 KB.
  package var maximumDepth: Int

  package init(maximumLength: Int, maximumDepth: Int = 256) {
    self.maximumLength = maximumLength
    self.maximumDepth = min(max(maximumDepth, 1), 256)
  }

  /// 64 MB and 256 levels: four times the longest message that a client may send.
  package static let standard = JSONLimits(maximumLength: 64 * 1_048_576)
}
