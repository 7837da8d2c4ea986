internal import CKernels

/// Vectors side by side in memory, as a scan reads them: what each is, and its codes. The residuals come when somebody needs them.
package final class VectorBlock {
  package let dimensions: Int
  package private(set) var count = 0
  package private(set) var ids: [Int64] = []
  package private(set) var passages: [Int64] = []
  /// Hashes of the projects' names; 0 for none.
  private(set) var scopes: [UInt32] = []
  private(set) var scales: [Float] = []
  private(set) var codes: [UInt8] = []
  private(set) var residuals: [Int8] = []
  /// Whether `cosine` can be asked for.
  package var hasResiduals: Bool { count == 0 || !residuals.isEmpty }

  package init(dimensions: Int) { self.dimensions = dimensions }

  /// Bytes that it holds, about.
  package var size: Int { count * (24 + dimensions) + residuals.count }

  package func reserveCapacity(_ count: Int) {
    ids.reserveCapacity(count)
    passages.reserveCapacity(count)
    scopes.reserveCapacity(count)
    scales.reserveCapacity(count)
    codes.reserveCapacity(count * dimensions)
    residuals.reserveCapacity(count * dimensions)
  }

  /// Adds a row as it stands in the store. False when its bytes are no vector of this length: it is left out.
  package func append(id: Int64, passage: Int64, scope: UInt32, stored bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count == QuantizedVector.storedLength(dimensions: dimensions) else { return false }
    let scale = Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    guard QuantizedVector.isSound(scale: scale) else { return false }
    ids.append(id)
    passages.append(passage)
    scopes.append(scope)
    scales.append(scale)
    codes.append(contentsOf: bytes[4..<(4 + dimensions)])
    bytes[(4 + dimensions)...].withMemoryRebound(to: Int8.self) { residuals.append(contentsOf: $0) }
    count += 1
    return true
  }

  /// Takes over the rows of another block of the same dimensions for which `isWanted` holds.
  package func append(contentsOf other: VectorBlock, where isWanted: (_ row: Int) -> Bool) {
    let takesResiduals = hasResiduals && other.hasResiduals
    if !takesResiduals { residuals = [] }
    for row in 0..<other.count where isWanted(row) {
      appendRow(row, of: other)
      if takesResiduals { residuals.append(contentsOf: other.residuals[(row * dimensions)..<((row + 1) * dimensions)]) }
    }
  }

  /// Gives a block that came without them its residuals. `read` hands the stored bytes of a vector to its second argument, or does not when
  /// the vector is gone.
  package func fillResiduals(_ read: (_ id: Int64, _ fill: (UnsafeRawBufferPointer) -> Void) throws -> Void) rethrows {
    var filled = [Int8](repeating: 0, count: count * dimensions)
    try filled.withUnsafeMutableBufferPointer { target in
      for row in 0..<count {
        try read(ids[row]) { bytes in
          guard bytes.count == QuantizedVector.storedLength(dimensions: dimensions) else { return }
          for index in 0..<dimensions { target[row * dimensions + index] = Int8(bitPattern: bytes[4 + dimensions + index]) }
        }
      }
    }
    residuals = filled
  }

  /// Lists hold none.
  package func dropResiduals() { residuals = [] }

  /// These rows, in this order, without residuals.
  package func selecting(_ rows: some Sequence<Int>) -> VectorBlock {
    let selected = VectorBlock(dimensions: dimensions)
    for row in rows { selected.appendRow(row, of: self) }
    return selected
  }

  private func appendRow(_ row: Int, of other: VectorBlock) {
    ids.append(other.ids[row])
    passages.append(other.passages[row])
    scopes.append(other.scopes[row])
    scales.append(other.scales[row])
    codes.append(contentsOf: other.codes[(row * dimensions)..<((row + 1) * dimensions)])
    count += 1
  }

  /// Leaves out what `isWanted` does not hold for.
  package func filtered(_ isWanted: (_ row: Int) -> Bool) -> VectorBlock {
    let kept = VectorBlock(dimensions: dimensions)
    kept.append(contentsOf: self, where: isWanted)
    return kept
  }

  // MARK: Reading

  /// The components of a row, from its codes alone, added to `sum`.
  func add(row: Int, to sum: UnsafeMutableBufferPointer<Float>) {
    let scale = scales[row]
    codes.withUnsafeBufferPointer { codes in
      for index in 0..<dimensions { sum[index] += scale * Float(Int32(codes[row * dimensions + index]) - 128) }
    }
  }

  /// The vector of a row as a question.
  package func query(row: Int) -> NeighbourQuery {
    let range = (row * dimensions)..<((row + 1) * dimensions)
    return NeighbourQuery(
      QuantizedVector(
        scale: scales[row], codes: Array(codes[range]),
        residuals: residuals.isEmpty ? Array(repeating: 0, count: dimensions) : Array(residuals[range])))
  }

  /// The cosine of a row to about 0.000005.
  ///
  /// - Precondition: `hasResiduals`
  package func cosine(row: Int, to query: NeighbourQuery) -> Float {
    precondition(hasResiduals && query.dimensions == dimensions)
    return codes.withUnsafeBufferPointer { codes in
      residuals.withUnsafeBufferPointer { residuals in
        query.cosine(
          scale: scales[row], codes: codes.baseAddress! + row * dimensions, residuals: residuals.baseAddress! + row * dimensions)
      }
    }
  }

  /// Hands out the approximate cosine of every row, in order and some at a time.
  func scan(_ query: NeighbourQuery, _ body: (_ firstRow: Int, _ scores: UnsafeBufferPointer<Float>) -> Void) {
    precondition(query.dimensions == dimensions)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.rowsAtOnce) { scores in
      codes.withUnsafeBufferPointer { codes in
        scales.withUnsafeBufferPointer { scales in
          var first = 0
          while first < count {
            let rows = min(Self.rowsAtOnce, count - first)
            continuity_scan(
              ScanKernel.best, codes.baseAddress! + first * dimensions, scales.baseAddress! + first, rows, dimensions, query.codes,
              query.scale, scores.baseAddress!)
            body(first, UnsafeBufferPointer(rebasing: scores[..<rows]))
            first += rows
          }
        }
      }
    }
  }

  private static let rowsAtOnce = 256
}

extension VectorBlock {
  // MARK: As it stands in a file

  /// The ids, little-endian. They stand apart: who looks for a vector need not read the rest.
  package var storedIDs: [UInt8] { ids.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) } }

  /// Little-endian: passages, scopes, scales, codes, each together. The residuals stay with the rows of the vectors.
  package var stored: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * (16 + dimensions))
    for passage in passages { withUnsafeBytes(of: passage.littleEndian) { bytes.append(contentsOf: $0) } }
    for scope in scopes { withUnsafeBytes(of: scope.littleEndian) { bytes.append(contentsOf: $0) } }
    for scale in scales { withUnsafeBytes(of: scale.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    bytes.append(contentsOf: codes)
    return bytes
  }

  /// Adds what was stored behind what is there. False, and nothing is added, when the bytes are no block of `added` vectors.
  package func append(storedIDs: UnsafeRawBufferPointer, stored: UnsafeRawBufferPointer, count added: Int) -> Bool {
    guard added >= 0, added <= storedIDs.count, storedIDs.count == added * 8, stored.count == added * (16 + dimensions) else {
      return false
    }
    var found: [Float] = []
    found.appendLittleEndian(stored, from: 12 * added, count: added)
    guard found.allSatisfy(QuantizedVector.isSound(scale:)) else { return false }
    ids.appendLittleEndian(storedIDs, from: 0, count: added)
    passages.appendLittleEndian(stored, from: 0, count: added)
    scopes.appendLittleEndian(stored, from: 8 * added, count: added)
    scales += found
    codes.append(contentsOf: stored[(16 * added)...])
    if added > 0 { residuals = [] }
    count += added
    return true
  }
}

extension Array {
  /// Every processor that Swift's own platforms run on is little-endian: the bytes are taken as they are.
  fileprivate mutating func appendLittleEndian(_ bytes: UnsafeRawBufferPointer, from offset: Int, count: Int) {
    let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count * MemoryLayout<Element>.stride)])
    self += [Element](unsafeUninitializedCapacity: count) { target, initialized in
      UnsafeMutableRawBufferPointer(target).copyMemory(from: part)
      initialized = count
    }
  }
}
