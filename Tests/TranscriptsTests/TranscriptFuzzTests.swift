import SeededRandom
import Testing

@testable import Transcripts

@Suite("Damaged transcripts")
struct TranscriptFuzzTests {
  private func session() -> [UInt8] {
    var session = SyntheticTranscript()
    session.user("Look at \"a\\b\" and é你🚀\nthen <system-reminder>x</system-reminder> go", parent: .some(nil))
    session.call("Bash", input: #"{"command":"ls \"x\"","n":[1,2,{"a":null}],"t":true}"#, id: "t1")
    session.result("t1", "The user doesn't want to proceed. the user said:\nno", failed: true)
    session.assistant("Done \\ with \u{2028} it.")
    session.entry("system", uuid: "b", parent: .some(nil), fields: #""subtype":"compact_boundary","content":"x""#)
    session.user("And <continuity-context>y")
    session.assistant("Bye.")
    return Array(session.lines.joined(separator: [0x0A])) + [0x0A]
  }

  @Test("whatever bytes are changed, cut out or doubled, reading ends and reports no more turns than there were prompts")
  func damage() throws {
    var random = SeededGenerator(seed: 5)
    let whole = session()
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        guard !bytes.isEmpty else { break }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = Array(#"{}[]",:\<>/"#.utf8)[Int.random(in: 0..<11, using: &random)]
        case 2: bytes.removeSubrange(place..<min(place + Int.random(in: 1...40, using: &random), bytes.count))
        default: bytes.insert(contentsOf: bytes[place..<min(place + 30, bytes.count)], at: place)
        }
      }
      let transcript = try SyntheticTranscript.read(bytes)
      #expect(transcript.turns.count <= 8)
      for (index, turn) in transcript.turns.enumerated() { #expect(turn.index == index) }
    }
  }

  @Test("the scanner never reads past the end of a line that stops anywhere")
  func everyPrefix() {
    let whole = session()
    for end in 0...whole.count {
      // A buffer of exactly that length, so that a sanitizer sees one byte too many.
      let exact = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: end)
      defer { exact.deallocate() }
      _ = exact.initialize(from: whole[..<end])
      var repaired = false
      _ = TranscriptLine(UnsafeBufferPointer(exact), repaired: &repaired)
      if let slice = JSONSlice(UnsafeBufferPointer(exact)) {
        slice.forEachMember { _, value in _ = value.string(repaired: &repaired) }
      }
    }
  }
}
