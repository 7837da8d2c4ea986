import CAssets
import Embedding

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The built-in vocabulary's bytes, to be damaged.
enum VocabularyBytes {
  static let builtIn: [UInt8] = {
    let asset = continuity_asset_named("models/all-minilm-l6-v2.vocabulary")
    return Array(UnsafeRawBufferPointer(start: asset.bytes, count: asset.length))
  }()

  /// Writes the checksum that belongs to the rest, as `build_vocabulary.py` does.
  static func sum(_ bytes: inout [UInt8]) {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    bytes.withUnsafeBytes { raw in
      var offset = 16
      while offset + 8 <= raw.count {
        sum = (sum ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))) &* 0x100_0000_01B3
        offset += 8
      }
    }
    withUnsafeBytes(of: sum.littleEndian) { for index in 0..<8 { bytes[8 + index] = $0[index] } }
  }
}

/// Bytes that end where memory ends: a read behind them ends the process.
final class GuardedBytes {
  private let pages: UnsafeMutableRawPointer
  private let length: Int
  private let bytes: UnsafeRawBufferPointer

  struct NoMemory: Error {}

  init(_ content: [UInt8]) throws {
    let page = Int(getpagesize())
    let used = (content.count + page - 1) / page * page
    length = used + page
    guard let pages = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), pages != MAP_FAILED else {
      throw NoMemory()
    }
    self.pages = pages
    guard mprotect(pages + used, page, PROT_NONE) == 0 else { throw NoMemory() }
    let start = pages + (used - content.count)
    content.withUnsafeBytes { start.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: $0.count) }
    bytes = UnsafeRawBufferPointer(start: start, count: content.count)
  }

  deinit { munmap(pages, length) }

  func vocabulary() throws -> Vocabulary { try Vocabulary(bytes: bytes) }
}
