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
  }

  @Test("The article that French and Italian hang before a word is left out; a letter in quotes stays")
  func elisions() {
    #expect(words("l'eau d'Anna, L’hôte, dell'università, qu'il") == ["eau", "anna", "hôte", "università", "il"])
    #expect(words("'d' and x = l'") == ["d", "and", "x", "l"])
    #expect(words("o'clock, O'Brien, rock'n'roll") == ["o", "clock", "o", "brien", "rock", "roll"])
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
    #expect(words("हिन्दी भाषा") == ["हिन्द", "भाष"])
    #expect(words("Ёлка ёлка") == ["елк", "елк"])
    #expect(words("مُدَرِّس مدرس") == ["مدرس", "مدرس"])
    #expect(words("cafe\u{301}") == ["cafe"])
    #expect(words("Straße ＳＱＬ") == ["strasse", "sql"])
  }

  @Test(
    "What is written in several ways is one word",
    arguments: [
      ("ﾊﾞｯｸｱｯﾌﾟ ｶﾞｰﾄﾞ ｳﾞ", "バックアップ ガード ヴ"),
      ("ハ\u{3099}ックアッフ\u{309A}", "バックアップ"),
      ("\u{1103}\u{1166}\u{110B}\u{1175}\u{1110}\u{1165} \u{1107}\u{1162}\u{11A8}\u{110B}\u{1165}\u{11B8}", "데이터 백업"),
      ("βάση, ΒΆΣΗ, ΒΑΣΗ", "βαση, βαση, βαση"),
      ("Γιώργος προϊόντων ᾧ", "γιωργοσ προιοντων ω"),
      ("полный, полныи\u{306}, ёлка, їхній", "полныи, полныи, елка, іхніи"),
      ("إصدار أحمد آخر مسؤول مكتبة مستوى", "اصدار احمد اخر مسوول مكتبه مستوي"),
      ("ا\u{654}حمد كلمـــة", "احمد كلمه"),
      ("پشتيبان گيري", "پشتیبان گیری"),
      ("הַשָּׁרָת", "השרת"),
      ("फ़ाइल फ\u{93C}ाइल ज़्यादा", "फाइल फाइल ज्यादा"),
      ("কো", "ক\u{9C7}\u{9BE}"),
      ("٢٥٦ ۲۵ ๓.๒ २५", "256 25 3.2 25"),
      ("Łódź ıĺ İ đ þ ð", "lódź iĺ i d th d"),
      ("o\u{FB03}ce \u{FB01}rewall ＴＯＤＯ", "office firewall todo"),
      ("µs Ω", "μs ω"),
      ("❤\u{FE0F} 👍🏽 3\u{FE0F}\u{20E3}", "❤ 👍 3"),
    ] as [(String, String)])
  func spellings(text: String, usual: String) {
    #expect(words(text) == words(usual))
    #expect(terms(text) == terms(usual))
  }

  @Test("Forms of one noun are one word where the index has no stemmer")
  func endings() {
    #expect(Set(words("сервер сервера серверы серверами серверу")) == ["сервер"])
    #expect(Set(words("плата платы плат платами")) == ["плат"])
    #expect(Set(words("διακομιστής διακομιστή διακομιστές")) == ["διακομιστ"])
    #expect(Set(words("الحاويات والحاويات للحاويات بالحاويات حاويات")) == ["حاويات"])
    #expect(Set(words("बंदरगाह बंदरगाहों")) == ["बंदरगाह"])
    #expect(words("он ему до الى") == ["он", "ему", "до", "الي"])
  }

  @Test("An emoji is a word by itself")
  func emoji() {
    #expect(words("fix🐛now") == ["fix", "xe128027", "now"])
    #expect(words("👩‍💻") == ["xe128105", "xe128187"])
    #expect(terms("🚀") == ["xe128640"])
  }

  @Test("The parts of a Persian word are words, and it is whole")
  func persian() { #expect(words("پشتیبان\u{200C}گیری") == ["پشتيبان", "گيري", "پشتيبانگيري"]) }

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
    #expect(terms("!!! … — ()").isEmpty)
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
