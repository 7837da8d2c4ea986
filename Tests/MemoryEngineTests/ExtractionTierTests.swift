import SeededRandom
import Testing

@testable import MemoryEngine

@Suite("Tiers by rules")
struct ExtractionTierTests {
  @Test(
    "an abstract is the first sentence, with the title before it",
    arguments: [
      ("We use bun. It is fast.", nil, "We use bun."),
      ("We use bun. It is fast.", "Package manager", "Package manager: We use bun."),
      ("# Package manager\n\nWe use **bun**, not `npm`. It is fast.", nil, "Package manager: We use bun, not npm."),
      ("Package manager is bun.", "Package manager", "Package manager is bun."), ("", "Only a title", "Only a title"),
      ("See [the guide](https://a.example/b) and ![logo](x.png) first.", nil, "See the guide and logo first."),
      ("We agreed:\n- ULIDs for ids\n- UTC everywhere\n", nil, "We agreed: ULIDs for ids; UTC everywhere"),
      ("- one\n- two", nil, "one; two"), ("---\ntitle: x\n---\n\nBody here. More.", nil, "Body here."),
      ("Use e.g. bun or pnpm, i.e. no npm. Second.", nil, "Use e.g. bun or pnpm, i.e. no npm."),
      ("Version 2.1 of setup.sh is out. Next.", nil, "Version 2.1 of setup.sh is out."),
      ("数据库在端口5433上。不要改。", nil, "数据库在端口5433上。"),
      ("```swift\nimport Glibc\n\nfunc parse(_ x: Int) -> Int { x }\n```", nil, "Code (swift): func parse(_ x: Int) -> Int { x }"),
      ("    let x = 1\n    let y = 2", nil, "Code: let x = 1"), ("| name | port |\n|---|---|\n| db | 5433 |", nil, "name, port"),
      ("> quoted words here\n", nil, "quoted words here"),
      ("snake_case_name and 2 * 3 * 4 stay", nil, "snake_case_name and 2 * 3 * 4 stay"),
      ("line one\nline two goes on. End.", nil, "line one line two goes on."),
      ("<b>Bold</b> Array<Int> stays", nil, "Bold Array<Int> stays"),
    ] as [(String, String?, String)])
  func abstracts(content: String, title: String?, expected: String) {
    #expect(TierWriter.abstract(of: content, title: title) == expected)
  }

  @Test("a long sentence ends at a clause or between words, with an ellipsis")
  func longSentence() {
    let sentence = (0..<80).map { "the service number \($0) writes its log" }.joined(separator: ", ") + "."
    let abstract = TierWriter.abstract(of: sentence)
    #expect(TokenEstimate.tokens(abstract) <= TierWriter.abstractLimit)
    #expect(abstract.hasSuffix("log…"))
  }

  @Test(
    "content without a word that could be shown is described",
    arguments: [String(repeating: "x", count: 9000), "***", "\n\n", "", "🚀"])
  func nothingToShow(content: String) {
    let abstract = TierWriter.abstract(of: content)
    #expect(!abstract.isEmpty)
    #expect(TokenEstimate.tokens(abstract) <= TierWriter.abstractLimit)
  }

  @Test("an overview of a short content is the content")
  func shortOverview() {
    #expect(TierWriter.overview(of: "  # A\n\ntext\n") == "# A\n\ntext")
  }

  @Test("an overview of a long content keeps its headings, first sentences and key sentences in order")
  func longOverview() {
    let filler = String(repeating: "It goes on about nothing in particular here. ", count: 30)
    let content = (1...40).map { "## Part \($0)\n\nOpening of part \($0). \(filler)We must never skip part \($0)." }
      .joined(separator: "\n\n")
    let overview = TierWriter.overview(of: content)
    let lines = overview.split(separator: "\n").map(String.init)
    #expect(lines.filter { $0.hasPrefix("## ") } == (1...40).map { "## Part \($0)" })
    for part in 1...40 {
      #expect(overview.contains("Opening of part \(part)."))
      #expect(overview.contains("We must never skip part \(part)."))
    }
    #expect(TokenEstimate.tokens(overview) <= TierWriter.overviewLimit)
    #expect(TokenEstimate.tokens(overview) > TierWriter.overviewLimit * 9 / 10, "the room that is left is used")
  }

  @Test("an overview of one long paragraph is its beginning, sentence after sentence")
  func longParagraph() {
    let content = (1...400).map { "Sentence number \($0) of the essay says something." }.joined(separator: " ")
    let overview = TierWriter.overview(of: content)
    #expect(content.hasPrefix(overview))
    #expect(TokenEstimate.tokens(overview) > TierWriter.overviewLimit * 9 / 10)
  }

  /// Text of random pieces: prose, Markdown, code, scripts of the world, emoji of many scalars.
  static func text(_ random: inout SeededGenerator, pieces: Int) -> String {
    let words = [
      "memory", "the", "of", "parser", "returns", "a", "value", "e.g.", "3.14", "don't", "co-worker", "Übergröße", "naïve",
      "память", "поиск", "μνήμη",
      "数据库", "測試", "メモリを検索する", "기억", "ความจำ", "स्मृति", "ذاكرة", "👩‍👩‍👧‍👦", "🚀", "🇩🇪", "e\u{301}", "`code`", "**bold**",
      "[link](https://x.example/y)",
      "func f(x: Int) -> Int { x * 2 }", "git commit -m \"x\"", "a_b_c", String(repeating: "long", count: 40), "x=1;y=2;", "<div>",
    ]
    let ends = [
      " ", " ", " ", " ", " ", ". ", "! ", "? ", "。", "\n", "\r\n", "\n\n", "\n- ", "\n# ", "\n```\n", "\n> ", "\n    ", ", ", ": ",
      "\u{2028}", "\t", " \u{301}",
    ]
    var text = ""
    for _ in 0..<pieces {
      text += words[Int.random(in: 0..<words.count, using: &random)] + ends[Int.random(in: 0..<ends.count, using: &random)]
    }
    return text
  }

  @Test("no content exceeds the limits of the tiers, and an abstract is one line")
  func limits() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<80 {
      let content = Self.text(&random, pieces: [3, 30, 300, 1500][round % 4])
      let abstract = TierWriter.abstract(of: content)
      #expect(TokenEstimate.tokens(abstract) <= TierWriter.abstractLimit)
      #expect(!abstract.isEmpty && !abstract.contains(where: \.isNewline))
      #expect(TokenEstimate.tokens(TierWriter.overview(of: content)) <= TierWriter.overviewLimit)
    }
  }

  @Test("an abstract of prose has no word that the content has not")
  func wholeWords() {
    var random = SeededGenerator(seed: 13)
    let words = [
      "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "internationalization", "golf", "hotel,", "india;", "juliet",
    ]
    for _ in 0..<300 {
      let count = Int.random(in: 1...400, using: &random)
      let content = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(separator: " ")
      let known = Set(content.split(separator: " ").map { $0.filter(\.isLetter) })
      for word in TierWriter.abstract(of: content).split(separator: " ") { #expect(known.contains(word.filter(\.isLetter))) }
    }
  }

  @Test("joined passages are the content, each within the limit and between grapheme clusters")
  func chunks() {
    var random = SeededGenerator(seed: 17)
    for round in 0..<80 {
      let content = Self.text(&random, pieces: [1, 20, 200, 1000][round % 4])
      let passages = Chunker.passages(of: content)
      #expect(passages.joined() == content)
      #expect(passages.reduce(0) { $0 + $1.count } == content.count, "a border lies inside a grapheme cluster")
      for passage in passages { #expect(TokenEstimate.tokens(passage) <= Chunker.passageLimit) }
    }
  }

  @Test("passages break between paragraphs and keep a code block together")
  func chunkBorders() {
    let paragraph = String(repeating: "The parser reads a line and gives a value. ", count: 8)
    let code = "```swift\n" + String(repeating: "let x = 1\n\n", count: 20) + "```"
    let passages = Chunker.passages(of: "# One\n\n\(paragraph)\n\n\(code)\n\n# Two\n\n\(paragraph)\n")
    #expect(passages.count >= 2)
    #expect(passages.contains { $0.contains("```swift") && $0.contains("\n```\n") })
    #expect(passages.contains { $0.hasPrefix("# Two") })
  }

  @Test("one grapheme cluster of thousands of marks is one passage, and nothing is lost")
  func monstrousCluster() {
    let content = "a" + String(repeating: "\u{301}", count: 5000) + " b"
    #expect(Chunker.passages(of: content).joined() == content)
    #expect(Chunker.passages(of: "").isEmpty)
  }

  @Test("an estimate is additive at most, and near what vocabularies give for prose and Han")
  func tokens() {
    var random = SeededGenerator(seed: 19)
    for _ in 0..<300 {
      let (left, right) = (Self.text(&random, pieces: 10), Self.text(&random, pieces: 10))
      #expect(TokenEstimate.tokens(left + right) <= TokenEstimate.tokens(left) + TokenEstimate.tokens(right))
    }
    let prose = "The quick brown fox jumps over the lazy dog while the engineers review a small change to the parser."
    #expect((18...28).contains(TokenEstimate.tokens(prose)))
    #expect(TokenEstimate.tokens("数据库在端口上") == 7)
    #expect(TokenEstimate.tokens("") == 0)
  }
}
