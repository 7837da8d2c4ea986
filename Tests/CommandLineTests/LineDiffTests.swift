import SeededRandom
import Testing

@testable import continuity

struct LineDiffTests {
  @Test("A difference applied to the old text gives the new one")
  func difference() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let old = (0..<Int.random(in: 0...12, using: &generator)).map { _ in "\(Int.random(in: 0...4, using: &generator))" }
      let new = (0..<Int.random(in: 0...12, using: &generator)).map { _ in "\(Int.random(in: 0...4, using: &generator))" }
      let lines = LineDiff.lines(from: old.joined(separator: "\n"), to: new.joined(separator: "\n"), context: 20)
      if old == new || lines.isEmpty { continue }
      var (before, after) = ([String](), [String]())
      for line in lines {
        switch line {
        case .same(let text):
          before.append(text)
          after.append(text)
        case .removed(let text): before.append(text)
        case .added(let text): after.append(text)
        case .gap: Issue.record("everything is near enough to be shown")
        }
      }
      #expect(before == old)
      #expect(after == new)
    }
    #expect(
      LineDiff.lines(from: "a\nb\nc\nd\ne", to: "a\nb\nc\nd\nf", context: 1) == [.gap(3), .same("d"), .removed("e"), .added("f")])
    #expect(LineDiff.lines(from: "a", to: "a\n").isEmpty)
  }
}
