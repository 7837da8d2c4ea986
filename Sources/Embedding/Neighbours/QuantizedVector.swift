internal import CKernels

/// A unit vector in 16 bits a component, in two halves: the high bytes are an 8-bit vector by themselves, for scanning; with the low bytes
/// they give cosines to about 0.000005 at 384 components, for ranking what the scan found.
///
/// A component is `scale * (code + residual / 256)`. Codes are stored with 128 added. One scale for each vector, because 8 bits of a
/// fixed scale lose a tenth of the true neighbours.
package struct QuantizedVector: Hashable, Sendable {
  package let scale: Float
  /// 1...255
  package let codes: [UInt8]
  package let residuals: [Int8]

  /// The vector is normalised first.
  package init(_ vector: [Float]) throws(VectorError) {
    let unit = try VectorMath.normalized(vector)
    let scale = unit.reduce(0) { max($0, abs($1)) } / Float(Self.greatestCode)
    var codes = [UInt8](repeating: 0, count: unit.count)
    var residuals = [Int8](repeating: 0, count: unit.count)
    for (index, component) in unit.enumerated() {
      let value = max(-Self.greatestValue, min(Self.greatestValue, Int((component / scale * 256).rounded())))
      let code = (value + 128) >> 8
      codes[index] = UInt8(code + 128)
      residuals[index] = Int8(value - code * 256)
    }
    self.scale = scale
    self.codes = codes
    self.residuals = residuals
  }

  init(scale: Float, codes: [UInt8], residuals: [Int8]) {
    self.scale = scale
    self.codes = codes
    self.residuals = residuals
  }

  private static let greatestCode = 127
  private static let greatestValue = greatestCode * 256

  package var components: [Float] {
    zip(codes, residuals).map { scale * (Float(Int($0) - 128) + Float($1) / 256) }
  }

  // MARK: As it stands in a file

  /// Bytes of a vector of so many components: the scale as a little-endian float, the codes, the residuals.
  package static func storedLength(dimensions: Int) -> Int { 4 + 2 * dimensions }

  package var stored: [UInt8] {
    withUnsafeBytes(of: scale.bitPattern.littleEndian, Array.init) + codes + residuals.map(UInt8.init(bitPattern:))
  }

  /// Nil when the bytes are of another length or their scale is none: a damaged row, which is left out.
  package init?(stored bytes: some Collection<UInt8>, dimensions: Int) {
    guard bytes.count == Self.storedLength(dimensions: dimensions) else { return nil }
    let bits = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard Self.isSound(scale: Float(bitPattern: bits)) else { return nil }
    scale = Float(bitPattern: bits)
    codes = Array(bytes.dropFirst(4).prefix(dimensions))
    residuals = bytes.dropFirst(4 + dimensions).map(Int8.init(bitPattern:))
  }

  /// A unit vector's greatest component is at most 1.
  static func isSound(scale: Float) -> Bool { scale > 0 && scale <= 1.01 / Float(greatestCode) }
}
