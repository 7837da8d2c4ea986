#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The checkout that this test was compiled from, read from the disk.
struct Repository {
  let root: String

  /// Follows links, so that another package over the same sources is judged by the real files beside them.
  init(testFile: String = #filePath) throws {
    let tests = testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    guard let resolved = realpath(tests, nil) else { throw RepositoryError(path: tests, reason: "it cannot be found") }
    defer { free(resolved) }
    root = String(cString: resolved).split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  func text(_ path: String) throws -> String {
    guard let bytes = contents(path) else { throw RepositoryError(path: path, reason: "it cannot be read") }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Every Swift file below `folder`, as a path from the root.
  func swiftFiles(below folder: String) throws -> [SwiftFile] {
    try files(below: folder).filter { $0.hasSuffix(".swift") }.map { SwiftFile(path: $0, text: try text($0)) }
  }

  /// Every file of the project that holds text, without what a build, a test run or an editor left.
  func textFiles() throws -> [(path: String, text: String)] {
    try files(below: "").compactMap { path in
      guard let bytes = contents(path), bytes.count < 4_194_304, !bytes.contains(0) else { return nil }
      return (path, String(decoding: bytes, as: UTF8.self))
    }
  }

  func names(in folder: String) throws -> [String] {
    let path = folder.isEmpty ? root : root + "/" + folder
    guard let directory = opendir(path) else { throw RepositoryError(path: path, reason: "it cannot be listed") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static let leftovers: Set<String> = [
    ".git", ".build", ".swiftpm", "Package.resolved", "__pycache__", "node_modules", ".DS_Store", ".venv",
  ]

  private func files(below folder: String) throws -> [String] {
    try names(in: folder).filter { !Self.leftovers.contains($0) }.flatMap { name -> [String] in
      let path = folder.isEmpty ? name : folder + "/" + name
      return isFolder(path) ? try files(below: path) : [path]
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(root + "/" + path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private func contents(_ path: String) -> [UInt8]? {
    let descriptor = open(root + "/" + path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}

struct RepositoryError: Error, CustomStringConvertible {
  var path: String
  var reason: String

  var description: String { "\(path): \(reason). The architecture tests read the checkout that they were compiled from." }
}
