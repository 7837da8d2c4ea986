/// What a document may cost before it is refused.
package struct JSONLimits: Hashable, Sendable {
  /// Bytes of text.
  package var maximumLength: Int
  /// Arrays and objects inside of one another. The parser, the writer and the release of a value recurse, and a thread may have
  /// no more than 512 KB of stack: above 512 levels is taken as 512.
  package var maximumDepth: Int

  package init(maximumLength: Int, maximumDepth: Int = 256) {
    self.maximumLength = maximumLength
    self.maximumDepth = min(max(maximumDepth, 1), 512)
  }

  /// 64 MB and 256 levels: four times the longest message that a client may send, and far more nesting than real documents have.
  package static let standard = JSONLimits(maximumLength: 64 * 1_048_576)
}
