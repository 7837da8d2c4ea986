internal import CKernels

/// The memory that a forward pass works in: about 14 KB a token, kept for the next text.
struct EncoderScratch: ~Copyable {
  struct Buffers {
    /// [rows][width]: what the layers hand on.
    let states: UnsafeMutablePointer<Float>
    /// [rows][width]
    let narrow: UnsafeMutablePointer<Float>
    /// [rows][innerWidth or 3 * width, the greater]
    let wide: UnsafeMutablePointer<Float>
    /// Keys and scores of one head.
    let attention: UnsafeMutablePointer<Float>
    /// One linear layer's input.
    let codes: UnsafeMutablePointer<Int8>
    let scales: UnsafeMutablePointer<Float>
  }

  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var lengths: [Int] = []

  init() {}

  deinit { memory.deallocate() }

  mutating func reserve(rows: Int, for weights: EncoderWeights) {
    let width = weights.width
    let wide = max(weights.innerWidth, 3 * width)
    let padded = (rows + 15) / 16 * 16
    let floats = [
      rows * width, rows * width, rows * wide, (EncoderWeights.headWidth + Int(CONTINUITY_ROWS_AT_ONCE)) * padded,
      rows * wide / Int(CONTINUITY_GROUP),
    ]
    lengths = (floats.map { $0 * MemoryLayout<Float>.stride } + [rows * wide]).map { ($0 + 63) / 64 * 64 }
    let total = lengths.reduce(0, +)
    guard memory.count < total else { return }
    memory.deallocate()
    memory = .allocate(byteCount: total, alignment: 64)
  }

  func withBuffers<Result>(_ body: (Buffers) -> Result) -> Result {
    func part<Element>(_ index: Int) -> UnsafeMutablePointer<Element> {
      (memory.baseAddress! + lengths[..<index].reduce(0, +)).assumingMemoryBound(to: Element.self)
    }
    return body(
      Buffers(states: part(0), narrow: part(1), wide: part(2), attention: part(3), codes: part(5), scales: part(4)))
  }
}
