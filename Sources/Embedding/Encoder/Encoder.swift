internal import CKernels

/// The forward pass of a BERT (https://arxiv.org/abs/1810.04805): tokens in, one unit vector out, the mean of the last layer's rows.
///
/// A text is worked through by itself: what several would share, the weights, stands in the processor's last cache anyway.
///
/// Unchecked, because it holds pointers: to constants of the program.
struct Encoder: @unchecked Sendable {
  let weights: EncoderWeights
  private let kernels: UnsafePointer<continuity_encoder_kernels>

  var kernelName: String { String(cString: kernels.pointee.name) }

  init(_ weights: EncoderWeights) {
    self.init(weights, kernels: continuity_encoder_kernels())
  }

  init(_ weights: EncoderWeights, kernels: UnsafePointer<continuity_encoder_kernels>) {
    self.weights = weights
    self.kernels = kernels
  }

  /// - Parameter tokens: at most `weights.positionCount` are looked at; ids beyond the vocabulary count as the first one, padding.
  /// - Returns: `weights.width` components; of no tokens the zero vector.
  func encode(_ tokens: [Int32], using scratch: inout EncoderScratch) -> [Float] {
    let rows = min(tokens.count, weights.positionCount)
    guard rows > 0 else { return Array(repeating: 0, count: weights.width) }
    scratch.reserve(rows: rows, for: weights)
    return scratch.withBuffers { buffers in
      embed(tokens.prefix(rows), into: buffers.states)
      for layer in weights.layers { run(layer, rows: rows, buffers) }
      return mean(buffers.states, rows: rows)
    }
  }

  private func embed(_ tokens: ArraySlice<Int32>, into states: UnsafeMutablePointer<Float>) {
    let width = weights.width
    for (row, token) in tokens.enumerated() {
      let index = token >= 0 && Int(token) < weights.tokenCount ? Int(token) : 0
      let codes = weights.tokens + index * width
      let scale = weights.tokenScales[index]
      let position = weights.positions + row * width
      let state = states + row * width
      for component in 0..<width { state[component] = Float(codes[component]) * scale + position[component] }
    }
    kernels.pointee.add_normalize(states, nil, weights.norm.gain, weights.norm.bias, tokens.count, width)
  }

  private func run(_ layer: EncoderWeights.Layer, rows: Int, _ buffers: EncoderScratch.Buffers) {
    linear(layer.attention, buffers.states, rows, buffers.wide, buffers)
    kernels.pointee.attend(buffers.wide, rows, weights.heads, buffers.attention, buffers.narrow)
    linear(layer.attentionOutput, buffers.narrow, rows, buffers.wide, buffers)
    add(buffers.wide, to: buffers.states, rows, layer.attentionNorm)
    linear(layer.inner, buffers.states, rows, buffers.wide, buffers)
    kernels.pointee.gelu(buffers.wide, rows * weights.innerWidth)
    linear(layer.output, buffers.wide, rows, buffers.narrow, buffers)
    add(buffers.narrow, to: buffers.states, rows, layer.outputNorm)
  }

  private func linear(
    _ layer: continuity_linear, _ input: UnsafePointer<Float>, _ rows: Int, _ output: UnsafeMutablePointer<Float>,
    _ buffers: EncoderScratch.Buffers
  ) {
    kernels.pointee.quantize(input, rows, layer.inputs, buffers.codes, buffers.scales)
    withUnsafePointer(to: layer) { kernels.pointee.linear($0, buffers.codes, buffers.scales, rows, output) }
  }

  private func add(
    _ addend: UnsafePointer<Float>, to states: UnsafeMutablePointer<Float>, _ rows: Int, _ norm: EncoderWeights.Norm
  ) {
    kernels.pointee.add_normalize(states, addend, norm.gain, norm.bias, rows, weights.width)
  }

  private func mean(_ states: UnsafePointer<Float>, rows: Int) -> [Float] {
    var sum = Array(repeating: Float(0), count: weights.width)
    for row in 0..<rows {
      for component in sum.indices { sum[component] += states[row * weights.width + component] }
    }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return sum }
    return sum.map { $0 / length }
  }
}
