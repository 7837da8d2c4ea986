import CKernels
import SeededRandom
import Testing

/// The sets of kernels that this processor runs, each against the plain one.
@Suite struct EncoderKernelTests {
  @Test("a linear layer gives the same numbers in every set", arguments: others)
  func linear(set: KernelSet) {
    var random = SeededGenerator(seed: 1)
    for rows in [1, 2, 3, 4, 5, 6, 7, 13] {
      let layer = Layer(inputs: 384, outputs: 96, using: &random)
      let input = floats(rows * 384, in: -3...3, using: &random)
      let expected = layer.run(input, rows: rows, in: .plain)
      let actual = layer.run(input, rows: rows, in: set)
      #expect(zip(expected, actual).allSatisfy { abs($0 - $1) <= 1e-3 + 1e-5 * abs($0) }, "\(rows) rows")
    }
  }

  @Test("the integers of a linear layer are exact at the ends of their range", arguments: others)
  func extremes(set: KernelSet) {
    for (activation, weight) in [(1, 127), (1, -127), (-1, 127), (-1, -127)] as [(Float, Int8)] {
      let layer = Layer(inputs: 256, outputs: 32, weight: weight)
      let input = Array(repeating: activation * 127, count: 256)
      let result = layer.run(input, rows: 1, in: set)
      #expect(result.allSatisfy { $0 == activation * 127 * Float(weight) * 256 })
    }
  }

  @Test("an input of zeros, also of a part of a row, gives the bias", arguments: all)
  func zeros(set: KernelSet) {
    var random = SeededGenerator(seed: 2)
    let layer = Layer(inputs: 256, outputs: 32, using: &random)
    #expect(layer.run(Array(repeating: 0, count: 256), rows: 1, in: set) == layer.bias)
  }

  @Test("GELU is x times the normal distribution's share below x", arguments: all)
  func gelu(set: KernelSet) {
    // From https://pytorch.org/docs/stable/generated/torch.nn.GELU.html worked out in double precision.
    let expected: [(Float, Float)] = [
      (-10, 0), (-3, -0.004049694), (-1, -0.15865526), (-0.5, -0.15426877), (0, 0), (0.5, 0.34573123), (1, 0.8413447),
      (3, 2.9959503),
      (10, 10),
    ]
    var values = Array(repeating: expected.map(\.0), count: 5).flatMap { $0 }
    set.kernels.gelu(&values, values.count)
    for (value, place) in zip(values, Array(repeating: expected.map(\.1), count: 5).flatMap { $0 }) {
      #expect(abs(value - place) < 2e-6)
    }
  }

  @Test("a normalised row has the mean of its bias and the spread of its gain", arguments: all)
  func normalize(set: KernelSet) {
    var random = SeededGenerator(seed: 3)
    var values = floats(2 * 384, in: -5...5, using: &random)
    let addend = floats(2 * 384, in: -5...5, using: &random)
    let gain = Array(repeating: Float(2), count: 384)
    let bias = Array(repeating: Float(0.5), count: 384)
    set.kernels.add_normalize(&values, addend, gain, bias, 2, 384)
    for row in [values[..<384], values[384...]] {
      let mean = row.reduce(0, +) / 384
      let spread = (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 384).squareRoot()
      #expect(abs(mean - 0.5) < 1e-4)
      #expect(abs(spread - 2) < 1e-4)
    }
  }

  @Test("attention of one row is its value, and of equal keys the mean of the values", arguments: all)
  func attention(set: KernelSet) {
    var random = SeededGenerator(seed: 4)
    let heads = 2
    for rows in [1, 2, 5, 16, 17, 40] {
      var joined = floats(rows * 3 * heads * 32, in: -1...1, using: &random)
      for row in 0..<rows {
        for place in 0..<(heads * 32) { joined[row * 3 * heads * 32 + heads * 32 + place] = 0.25 }
      }
      var scratch = Array(repeating: Float.nan, count: 36 * ((rows + 15) / 16 * 16))
      var out = Array(repeating: Float.nan, count: rows * heads * 32)
      set.kernels.attend(joined, rows, heads, &scratch, &out)
      for place in 0..<(heads * 32) {
        let mean = (0..<rows).reduce(Float(0)) { $0 + joined[$1 * 3 * heads * 32 + 2 * heads * 32 + place] } / Float(rows)
        for row in 0..<rows { #expect(abs(out[row * heads * 32 + place] - mean) < 1e-5) }
      }
    }
  }

  @Test("attention gives the same numbers in every set", arguments: others)
  func attentionAgrees(set: KernelSet) {
    var random = SeededGenerator(seed: 5)
    for rows in [1, 3, 4, 15, 33] {
      let joined = floats(rows * 3 * 96, in: -2...2, using: &random)
      var results: [[Float]] = []
      for set in [KernelSet.plain, set] {
        var scratch = Array(repeating: Float(0), count: 36 * ((rows + 15) / 16 * 16))
        var out = Array(repeating: Float(0), count: rows * 96)
        set.kernels.attend(joined, rows, 3, &scratch, &out)
        results.append(out)
      }
      #expect(zip(results[0], results[1]).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  // MARK: Sets

  struct KernelSet: CustomTestStringConvertible, @unchecked Sendable {
    let kernels: continuity_encoder_kernels
    var testDescription: String { String(cString: kernels.name) }
    static var plain: Self { all[0] }
  }

  static let all: [KernelSet] = (0...).lazy.map { continuity_encoder_kernels_at($0) }.prefix { $0 != nil }.map {
    KernelSet(kernels: $0!.pointee)
  }
  static let others = Array(all.dropFirst())

  private struct Layer {
    let inputs: Int
    let outputs: Int
    let weights: [Int8]
    let scales: [Float]
    let bias: [Float]

    init(inputs: Int, outputs: Int, using random: inout SeededGenerator) {
      self.inputs = inputs
      self.outputs = outputs
      weights = (0..<(inputs * outputs)).map { _ in Int8.random(in: -127...127, using: &random) }
      scales = floats(inputs / 128 * outputs, in: 0.001...0.01, using: &random)
      bias = floats(outputs, in: -1...1, using: &random)
    }

    init(inputs: Int, outputs: Int, weight: Int8) {
      self.inputs = inputs
      self.outputs = outputs
      weights = Array(repeating: weight, count: inputs * outputs)
      scales = Array(repeating: 1, count: inputs / 128 * outputs)
      bias = Array(repeating: 0, count: outputs)
    }

    func run(_ input: [Float], rows: Int, in set: KernelSet) -> [Float] {
      var codes = Array(repeating: Int8(0), count: rows * inputs)
      var groups = Array(repeating: Float(0), count: rows * inputs / 128)
      set.kernels.quantize(input, rows, inputs, &codes, &groups)
      var out = Array(repeating: Float.nan, count: rows * outputs)
      let sums = sums
      weights.withUnsafeBufferPointer { weights in
        scales.withUnsafeBufferPointer { scales in
          bias.withUnsafeBufferPointer { bias in
            sums.withUnsafeBufferPointer { sums in
              var layer = continuity_linear(
                weights: weights.baseAddress, scales: scales.baseAddress, bias: bias.baseAddress, sums: sums.baseAddress,
                inputs: inputs, outputs: outputs)
              set.kernels.linear(&layer, codes, groups, rows, &out)
            }
          }
        }
      }
      return out
    }

    /// Of each group of 128 inputs, for each output.
    private var sums: [Int32] {
      var sums = Array(repeating: Int32(0), count: inputs / 128 * outputs)
      for (place, weight) in weights.enumerated() {
        let block = place / (16 * inputs)
        let step = place % (16 * inputs) / 64
        sums[step / 32 * outputs + block * 16 + place % 64 / 4] += Int32(weight)
      }
      return sums
    }
  }
}

private func floats(_ count: Int, in range: ClosedRange<Float>, using random: inout SeededGenerator) -> [Float] {
  (0..<count).map { _ in Float.random(in: range, using: &random) }
}
