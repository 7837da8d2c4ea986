#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder for its owner alone that is gone with its last user.
final class ScratchFolder {
  let path: String

  /// Where a file at `path` can get a second name: on its disk, else where temporary files go. Never in the file's own folder, which stays as it is.
  init(beside path: String) throws {
    let home = getenv("CONTINUITY_HOME").map { String(cString: $0) } ?? getenv("HOME").map { String(cString: $0) + "/.continuity" }
    let places = [home, getenv("TMPDIR").map { String(cString: $0) }, "/var/tmp", "/tmp"].compactMap(\.self).filter { !$0.isEmpty }
    let disk = Self.disk(of: path)
    for place in places.filter({ Self.disk(of: $0) == disk }) + places {
      var template = Array("\(place)/import-XXXXXX".utf8CString)
      let made = template.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
      }
      if let made {
        self.path = made
        return
      }
    }
    throw ImportError(path, "needs a folder for temporary files, and none can be made (set TMPDIR)")
  }

  deinit {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { unlink(path + "/" + name) }
      }
      closedir(folder)
    }
    rmdir(path)
  }

  private static func disk(of path: String) -> UInt64? {
    var information = stat()
    return stat(path, &information) == 0 ? UInt64(information.st_dev) : nil
  }
}
