/// A source file taken apart as far as the rules need it: what is code, what is said in string literals, what is imported.
struct SwiftFile {
  struct Literal {
    var line: Int
    var text: String
  }

  struct Import {
    var line: Int
    var module: String
    /// Below `#else` or `#elseif`: what is taken where the better module is not there.
    var isFallback: Bool
  }

  /// From the root of the repository: `Sources/MCP/Era.swift`.
  let path: String
  let lineCount: Int
  /// The lines without comments; a string literal is `""`.
  private(set) var code: [String] = []
  private(set) var literals: [Literal] = []
  private(set) var imports: [Import] = []

  init(path: String, text: String) {
    self.path = path
    lineCount = text.utf8.reduce(text.hasSuffix("\n") || text.isEmpty ? 0 : 1) { $0 + ($1 == 0x0A ? 1 : 0) }
    var scanner = SwiftScanner(text)
    scanner.scan()
    code = scanner.code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    literals = scanner.literals
    imports = Self.imports(in: code)
  }

  /// The second part of the path: `MCP`, `ArchitectureTests`.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  private static func imports(in code: [String]) -> [Import] {
    var imports: [Import] = []
    // For each `#if` that is open: whether its `#else` or `#elseif` has been passed.
    var conditions: [Bool] = []
    for (index, line) in code.enumerated() {
      var words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      if words.first == "#if" { conditions.append(false) }
      if words.first == "#else" || words.first == "#elseif", !conditions.isEmpty { conditions[conditions.count - 1] = true }
      if words.first == "#endif" { _ = conditions.popLast() }
      while let first = words.first,
        first.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(first)
      {
        words.removeFirst()
      }
      guard words.first == "import", words.count > 1 else { continue }
      words.removeFirst()
      let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
      if words.count > 1, kinds.contains(words[0]) { words.removeFirst() }
      let module = words[0].prefix { $0 != "." && $0 != ";" }
      imports.append(Import(line: index + 1, module: String(module), isFallback: conditions.contains(true)))
    }
    return imports
  }
}

/// Tells code, comments and literals apart, with nested comments, raw and multi-line literals and interpolation.
private struct SwiftScanner {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var output: [UInt8] = []
  private(set) var literals: [SwiftFile.Literal] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  var code: String { String(decoding: output, as: UTF8.self) }

  private func at(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  mutating func scan() {
    while index < bytes.count { step() }
  }

  private mutating func step() {
    let byte = bytes[index]
    if byte == UInt8(ascii: "/"), at(1) == UInt8(ascii: "/") {
      while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    } else if byte == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
      blockComment()
    } else if byte == UInt8(ascii: "\"") {
      literal(pounds: 0)
    } else if byte == UInt8(ascii: "#"), let pounds = poundsOfLiteral() {
      index += pounds
      literal(pounds: pounds)
    } else {
      copy()
    }
  }

  private mutating func copy() {
    if bytes[index] == 0x0A { line += 1 }
    output.append(bytes[index])
    index += 1
  }

  private mutating func skip(_ count: Int = 1) {
    for _ in 0..<count where index < bytes.count {
      if bytes[index] == 0x0A {
        line += 1
        output.append(0x0A)
      }
      index += 1
    }
  }

  private mutating func blockComment() {
    var depth = 0
    repeat {
      if at(0) == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
        depth += 1
        skip(2)
      } else if at(0) == UInt8(ascii: "*"), at(1) == UInt8(ascii: "/") {
        depth -= 1
        skip(2)
      } else {
        skip()
      }
    } while depth > 0 && index < bytes.count
  }

  private func poundsOfLiteral() -> Int? {
    var count = 0
    while at(count) == UInt8(ascii: "#") { count += 1 }
    return at(count) == UInt8(ascii: "\"") ? count : nil
  }

  private mutating func literal(pounds: Int) {
    let start = line
    let isLong = at(1) == UInt8(ascii: "\"") && at(2) == UInt8(ascii: "\"")
    skip(isLong ? 3 : 1)
    output += Array("\"\"".utf8)
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if ends(isLong: isLong, pounds: pounds) {
        skip((isLong ? 3 : 1) + pounds)
        break
      }
      if byte == 0x0A, !isLong { break }
      guard byte == UInt8(ascii: "\\"), (1..<(pounds + 1)).allSatisfy({ at($0) == UInt8(ascii: "#") }) else {
        text.append(byte)
        skip()
        continue
      }
      if at(pounds + 1) == UInt8(ascii: "(") {
        skip(pounds + 2)
        text += Array("\\()".utf8)
        interpolation()
      } else {
        text.append(UInt8(ascii: " "))
        skip(pounds + 2)
      }
    }
    literals.append(SwiftFile.Literal(line: start, text: String(decoding: text, as: UTF8.self)))
  }

  private func ends(isLong: Bool, pounds: Int) -> Bool {
    let quotes = isLong ? 3 : 1
    return (0..<quotes).allSatisfy { at($0) == UInt8(ascii: "\"") }
      && (0..<pounds).allSatisfy { at(quotes + $0) == UInt8(ascii: "#") }
  }

  /// What is interpolated is code again, with literals of its own.
  private mutating func interpolation() {
    var depth = 1
    output.append(0x20)
    while index < bytes.count, depth > 0 {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { skip() } else { step() }
    }
  }
}
