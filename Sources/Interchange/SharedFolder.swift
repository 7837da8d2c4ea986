package import MemoryEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of change files: `<folder>/<installation>/00000007.changes`, readable by their owner alone.
///
/// Names that are none of ours are left alone: a synced drive puts its conflicting copies and half-sent files beside them.
package struct SharedFolder: ChangeFolder {
  package struct Failure: Error, CustomStringConvertible {
    var path: String
    var errno: Int32
    package var description: String {
      "\(path): \(String(cString: strerror(errno))). Nothing was lost: what was not exchanged is, at the next run."
    }
  }

  package let path: String

  /// Makes the folder when its parent is there.
  package init(path: String) throws {
    self.path = path
    try Self.makeFolder(path)
  }

  package func files() throws -> [ChangeFile] {
    try Self.names(in: path).filter(Self.isInstallation).flatMap { installation -> [ChangeFile] in
      let folder = "\(path)/\(installation)"
      var information = stat()
      guard stat(folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else { return [] }
      return try Self.names(in: folder).compactMap { name in
        guard let number = Self.number(of: name), stat("\(folder)/\(name)", &information) == 0,
          information.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return ChangeFile(installation: installation, number: number, size: Int64(information.st_size))
      }
    }
  }

  package func bytes(of file: ChangeFile, from offset: Int64) throws -> [UInt8] {
    let path = path(of: file)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw Failure(path: path, errno: errno) }
    var bytes = [UInt8](repeating: 0, count: max(0, Int(clamping: file.size - offset)))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(path: path, errno: errno) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes[..<filled])
  }

  package func write(_ bytes: [UInt8], to file: ChangeFile) throws {
    try Self.makeFolder("\(path)/\(file.installation)")
    let target = path(of: file)
    // A name of another kind: whoever looks into the folder meanwhile does not take it for a file of changes.
    let temporary = "\(path)/\(file.installation)/.\(file.number).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(path: temporary, errno: errno) }
    var failure: Int32?
    var written = 0
    while written < bytes.count, failure == nil {
      let count = bytes.withUnsafeBytes { Self.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written) }
      if count < 0, errno != EINTR { failure = errno }
      if count > 0 { written += count }
    }
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    close(descriptor)
    if failure == nil, rename(temporary, target) != 0 { failure = errno }
    if let failure {
      unlink(temporary)
      throw Failure(path: target, errno: failure)
    }
    // The rename itself is to survive a crash of the machine; a drive that cannot promise that is no reason to fail.
    let folder = open("\(path)/\(file.installation)", O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  // MARK: Names

  private func path(of file: ChangeFile) -> String {
    let digits = String(file.number)
    return "\(path)/\(file.installation)/\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).changes"
  }

  /// Nil for any other name. Numbers have eight digits, so that they sort; a file that was given more is still one.
  private static func number(of name: String) -> Int64? {
    guard name.hasSuffix(".changes") else { return nil }
    let digits = name.dropLast(".changes".count)
    guard digits.utf8.count >= 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits), number > 0,
      digits.utf8.count == 8 || digits.utf8.first != 0x30
    else { return nil }
    return number
  }

  private static func isInstallation(_ name: String) -> Bool {
    !name.hasPrefix(".") && name.utf8.count <= 64
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  private static func makeFolder(_ path: String) throws {
    var information = stat()
    if mkdir(path, 0o700) == 0 { return }
    let code = errno
    guard stat(path, &information) == 0 else { throw Failure(path: path, errno: code) }
    guard information.st_mode & S_IFMT == S_IFDIR else { throw Failure(path: path, errno: ENOTDIR) }
  }

  private static func names(in path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw Failure(path: path, errno: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}
