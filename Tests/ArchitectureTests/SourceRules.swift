/// What every source file keeps to.
enum SourceRules {
  static let longestFile = 600

  static func length(_ files: [SwiftFile]) -> [Violation] {
    files.filter { $0.path.hasPrefix("Sources/") && $0.lineCount > longestFile }.map {
      Violation(path: $0.path, problem: "\($0.lineCount) lines, more than \(longestFile)", remedy: "Ask what in it is two things.")
    }
  }

  /// We ship a program: nobody outside of the package sees a declaration.
  static func access(_ files: [SwiftFile]) -> [Violation] {
    find("public", in: files, problem: "a public declaration", remedy: "`internal` by default, `package` between targets.")
  }

  /// A resource bundle is a second file to ship; what the program carries stands in CAssets.
  static func bundle(_ files: [SwiftFile]) -> [Violation] {
    find("Bundle.module", in: files, problem: "Bundle.module", remedy: "Embed the file in CAssets.")
  }

  private static func find(_ word: String, in files: [SwiftFile], problem: String, remedy: String) -> [Violation] {
    files.flatMap { file in
      file.code.enumerated().filter { holds($0.element, word) }.map {
        Violation(path: file.path, line: $0.offset + 1, problem: problem, remedy: remedy)
      }
    }
  }

  private static func holds(_ line: String, _ word: String) -> Bool {
    let bytes = Array(line.utf8)
    let wanted = Array(word.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      bytes[start] == wanted[0] && bytes[start...].starts(with: wanted) && (start == 0 || !isNamePart(bytes[start - 1]))
        && (start + wanted.count == bytes.count || bytes[start + wanted.count] == UInt8(ascii: ".")
          || !isNamePart(bytes[start + wanted.count]))
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isPathPart(byte)
      && ![UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: ")"), UInt8(ascii: "}")].contains(byte)
      || byte == UInt8(ascii: "`")
  }

  // MARK: Words that belong to one machine

  /// Who lives in the examples, and where.
  static let inventedNames: Set<String> = [
    "ada", "me", "ann", "you", "user", "orchard", "meadow", "harbour", "lake", "pond", "hill", "main", "shop", "garden", "river",
    "mill",
  ]

  /// Folders of people and of build machines: a path below them is somebody's own.
  static let personalRoots = ["/hom" + "e/", "/User" + "s/", "/roo" + "t/", "/wor" + "k/", "/work" + "space/"]

  /// - Parameter root: where this checkout stands, which nothing in it should know.
  static func machinePaths(_ files: [(path: String, text: String)], root: String) -> [Violation] {
    let roots = personalRoots.map { Array($0.utf8) }
    let checkout = root.split(separator: "/").count > 2 ? Array(root.utf8) : []
    return files.flatMap { file -> [Violation] in
      let bytes = Array(file.text.utf8)
      var violations: [Violation] = []
      for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
        guard let path = personalPath(bytes, index, roots, checkout) else { continue }
        violations.append(
          Violation(
            path: file.path, line: bytes[..<index].count { $0 == 0x0A } + 1, problem: "names \(path), a path of somebody's machine",
            remedy: "Take one from SourceRules.inventedNames, or a relative path."))
      }
      return violations
    }
  }

  /// The path that begins at `index`, if it is one of a person or of this checkout.
  private static func personalPath(_ bytes: [UInt8], _ index: Int, _ roots: [[UInt8]], _ checkout: [UInt8]) -> String? {
    let rest = bytes[index...]
    if !checkout.isEmpty, rest.starts(with: checkout) { return String(decoding: checkout, as: UTF8.self) }
    // `../a/x`, `tests/home/x` and `https://host/home/` are not from the root of a disk.
    if index > 0, isPathPart(bytes[index - 1]) { return nil }
    for root in roots where rest.starts(with: root) {
      let name = String(decoding: rest.dropFirst(root.count).prefix(while: isPathPart), as: UTF8.self)
      if inventedNames.contains(name) || (name.isEmpty && root.count > 6) { return nil }
      return String(decoding: root, as: UTF8.self) + name
    }
    return nil
  }

  private static func isPathPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: ")"), UInt8(ascii: "}"):
      true
    default: false
    }
  }

  // MARK: The root

  static let rootEntries: Set<String> = [
    "Package.swift", "Sources", "Tests", "Schemas", "plugin", "examples", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
    "LICENSE", ".ci", ".github",
    ".swift-format", ".gitignore", "Package.resolved",
  ]

  /// What git does not see, by .gitignore or by itself.
  static let untracked: Set<String> = [
    ".git", ".build", ".swiftpm", "__pycache__", ".DS_Store", ".venv", ".vscode", ".idea",
  ]

  static func root(_ names: [String]) -> [Violation] {
    names.filter { !rootEntries.contains($0) && !untracked.contains($0) }.map {
      Violation(
        path: $0, problem: "stands at the top of the repository", remedy: "Find it a room below Sources, Tests, examples or plugin."
      )
    }
  }
}
