import Testing

@testable import MemoryEngine

@Suite struct EmbeddedTextTests {
  @Test(
    "What a named speaker says of themselves is told of them by name",
    arguments: [
      ("Caroline: I went to my sister's.", "Caroline: Caroline went to Caroline's sister's."),
      ("Caroline: I'm glad, it helped me!", "Caroline: Caroline is glad, it helped Caroline!"),
      ("Caroline: I’ve seen it, and I'd go", "Caroline: Caroline has seen it, and Caroline would go"),
      ("Zoë: mine is i=0, myself", "Zoë: Zoë's is i=0, Zoë"),
      ("Mary Ann: IKEA, Mimi, army, I18N, I_x", "Mary Ann: IKEA, Mimi, army, I18N, I_x"),
      ("Caroline: I", "Caroline: Caroline"),
    ])
  func namedSpeakers(text: String, expected: String) {
    #expect(EmbeddedText.of(passage: text) == expected)
  }

  @Test(
    "Where nobody's name stands before it, a text is embedded as it stands",
    arguments: [
      "I prefer tabs.", "User: I prefer tabs.", "fix: I broke it", "https://example.org/I", "", ":", "Ann:", "Ann:x I", "👩‍💻: I",
      "Caroline said\nAnn: I",
    ])
  func othersStayAsTheyAre(text: String) {
    #expect(EmbeddedText.of(passage: text) == text)
  }
}
