internal import CKernels

/// A question's vector, ready to be compared with stored ones.
package struct NeighbourQuery: Sendable {
  package let dimensions: Int
  let scale: Float
  /// -127...127
  let codes: [Int8]
  /// 16 bits a component: code * 256 + residual.
  let values: [Int16]

  /// The vector is normalised first.
  package init(_ vector: [Float], dimensions: Int) throws(VectorError) {
    guard vector.count == dimensions else { throw .wrongDimensions(expected: dimensions, found: vector.count) }
    self.init(try QuantizedVector(vector))
  }

  package init(_ vector: QuantizedVector) {
    dimensions = vector.codes.count
    scale = vector.scale
    codes = vector.codes.map { Int8(Int($0) - 128) }
    values = zip(vector.codes, vector.residuals).map { (Int16($0) - 128) * 256 + Int16($1) }
  }

  /// By how much the difference of two approximate cosines may be wrong. Rounding to a code leaves an even error of half a step, 0.29 steps on
  /// average; summed over a vector of length 1 it is normally distributed with the same deviation. Two vectors of about the question's
  /// scale, and the question itself twice: five deviations of that, and half as much again for rougher scales.
  package var doubt: Float { 5 * 1.5 * 0.29 * 2 * scale }

  /// The cosine of the stored vector in `bytes` with the question, to about 0.000005; nil when the bytes are no vector of this length.
  package func cosine(stored bytes: UnsafeRawBufferPointer) -> Float? {
    guard bytes.count == QuantizedVector.storedLength(dimensions: dimensions), let base = bytes.baseAddress else { return nil }
    let other = Float(bitPattern: UInt32(littleEndian: base.loadUnaligned(as: UInt32.self)))
    guard QuantizedVector.isSound(scale: other) else { return nil }
    let codes = base.advanced(by: 4)
    return cosine(
      scale: other, codes: codes.assumingMemoryBound(to: UInt8.self),
      residuals: codes.advanced(by: dimensions).assumingMemoryBound(to: Int8.self))
  }

  func cosine(scale other: Float, codes: UnsafePointer<UInt8>, residuals: UnsafePointer<Int8>) -> Float {
    let sum = continuity_dot16(ScanKernel.best, values, codes, residuals, dimensions)
    return Float(Double(sum) / 65536 * Double(scale) * Double(other))
  }
}
