import CAssets
import JSONValues
import SeededRandom
import Testing

@testable import Embedding

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct BuiltInEmbedderTests {
  @Test("the vectors are those of the float model, to a cosine of 0.99 at least")
  func reference() throws {
    let embedder = try BuiltInEmbedder()
    let rows = try Self.reference
    #expect(rows.count > 30)
    let vectors = try embedder.embed(rows.map(\.text), purpose: .passage, deadline: .now)
    for (row, vector) in zip(rows, vectors) {
      #expect(cosine(vector, row.vector) >= 0.99, "\(row.text.prefix(60))")
    }
  }

  @Test("a vector has length one, whatever the text is")
  func length() throws {
    var random = SeededGenerator(seed: 7)
    let noise = (0..<20).map { _ in
      String(
        String.UnicodeScalarView((0..<200).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) }))
    }
    let vectors = try BuiltInEmbedder().embed(["", " ", "\u{0}", "x"] + noise, purpose: .query, deadline: .now)
    for vector in vectors {
      #expect(vector.count == BuiltInEmbedder.identity.dimensions)
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
    }
  }

  @Test("many threads get the vectors that one gets")
  func threads() async throws {
    let embedder = try BuiltInEmbedder()
    let texts = (0..<24).map { "a note about subject number \($0), " + String(repeating: "and more ", count: $0) }
    let alone = try embedder.embed(texts, purpose: .passage, deadline: .now)
    let together = try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
      for (index, text) in texts.enumerated() {
        group.addTask { (index, try embedder.embed([text], purpose: .passage, deadline: .now)[0]) }
      }
      return try await group.reduce(into: Array(repeating: [Float](), count: texts.count)) { $0[$1.0] = $1.1 }
    }
    #expect(together == alone)
  }

  @Test("related texts are nearer than unrelated ones")
  func meaning() throws {
    let texts = ["the deployment failed last night", "yesterday's release did not go out", "a recipe for apple pie"]
    let vectors = try BuiltInEmbedder().embed(texts, purpose: .passage, deadline: .now)
    #expect(cosine(vectors[0], vectors[1]) > cosine(vectors[0], vectors[2]) + 0.2)
  }

  @Test("the weights in the binary are the ones that the script made")
  func checksum() throws { try BuiltInEmbedder().verifyWeights() }

  @Test("a damaged file of weights is told by name, and never a crash")
  func damaged() throws {
    let asset = continuity_asset_named("models/all-minilm-l6-v2.weights")
    let whole = UnsafeRawBufferPointer(start: asset.bytes, count: asset.length)
    for length in [0, 7, 63, 64, 1000, whole.count - 64, whole.count - 1] {
      #expect(throws: ModelFileError.self) { try EncoderWeights(UnsafeRawBufferPointer(rebasing: whole[..<length])) }
    }
    var random = SeededGenerator(seed: 9)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: whole.count, alignment: 64)
    defer { copy.deallocate() }
    for _ in 0..<200 {
      copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: whole[..<64]))
      let place = Int.random(in: 0..<48, using: &random)
      copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      #expect(throws: ModelFileError.self, "byte \(place)") { try EncoderWeights(UnsafeRawBufferPointer(copy)) }
    }
    copy.copyMemory(from: whole)
    copy[5_000_000] ^= 1
    let weights = try EncoderWeights(UnsafeRawBufferPointer(copy))
    #expect(throws: ModelFileError(file: "all-minilm-l6-v2.weights", reason: "its checksum does not fit its content")) {
      try weights.verifyChecksum()
    }
  }

  // MARK: Fixtures

  private struct Row {
    let text: String
    let vector: [Float]
  }

  private static var reference: [Row] {
    get throws {
      let path = #filePath.replacing("Encoder/BuiltInEmbedderTests.swift", with: "Fixtures/vectors.json")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let value = try JSONValue(parsing: Array(bytes))
      return try (value.array ?? []).map { row in
        Row(
          text: try #require(row["text"]?.string), vector: try #require(row["vector"]?.array).map { Float($0.integer ?? 0) / 10000 }
        )
      }
    }
  }

  private func cosine(_ left: [Float], _ right: [Float]) -> Float {
    let lengths = (VectorMath.dot(left, left) * VectorMath.dot(right, right)).squareRoot()
    return VectorMath.dot(left, right) / lengths
  }
}
