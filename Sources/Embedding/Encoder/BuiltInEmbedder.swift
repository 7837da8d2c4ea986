internal import CAssets
internal import Synchronization

/// all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) out of the binary: English sentences of up to 256 tokens
/// as 384 components. Its weights are read where they lie in the program's file; before the first text nothing of them is in memory.
///
/// Any number of threads may use it at once.
package final class BuiltInEmbedder: TextEmbedder {
  package static let identity = EmbedderIdentity(backend: "builtin", model: "all-minilm-l6-v2", dimensions: 384, version: "1")

  private let encoder: Encoder
  private let tokenizer: WordPieceTokenizer
  private let idle = Mutex<[Workplace]>([])

  package init() throws {
    encoder = Encoder(try EncoderWeights(Self.weights))
    tokenizer = WordPieceTokenizer(vocabulary: try Vocabulary.builtIn)
  }

  package var identity: EmbedderIdentity { Self.identity }

  /// A text is worked through by itself: more at once gain nothing.
  package var maximumBatch: Int { 32 }

  /// The processor's instructions that are used: "avx512vnni", "avx2", "neon", "plain".
  package var kernels: String { encoder.kernelName }

  package func embed(_ texts: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws -> [[Float]] {
    let place = idle.withLock { $0.popLast() } ?? Workplace()
    defer { idle.withLock { $0.append(place) } }
    return texts.map { encoder.encode(tokenizer.encode($0, limit: encoder.weights.positionCount), using: &place.scratch) }
  }

  /// Reads all of the weights, which takes some milliseconds: for `doctor`.
  package func verifyWeights() throws(ModelFileError) { try encoder.weights.verifyChecksum() }

  /// One thread's at a time.
  private final class Workplace: @unchecked Sendable {
    var scratch = EncoderScratch()
  }

  private static var weights: UnsafeRawBufferPointer {
    let asset = continuity_asset_named("models/all-minilm-l6-v2.weights")
    return UnsafeRawBufferPointer(start: asset.bytes, count: asset.length)
  }
}
