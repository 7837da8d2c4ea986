package import MemoryEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of change files: `<folder>/<installation>/00000007.changes`, or `00000007.sealed` where only a passphrase opens them; readable by
/// their owner alone.
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
  let sealing: (any ChangeSealing)?

  package var isSealed: Bool { sealing != nil }

  /// Makes the folder when its parent is there.
  ///
  /// - Parameter sealing: nil: files are written as they are, and sealed ones cannot be read.
  package init(path: String, sealing: (any ChangeSealing)? = nil) throws {
    self.path = path
    self.sealing = sealing
    try Self.makeFolder(path)
  }

  /// A change file as it lies in the folder.
  struct Standing {
    var installation: String
    var number: Int64
    var isSealed: Bool
    /// On the disk.
    var size: Int64
  }

  /// Of a file that stands there in both forms, as after a crash, the sealed one.
  func standing() throws -> [Standing] {
    try Self.names(in: path).filter(Self.isInstallation).flatMap { installation -> [Standing] in
      let folder = "\(path)/\(installation)"
      var information = stat()
      guard stat(folder, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else { return [] }
      let all = try Self.names(in: folder).compactMap { name -> Standing? in
        guard let (number, isSealed) = Self.number(of: name), stat("\(folder)/\(name)", &information) == 0,
          information.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return Standing(installation: installation, number: number, isSealed: isSealed, size: Int64(information.st_size))
      }
      let sealed = Set(all.filter(\.isSealed).map(\.number))
      return all.filter { $0.isSealed || !sealed.contains($0.number) }
    }
  }

  package func files() throws -> [ChangeFile] {
    try standing().map { file in
      let size = file.isSealed ? try requiredSealing(for: file).openedSize(ofSealed: file.size) : file.size
      return ChangeFile(installation: file.installation, number: file.number, size: size)
    }
  }

  package func bytes(of file: ChangeFile, from offset: Int64) throws -> [UInt8] {
    let sealed = path(of: file, isSealed: true)
    guard let sealing, access(sealed, F_OK) == 0 else {
      return try contents(of: path(of: file, isSealed: false), from: offset, upTo: file.size)
    }
    let opened = try sealing.opened(try contents(of: sealed, from: 0, upTo: .max), as: Self.sealedName(of: file))
    return Array(opened.dropFirst(Int(clamping: offset)))
  }

  func contents(of path: String, from offset: Int64, upTo end: Int64) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw Failure(path: path, errno: errno) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw Failure(path: path, errno: errno) }
    var bytes = [UInt8](repeating: 0, count: max(0, Int(clamping: min(end, Int64(information.st_size)) - offset)))
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
    guard let sealing else { return try replace(path(of: file, isSealed: false), with: bytes, of: file) }
    try replace(path(of: file, isSealed: true), with: sealing.sealed(bytes, as: Self.sealedName(of: file)), of: file)
    unlink(path(of: file, isSealed: false))
  }

  private func replace(_ target: String, with bytes: [UInt8], of file: ChangeFile) throws {
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

  func path(of file: ChangeFile, isSealed: Bool) -> String {
    let digits = String(file.number)
    let name = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    return "\(path)/\(file.installation)/\(name)\(isSealed ? Self.sealedSuffix : Self.plainSuffix)"
  }

  /// What a seal is bound to: the file of another number, or another installation's, is none of this one.
  static func sealedName(of file: ChangeFile) -> String { "\(file.installation)/\(file.number)" }

  private static let plainSuffix = ".changes"
  private static let sealedSuffix = ".sealed"

  /// Nil for any other name. Numbers have eight digits, so that they sort; a file that was given more is still one.
  private static func number(of name: String) -> (Int64, isSealed: Bool)? {
    let isSealed = name.hasSuffix(sealedSuffix)
    guard isSealed || name.hasSuffix(plainSuffix) else { return nil }
    let digits = name.dropLast(isSealed ? sealedSuffix.count : plainSuffix.count)
    guard digits.utf8.count >= 8, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits), number > 0,
      digits.utf8.count == 8 || digits.utf8.first != 0x30
    else { return nil }
    return (number, isSealed)
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
