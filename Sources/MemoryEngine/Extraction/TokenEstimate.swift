/// Estimates how many tokens a model counts for a text, without its vocabulary.
///
/// The byte-pair vocabularies of today's models split text first at borders of words, numbers and punctuation, and give a common
/// word one token. So: a run of Latin letters costs one token for every six of its letters (4.0 to 4.5 bytes a token in English
/// prose, its spaces included), a number one for every three digits, each run of one punctuation mark one for every two, a
/// character of a script without spaces one, an emoji two, other letters one for every three. Code comes out denser because it has more
/// punctuation. Meant for limits, so it errs to the high side.
package enum TokenEstimate {
  private enum Run: Equatable { case none, letters, digits, mark(UInt8), foreign }

  /// Grows with the text, and never by more than the parts' sum: `tokens(a + b) <= tokens(a) + tokens(b)`.
  package static func tokens(_ text: some StringProtocol) -> Int {
    var (total, run, length) = (0, Run.none, 0)
    func continues(_ next: Run, every step: Int) {
      if run != next { (run, length) = (next, 0) }
      if length % step == 0 { total += 1 }
      length += 1
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continues(.letters, every: 6)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): continues(.digits, every: 3)
      case 0x20: if run != .none { (run, length) = (.none, 0) }
      case 0x00...0x1F: continues(.mark(0x0A), every: 2)
      case 0x21...0x7F: continues(.mark(byte), every: 2)
      // A lead byte stands for its character; the bytes that follow it are counted with it.
      case 0x80...0xBF: break
      case 0xC0...0xDF: continues(.foreign, every: 3)
      case 0xE0...0xE2: continues(.foreign, every: 2)
      case 0xE3...0xEF:
        run = .none
        total += 1
      default:
        run = .none
        total += 2
      }
    }
    return total
  }
}
