import Embedding
import Testing

@Suite struct EmbeddingTests {
  @Test(
    "an identity is read as it was written, with colons in the model's name",
    arguments: [
      "built-in:minilm-l6:384:1", "ollama:nomic-embed-text:v1.5:768:2",
    ])
  func identity(_ text: String) throws { #expect(try #require(EmbedderIdentity(text)).description == text) }

  @Test("what is no identity is refused", arguments: ["", "a:b:c", "a:b:c:1", "a:b:0:1", ":b:384:1", "a:b:384:"])
  func refusals(_ text: String) { #expect(EmbedderIdentity(text) == nil) }

  @Test("the dot product is the sum of the products") func dot() {
    #expect(VectorMath.dot([1, 2, 3], [4, -5, 6]) == 12)
    #expect(VectorMath.dot([], []) == 0)
  }
}
