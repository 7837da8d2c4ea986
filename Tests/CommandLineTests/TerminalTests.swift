import MemoryModel
import Testing

@testable import continuity

struct TerminalTests {
  @Test("No line is wider than the window, nothing is lost, and words stay whole where they fit")
  func wraps() {
    let text = "The quick brown fox jumps over the lazy dog, and über-lange Wörter wie 記憶を探すためのコマンド stay readable."
    for width in 8...80 {
      let lines = Wrapping.lines(of: text, width: width)
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
    #expect(Wrapping.lines(of: "one two three", width: 8) == ["one two", "three"])
    #expect(Wrapping.lines(of: "  - one two three", width: 10) == ["  - one", "  two", "  three"])
    #expect(Wrapping.lines(of: "a\n\nb", width: nil) == ["a", "", "b"])
  }

  @Test("Wide characters count two columns, combining marks none")
  func widths() {
    #expect(DisplayWidth.of("abc") == 3)
    #expect(DisplayWidth.of("記憶") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("😀") == 2)
    #expect(DisplayWidth.shorten("記憶を探す", to: 6) == "記憶…")
    #expect(DisplayWidth.shorten("short", to: 5) == "short")
    #expect(DisplayWidth.shorten("any length", to: nil) == "any length")
  }

  @Test("A memory cannot send escape sequences to the terminal")
  func printable() {
    #expect(Page.printable("a\u{1B}[2Jb\u{7}\u{9B}c\u{202E}d\n\te") == "a\u{FFFD}[2Jb\u{FFFD}\u{FFFD}c\u{FFFD}d\n\te")
    var page = Page(terminal: .plain)
    page.verbatim("as it is\u{1B}")
    #expect(page.text == "as it is\u{1B}")
  }

  @Test("Without colours nothing is painted")
  func paint() {
    #expect(Terminal.plain.paint("x", .red) == "x")
    #expect(Terminal(width: 80, usesColour: true).paint("x", .red) == "\u{1B}[31mx\u{1B}[0m")
  }

  @Test("Figures read as people write them")
  func figures() {
    #expect(Figures.grouped(0) == "0")
    #expect(Figures.grouped(1_234_567) == "1,234,567")
    #expect(Figures.grouped(.min) == "-9,223,372,036,854,775,808")
    #expect(Figures.bytes(999) == "999 bytes")
    #expect(Figures.bytes(147_456) == "147.5 kB")
    #expect(Figures.bytes(999_999) == "1.0 MB")
    #expect(Figures.score(0.999) == "1.00")
    #expect(Figures.signed(-0.05) == "-0.050")
    #expect(Figures.fixed(.infinity, decimals: 2) == "inf")
    #expect(Figures.count(1, "memory", "memories") == "1 memory")
    #expect(Figures.count(0, "memory", "memories") == "0 memories")
  }

  @Test("Moments are told from now, and what is no moment stays as it is")
  func moments() {
    let now = Timestamp(iso8601: "2026-11-21T12:00:00Z") ?? Timestamp(milliseconds: 0)
    #expect(Moment.relative("2026-11-21T11:59:30Z", now: now) == "just now")
    #expect(Moment.relative("2026-11-21T11:00:00Z", now: now) == "1 hour ago")
    #expect(Moment.relative("2026-11-18T12:00:00Z", now: now) == "3 days ago")
    #expect(Moment.relative("2027-01-01T12:00:00Z", now: now).hasPrefix("from 2027-01-01"))
    #expect(Moment.relative("soon", now: now) == "soon")
  }

  @Test("A near word is found, a far one is not")
  func nearest() {
    #expect(Nearest.word(to: "fnd", among: ["find", "forget"]) == "find")
    #expect(Nearest.word(to: "zzzz", among: ["find", "forget"]) == nil)
    #expect(Nearest.word(to: "fnid", among: ["find", "forget"]) == "find")
    #expect(Nearest.distance("kitten", "sitting") == 3)
    #expect(Nearest.distance("ab", "ba") == 1)
    #expect(Nearest.distance("", "abc") == 3)
    #expect(RootCommand.misspelling(in: ["continuity", "fnd"])?.contains("did you mean `find`?") == true)
    #expect(RootCommand.misspelling(in: ["continuity", "find"]) == nil)
    #expect(RootCommand.misspelling(in: ["continuity", "--help"]) == nil)
  }
}

struct BarTests {
  @Test("A bar grows by eighths of a column, shows a little of the least, and never passes its room")
  func lengths() {
    #expect(Bar.of(0, columns: 10) == "")
    #expect(Bar.of(0.0001, columns: 10) == "▏")
    #expect(Bar.of(0.5, columns: 10) == "█████")
    #expect(Bar.of(1, columns: 4) == "████")
    #expect(Bar.of(7, columns: 4) == "████")
    #expect(Bar.of(.nan, columns: 4) == "")
    #expect(DisplayWidth.of(Bar.padded(0.3, columns: 8)) == 8)
  }
}
