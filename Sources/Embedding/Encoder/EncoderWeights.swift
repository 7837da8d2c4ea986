internal import CKernels

/// The weights of a sentence transformer as `Sources/CAssets/models/build_weights.py` lays them out: read where they stand, nothing is copied.
///
/// The bytes must stay where they are for as long as the value lives; those of the binary do.
struct EncoderWeights: @unchecked Sendable {
  struct Norm {
    let gain: UnsafePointer<Float>
    let bias: UnsafePointer<Float>
  }

  struct Layer {
    /// Queries, keys and values as one.
    let attention: continuity_linear
    let attentionOutput: continuity_linear
    let attentionNorm: Norm
    let inner: continuity_linear
    let output: continuity_linear
    let outputNorm: Norm
  }

  let width: Int
  let innerWidth: Int
  let heads: Int
  let tokenCount: Int
  /// Tokens of the longest text.
  let positionCount: Int
  /// [tokenCount][width]
  let tokens: UnsafePointer<Int8>
  /// [tokenCount]
  let tokenScales: UnsafePointer<Float>
  /// [positionCount][width]
  let positions: UnsafePointer<Float>
  let norm: Norm
  let layers: [Layer]
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) throws(ModelFileError) {
    var reader = ModelFileReader(bytes, file: "all-minilm-l6-v2.weights")
    try reader.expect("CNTYENC1")
    let layerCount = try reader.count("layers", in: 1...64)
    width = try reader.count("width", in: 128...4096)
    innerWidth = try reader.count("inner width", in: 128...16384)
    heads = try reader.count("heads", in: 1...64)
    tokenCount = try reader.count("tokens", in: 1...1_000_000)
    positionCount = try reader.count("positions", in: 8...8192)
    let block = try reader.count("outputs of a block", in: 16...16)
    let group = try reader.count("inputs of a group", in: 128...128)
    guard width % group == 0, innerWidth % group == 0, heads * Self.headWidth == width, block == CONTINUITY_BLOCK else {
      throw reader.damaged("widths of \(width) and \(innerWidth) with \(heads) heads do not fit together")
    }
    try reader.expectLength()
    tokens = try reader.section(tokenCount * width)
    tokenScales = try reader.section(tokenCount)
    positions = try reader.section(positionCount * width)
    norm = try reader.norm(width)
    var layers: [Layer] = []
    for _ in 0..<layerCount {
      let attention = try reader.linear(inputs: width, outputs: 3 * width)
      let attentionOutput = try reader.linear(inputs: width, outputs: width)
      let attentionNorm = try reader.norm(width)
      let inner = try reader.linear(inputs: width, outputs: innerWidth)
      let output = try reader.linear(inputs: innerWidth, outputs: width)
      layers.append(
        Layer(
          attention: attention, attentionOutput: attentionOutput, attentionNorm: attentionNorm, inner: inner, output: output,
          outputNorm: try reader.norm(width)))
    }
    try reader.expectEnd()
    self.layers = layers
    self.bytes = bytes
  }

  /// Components of one head of the attention: the kernels know no other.
  static let headWidth = Int(CONTINUITY_HEAD)

  /// Reads every byte, which takes some milliseconds: for `doctor`, not for every start.
  func verifyChecksum() throws(ModelFileError) {
    try ModelFileReader.verifyChecksum(of: bytes, file: "all-minilm-l6-v2.weights")
  }
}

extension ModelFileReader {
  fileprivate mutating func norm(_ width: Int) throws(ModelFileError) -> EncoderWeights.Norm {
    EncoderWeights.Norm(gain: try section(width), bias: try section(width))
  }

  fileprivate mutating func linear(inputs: Int, outputs: Int) throws(ModelFileError) -> continuity_linear {
    let groups = inputs / Int(CONTINUITY_GROUP)
    return continuity_linear(
      weights: try section(inputs * outputs), scales: try section(groups * outputs), bias: try section(outputs),
      sums: try section(groups * outputs), inputs: inputs, outputs: outputs)
  }
}
