import Embedding
import MemoryEngine
import SeededRandom
import Testing

@Suite("Passages and the window of the built-in embedder")
struct PassageWindowTests {
  private static let window = 256
  private let tokenizer: WordPieceTokenizer

  init() throws { tokenizer = WordPieceTokenizer(vocabulary: try Vocabulary.builtIn) }

  private func expectFit(_ content: String, _ location: SourceLocation = #_sourceLocation) {
    let passages = Chunker.passages(of: content)
    #expect(passages.joined() == content, sourceLocation: location)
    for passage in passages {
      let tokens = tokenizer.tokenCount(String(passage))
      #expect(tokens <= Self.window, "\(tokens) tokens: \(passage.prefix(80).debugDescription)", sourceLocation: location)
    }
  }

  @Test(
    "whatever the language, the embedder reads each passage to its end",
    arguments: [
      "The staging database listens on port 5433, not 5432. ", "Ada prefers tabs; she says that spaces are for prose.\n\n",
      "数据库在端口上监听，请检查配置文件。", "データベースの接続文字列を変更しました。", "데이터베이스 포트를 변경했습니다. 안녕하세요 세계! ",
      "База данных слушает порт 5433. Пользователь предпочитает табуляцию. ", "Η βάση δεδομένων ακούει στη θύρα. ",
      "מסד הנתונים מאזין בפורט והמשתמש מעדיף טאבים. ", "قَاعِدَةُ البَيَانَاتِ عَلَى المَنْفَذِ، والمستخدم يفضل ذلك. ",
      "डेटाबेस पोर्ट ५४३३ पर है। उपयोगकर्ता टैब पसंद करता है। ", "ฐานข้อมูลอยู่ที่พอร์ตสวัสดีชาวโลก", "தமிழ் மொழி தரவுத்தளம் கேட்கிறது. ",
      "Cơ sở dữ liệu lắng nghe ở cổng. Nguyễn Thị Hường đã đến Đà Nẵng. ", "àéîõü ÀÉÎÕÜ ", "e\u{301}a\u{300}o\u{302} ",
    ])
  func languages(sentence: String) {
    expectFit(String(repeating: sentence, count: 120))
    // Below the chunker's own limit, where a content stays whole unless the window objects.
    for count in 1...30 { expectFit(String(repeating: sentence, count: count)) }
  }

  @Test(
    "code, tables, rules and dumps fit as well",
    arguments: [
      "let ids = try await store.read { try Node.fetchAll($0, sql: \"SELECT * FROM nodes WHERE id = ?\", [id]) }\n",
      "function(a,b){var c=a[0],d=b.x;return c?d(c,a.b.c):e.f(g,{h:i,j:!0})};", "| 385.748417 | 837.007984 | -604.839491 |\n",
      "550e8400-e29b-41d4-a716-446655440000\n", "441390817 730969179 596907418 ", "// -----------------------------------\n",
      "=", "- ", "()", "x_y_z_", "→←│┌─┐", "①②③", "👨‍👩‍👧‍👦🏳️‍🌈👍🏽 ", "[SEP]", "[CLS] [MASK] ", "a ", "a",
    ])
  func symbols(piece: String) { expectFit(String(repeating: piece, count: 1000)) }

  @Test("letters in no order fit, broken by spaces and lines or by nothing")
  func random() {
    var random = SeededGenerator(seed: 23)
    let alphabets: [[Character]] = [
      Array("qxzjvkw"), Array("0123456789abcdef"), Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
      Array("!@#$%^&*()_+-=[]{};:,.<>/?|~`"), Array("жщъыэюѳӂ"), Array("ψωάέήξθ"), Array("가각힣뷁똠방"), Array("‼⁉™©\u{200D}"),
    ]
    for alphabet in alphabets {
      for spaces in [0.0, 0.02, 0.2] {
        var content = ""
        while content.utf8.count < 6000 {
          content.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
          if Double.random(in: 0..<1, using: &random) < spaces { content.append(Bool.random(using: &random) ? " " : "\n") }
        }
        expectFit(content)
      }
    }
  }

  // Passages are embedded one by one: a border that moves makes every vector behind it worth nothing.
  @Test("borders lie where they always lay in texts that fit")
  func standingBorders() {
    let prose = String(repeating: "The parser reads a line and gives a value; what it cannot read, it names. ", count: 30)
    let code = (0..<60).map { "let value\($0) = try decoder.decode(at: \($0), as: Int.self)\n" }.joined()
    let content = "# One\n\n\(prose)\n\n```swift\n\(code)```\n\n# Two\n\n\(prose)\n"
    #expect(
      Chunker.passages(of: content).map(\.utf8.count) == [
        7, 814, 814, 593, 1, 486, 493, 495, 495, 495, 495, 335, 7, 814, 814, 593,
      ])
    let han = String(repeating: "数据库在端口上监听，请检查配置文件。", count: 30)
    #expect(Chunker.passages(of: han).map(\.utf8.count) == [594, 594, 432])
  }

  @Test("one grapheme cluster of more than the window is left whole")
  func monstrousCluster() {
    let cluster = "‼" + String(repeating: "\u{200D}‼", count: 600)
    #expect(cluster.count == 1 && tokenizer.tokenCount(cluster) > Self.window)
    #expect(Chunker.passages(of: cluster) == [cluster[...]])
    #expect(Chunker.passages(of: "before \(cluster) after").joined() == "before \(cluster) after")
  }

  @Test("an unbroken text of a megabyte is cut, and in time")
  func unbroken() {
    let content = String(repeating: "abcdefghijklmnopqrst", count: 50_000)
    expectFit(content)
  }
}
