/// A text as it may be written down, and what was taken out of it.
package struct Redacted: Sendable {
  /// Every byte that was neither secret nor private, as it was; a marker stands for what was.
  package var text: String
  /// How many secrets were replaced.
  package var secrets: Int = 0
  /// How many private passages were taken out; one that holds others counts once.
  package var privateSpans: Int = 0
  /// Nothing but private passages and white space: `text` is empty and the turn is not to be recorded.
  package var isWhollyPrivate: Bool = false
  /// What the private passages said. For `Redactor.removingEchoes(of:in:)` on the later texts of the same turn; never stored.
  package var privateTexts: [String] = []

  package var redactions: Int { secrets + privateSpans }

  init(text: String) { self.text = text }
}
