import Testing

@testable import MemoryStore

@Suite struct SearchTextTests {
  private func words(_ text: String) -> [String] {
    SearchText.indexed(text, scope: nil).split(separator: " ").dropFirst().map(String.init)
  }

  private func terms(_ question: String) -> [String] { SearchText.terms(of: question).map(\.text) }

  @Test(
    "Identifiers are split and kept whole",
    arguments: [
      ("getUserName", ["get", "user", "name", "getusername"]),
      ("get_user_name", ["get", "user", "name", "getusername"]),
      ("parseHTTPBody", ["parse", "http", "body", "parsehttpbody"]),
      ("--no-verify", ["no", "verify", "noverify"]),
      ("utf-8", ["utf", "8", "utf8"]),
      ("sha256", ["sha256"]),
      ("3.40.1", ["3", "40", "1", "3401"]),
      ("2026-03-05", ["2026", "03", "05", "20260305"]),
      ("Sources/MemoryStore/x.swift", ["sources", "memory", "store", "memorystore", "x", "swift", "xswift"]),
      ("C++ and C# and F#", ["cplus", "and", "csharp", "and", "fsharp"]),
      ("std::vector<int>", ["std", "vector", "int"]),
    ] as [(String, [String])])
  func identifiers(text: String, expected: [String]) {
    #expect(words(text) == expected)
  }

  @Test("What English hangs on with an apostrophe is left out, in both kinds of apostrophe")
  func contractions() {
    #expect(words("Ann's dog doesn’t bark, we'll see") == ["ann", "dog", "doesn", "bark", "we", "see"])
    #expect(words("l'eau d'Anna") == ["l", "eau", "d", "anna"])
  }

  @Test(
    "Scripts without spaces become pairs of letters and a last letter",
    arguments: [
      ("缓存击穿", ["缓存", "存击", "击穿", "穿"]),
      ("データ", ["デー", "ータ", "タ"]),
      ("猫", ["猫"]),
      ("用SQLite存", ["用", "sq", "lite", "sqlite", "存"]),
      ("สวัสดี", ["สวั", "วัส", "สดี", "ดี"]),
      ("로그인", ["로그", "그인", "인"]),
    ] as [(String, [String])])
  func unsegmentedScripts(text: String, expected: [String]) {
    #expect(words(text) == expected)
  }

  @Test("A question asks for the pairs, and for the beginning of pairs where it has one letter only")
  func questionsInUnsegmentedScripts() {
    #expect(terms("缓存击穿") == ["缓存", "存击", "击穿"])
    #expect(SearchText.terms(of: "猫").map(\.expression) == ["\"猫\"*"])
  }

  @Test("Words with their vowel signs stay whole")
  func vowelSigns() {
    #expect(words("हिन्दी भाषा") == ["हिन्दी", "भाषा"])
    #expect(words("Ёлка ёлка") == ["елка", "елка"])
    #expect(words("مُدَرِّس مدرس") == ["مدرس", "مدرس"])
    #expect(words("cafe\u{301}") == ["cafe"])
    #expect(words("Straße ＳＱＬ") == ["strasse", "sql"])
  }

  @Test(
    "A question's terms are the index's words", arguments: ["getUserName is in Sources/App.swift", "l'été à Zürich", "灰度发布 v2.1"])
  func questionsAgreeWithTheIndex(text: String) {
    let indexed = Set(words(text))
    for term in SearchText.terms(of: text) { #expect(indexed.contains(term.text), "\(term) is not among \(indexed)") }
  }

  @Test("Signs of the query language never reach it")
  func querySyntax() {
    for text in ["\"a\" OR (b", "NEAR(a b, 2)", "col:x ^y z*", "a AND NOT b -c +d", "\u{0}'; DROP TABLE x; --"] {
      for term in SearchText.terms(of: text) {
        #expect(term.text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.numericType != nil })
      }
    }
    #expect(terms("!!! 🙂 …").isEmpty)
  }

  @Test("Very long words are cut, the same way in index and question")
  func longWords() {
    let long = String(repeating: "ab1", count: 4000)
    #expect(words(long) == terms(long))
    #expect(words(long).allSatisfy { $0.utf8.count <= WordScanner.longestWord })
  }

  @Test("Names of projects become words that no stemmer touches")
  func scopes() {
    #expect(SearchText.indexed("x", scope: nil) == "xq0 x")
    #expect(SearchText.scopeWord("shop") != SearchText.scopeWord("shops"))
    #expect(UInt64(SearchText.scopeWord("shop").dropFirst(2)) != nil)
  }
}
