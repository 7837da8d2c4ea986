import JSONValues
import LanguageModels
import Testing

struct AnsweredJSONTests {
  @Test(
    "JSON is found alone, in a fence, and among words",
    arguments: [
      #"{"a":1}"#, "\n {\"a\":1}\n", "```json\n{\"a\":1}\n```", "Here it is:\n\n```\n{\"a\": 1}\n```\nAnything else?",
      #"Sure {not json} — {"a":1} and more {"a":2}"#, #"I read {"a":1}"#,
    ])
  func found(_ text: String) { #expect(AnsweredJSON.value(in: text) == ["a": 1]) }

  @Test("Brackets in strings do not end it")
  func strings() { #expect(AnsweredJSON.value(in: #"x {"a":"}]\"}"} y"#) == ["a": "}]\"}"]) }

  @Test(
    "What holds no whole JSON gives nothing, however it is made",
    arguments: ["", "no", #"{"a":"#, "{{{{", String(repeating: "[", count: 100_000), "\"", "{\"\\", "}{"])
  func none(_ text: String) { #expect(AnsweredJSON.value(in: text) == nil) }
}
