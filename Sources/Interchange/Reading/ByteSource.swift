internal import CZlib

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file, a block at a time; one that is compressed with gzip is read as what it was. A file of any size costs one block.
final class ByteSource {
  private static let blockLength = 256 << 10

  let path: String
  private let file: gzFile
  private let block = UnsafeMutablePointer<UInt8>.allocate(capacity: blockLength)

  init(path: String) throws(ImportError) {
    var information = stat()
    guard stat(path, &information) == 0 else { throw ImportError(path, "cannot be read: \(String(cString: strerror(errno)))") }
    guard information.st_mode & S_IFMT != S_IFDIR else { throw ImportError(path, "is a folder, not a file") }
    // `r` reads what is not compressed as it is.
    guard let file = gzopen(path, "re") else { throw ImportError(path, "cannot be read: \(String(cString: strerror(errno)))") }
    gzbuffer(file, UInt32(Self.blockLength))
    self.path = path
    self.file = file
  }

  deinit {
    gzclose(file)
    block.deallocate()
  }

  /// The first bytes of a file, by which its kind is told.
  static func beginning(of path: String) throws(ImportError) -> [UInt8] {
    let source = try ByteSource(path: path)
    defer { withExtendedLifetime(source) {} }
    return Array(try source.next().prefix(16))
  }

  /// The next bytes, valid until the next call and as long as the source lives; empty at the end.
  func next() throws(ImportError) -> UnsafeBufferPointer<UInt8> {
    let count = gzread(file, block, UInt32(Self.blockLength))
    var code: Int32 = 0
    let message = gzerror(file, &code)
    // A compressed file that was cut off ends with Z_BUF_ERROR after its last whole block.
    if count < 0 || (count == 0 && code != Z_OK && code != Z_STREAM_END) {
      throw ImportError(path, "cannot be read to its end (\(message.map { String(cString: $0) } ?? "damaged"))")
    }
    return UnsafeBufferPointer(start: block, count: Int(count))
  }
}
