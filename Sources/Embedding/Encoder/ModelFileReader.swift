/// A file of a model that is not what it should be.
package struct ModelFileError: Error, Hashable, CustomStringConvertible {
  /// Such as "all-minilm-l6-v2.weights".
  package let file: String
  package let reason: String

  package init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  package var description: String { "the model file \(file) is damaged: \(reason)" }
}

/// Reads a model file from front to back: a header of 64 bytes, then sections that begin at multiples of 64.
struct ModelFileReader {
  private let bytes: UnsafeRawBufferPointer
  private let file: String
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer, file: String) {
    self.bytes = bytes
    self.file = file
  }

  func damaged(_ reason: String) -> ModelFileError { ModelFileError(file: file, reason: reason) }

  mutating func expect(_ magic: StaticString) throws(ModelFileError) {
    guard bytes.count >= Self.headerLength else { throw damaged("it has \(bytes.count) bytes, less than a header") }
    guard
      UnsafeRawBufferPointer(start: magic.utf8Start, count: magic.utf8CodeUnitCount).elementsEqual(
        bytes.prefix(magic.utf8CodeUnitCount))
    else { throw damaged("it does not begin with \(magic)") }
    offset = magic.utf8CodeUnitCount
  }

  /// The header's next number.
  mutating func count(_ name: String, in range: ClosedRange<Int>) throws(ModelFileError) -> Int {
    let value = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    guard range.contains(value) else { throw damaged("\(value) \(name), of \(range.lowerBound) to \(range.upperBound)") }
    offset += 4
    return value
  }

  /// The header's last numbers: how long the file is, and its checksum, which is not looked at.
  mutating func expectLength() throws(ModelFileError) {
    let length = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.lengthOffset, as: UInt64.self))
    guard length == UInt64(bytes.count) else { throw damaged("it has \(bytes.count) bytes, and should have \(length)") }
    offset = Self.headerLength
  }

  mutating func section<Element>(_ count: Int) throws(ModelFileError) -> UnsafePointer<Element> {
    let length = count * MemoryLayout<Element>.stride
    guard length <= bytes.count - offset, let start = bytes.baseAddress else {
      throw damaged("it ends within a section of \(length) bytes at \(offset)")
    }
    defer { offset = min(bytes.count, (offset + length + 63) / 64 * 64) }
    return (start + offset).assumingMemoryBound(to: Element.self)
  }

  func expectEnd() throws(ModelFileError) {
    guard offset == bytes.count else { throw damaged("\(bytes.count - offset) bytes follow its last section") }
  }

  /// FNV-1a of everything behind the header, 8 bytes at a time (http://www.isthe.com/chongo/tech/comp/fnv/).
  static func verifyChecksum(of bytes: UnsafeRawBufferPointer, file: String) throws(ModelFileError) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for offset in stride(from: headerLength, to: bytes.count - 7, by: 8) {
      hash = (hash ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))) &* 0x100_0000_01B3
    }
    let expected = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: lengthOffset + 8, as: UInt64.self))
    guard hash == expected else { throw ModelFileError(file: file, reason: "its checksum does not fit its content") }
  }

  private static let headerLength = 64
  private static let lengthOffset = 40
}
