#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Every file below a folder with its bytes: to put a folder back as it was.
struct FolderContents {
  private var files: [String: [UInt8]] = [:]
  private var folders: [String] = []

  init(of folder: String) { read(folder, below: "") }

  private mutating func read(_ root: String, below path: String) {
    for name in Self.names(in: root + path) {
      let child = path + "/" + name
      if let stream = opendir(root + child) {
        closedir(stream)
        folders.append(child)
        read(root, below: child)
      } else {
        files[child] = Self.bytes(of: root + child)
      }
    }
  }

  /// Makes the folder hold these files and no others.
  func restore(to folder: String) {
    for name in Self.names(in: folder) { Self.remove(folder + "/" + name) }
    for path in folders { mkdir(folder + path, 0o700) }
    for (path, bytes) in files { Self.write(bytes, to: folder + path) }
  }

  static func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: max(0, Int(size)))
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(0, count)))
  }

  static func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
