import MemoryStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A home that is gone with the test.
final class ScratchHome {
  let home: StoreHome

  init() {
    var template = Array("/tmp/continuity-store-XXXXXX".utf8CString)
    home = StoreHome(path: template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) })
  }

  deinit { remove(home.path) }

  private func remove(_ path: String) {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(directory)
    }
    if unlink(path) != 0 { rmdir(path) }
  }

  func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  func mode(of path: String) -> UInt32 {
    var information = stat()
    return stat(path, &information) == 0 ? UInt32(information.st_mode & 0o777) : 0
  }

  func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  var files: [String] {
    guard let directory = opendir(home.path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
