import JSONValues
import Testing

@testable import MemoryEngine

@Suite("Private passages are taken out")
struct RedactionPrivateTests {
  @Test(
    "What stands between the tags goes, whatever they look like",
    arguments: [
      ("a <private>x</private> b", "a [private] b"),
      ("a <PRIVATE>x</PRIVATE> b", "a [private] b"),
      ("a <Private>x</pRIVATE> b", "a [private] b"),
      ("a < private >x< / private > b", "a [private] b"),
      ("a <private class=\"x\" id='y'>x</private> b", "a [private] b"),
      ("a <private\n  reason=\"x\">x</private\n> b", "a [private] b"),
      ("a <private>x <private>y</private> z</private> b", "a [private] b"),
      ("a <private>x <PRIVATE>y</PRIVATE> z <private>q</private></private> b", "a [private] b"),
      ("a <private>x", "a [private]"),
      ("a <private>x <private>y</private> z", "a [private]"),
      ("a <private/>x", "a [private]"),
      ("a </private> b", "a [private] b"),
      ("a <private>x</private> b </private> c", "a [private] b [private] c"),
      ("a <private></private> b", "a [private] b"),
      ("a\n<private>x</private>\nb", "a\nb"),
      ("a\n  <private>x\ny</private>  \nb", "a\nb"),
      ("a\r\n<private>x</private>\r\nb", "a\r\nb"),
      ("a\n<private>x</private>", "a\n"),
      ("a &lt;private&gt;x&lt;/private&gt; b", "a [private] b"),
      ("{\"a\":\"\\u003cprivate\\u003ex\\u003c/private\\u003e b\"}", "{\"a\":\"[private] b\"}"),
      ("{\"a\":\"<private>x<\\/private> b\"}", "{\"a\":\"[private] b\"}"),
      ("a <pri\u{200B}vate>x</private> b", "a [private] b"),
      ("a ```\n<private>x</private>\n``` b", "a ```\n``` b"),
      ("a `<private>x</private>` b", "a `[private]` b"),
      ("a `<private>`x`</private>` b", "a `[private]` b"),
      ("你好 <private>秘密</private> 世界", "你好 [private] 世界"),
      ("<pri<private>x</private>vate>y</private> b", "<pri[private]vate>y[private] b"),
    ])
  func takesOut(_ text: String, _ wanted: String) {
    let redacted = Redactor.redact(text)
    #expect(redacted.text == wanted)
    #expect(!redacted.isWhollyPrivate)
    let again = Redactor.redact(redacted.text)
    #expect(again.text == redacted.text && again.redactions == 0)
  }

  @Test(
    "What is no tag stays",
    arguments: [
      "a <privateKey>x</privateKey> b", "private", "<private", "a < b && private > c", "<privates>x</privates>",
      "the `<private>` tag hides what follows",
      "Array<Int>", "<private-data>x", "&lt;p&gt;", "", "\\u003c", "<", "</", "x<private",
    ])
  func stays(_ text: String) {
    #expect(Redactor.redact(text).text == text)
    #expect(Redactor.redact(text).privateSpans == 0)
  }

  @Test(
    "A text that is nothing but private comes back empty and says so",
    arguments: [
      "<private>x</private>", "  <private>x</private>\n", "<PRIVATE>x", "<private></private>",
      "<private>a</private> <private>b</private>",
      "\n<private>a\nb</private>\n\n<private>c", "<private>a <private>b</private>", "&lt;private&gt;x",
    ])
  func whollyPrivate(_ text: String) {
    let redacted = Redactor.redact(text)
    #expect(redacted.isWhollyPrivate)
    #expect(redacted.text.isEmpty)
    #expect(redacted.privateSpans >= 1)
  }

  @Test("Empty text and white space are not private")
  func emptyText() {
    for text in ["", " ", "\n\n", "</private>"] { #expect(!Redactor.redact(text).isWhollyPrivate) }
  }

  @Test("The private texts are handed over as they were")
  func privateTexts() {
    let redacted = Redactor.redact("a <private>one <b></private> c <private x>two\u{200B}</private>")
    #expect(redacted.privateTexts == ["one <b>", "two\u{200B}"])
    #expect(redacted.privateSpans == 2)
  }

  @Test("A secret that private tags cut in two is found when they are gone")
  func secretAcrossTags() {
    let (first, second) = ("gh" + "p_" + "a1B2c3D4e5F6g7H8i9", "J0k1L2m3N4o5P6q7R8")
    let redacted = Redactor.redact("<private>x</private>\(first)\(second)")
    #expect(redacted.text == "[private][redacted:github-token]")
  }

  @Test("In JSON each string is looked at by itself")
  func json() {
    let redacted = Redactor.redact(["a": "x <private>secret plan", "b": "y", "c": ["<private>z</private>"]])
    #expect(redacted.value == ["a": "x [private]", "b": "y", "c": [""]])
    #expect(redacted.privateSpans == 2)
    #expect(redacted.privateTexts == ["secret plan", "z"])
  }

  @Test(
    "What a later text repeats of a private passage goes",
    arguments: [
      ("my salary is ninety thousand a year", "You said: My  salary is ninety thousand, right?", "You said: [private], right?"),
      ("hunter22", "I set hunter22 as you asked", "I set [private] as you asked"),
      ("use the code 99817234 at the door", "Noted 99817234.", "Noted [private]."),
      ("the merger with Acme closes on Friday morning", "ok, then Acme closes on Friday morning it is", "ok, then [private] it is"),
      ("我的工资是九万元一年", "你说你的工资是九万元", "你说你[private]"),
      ("yes", "yes, of course", "yes, of course"),
      ("", "anything", "anything"),
      ("nothing of this kind is said", "another text altogether", "another text altogether"),
    ])
  func echoes(_ secret: String, _ text: String, _ wanted: String) {
    #expect(Redactor.removingEchoes(of: [secret], in: text) == wanted)
  }
}
