/// The target graph as Package.swift declares it. Read as text: the package description itself runs only inside the package manager.
struct Manifest {
  struct Target {
    var name: String
    var dependencies: [String] = []
    /// The products of other packages.
    var products: [String] = []
    var isTest = false
  }

  private(set) var targets: [String: Target] = [:]

  init(_ text: String) {
    let start = text.range(of: "targets: [\n").map { $0.upperBound } ?? text.startIndex
    let code = text[start...].split(separator: "\n").filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }.joined(
      separator: "\n")
    for call in Self.calls(in: code) {
      guard let target = Self.target(call) else { continue }
      targets[target.name] = target
    }
  }

  /// `library("Hooks", ["JSONRPC"])`, `.executableTarget(name: "continuity", dependencies: […])` and the like, each as its name and arguments.
  private static func calls(in text: String) -> [(name: String, arguments: String)] {
    var calls: [(String, String)] = []
    for name in ["library", "tests", ".systemLibrary", ".target", ".executableTarget"] {
      var rest = text[...]
      while let found = rest.range(of: name + "(") {
        let before = found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : "\n"
        let arguments = balanced(rest[found.upperBound...])
        if before.isWhitespace { calls.append((name, String(arguments))) }
        rest = rest[found.upperBound...]
      }
    }
    return calls
  }

  private static func balanced(_ text: Substring) -> Substring {
    var depth = 1
    var isLiteral = false
    for index in text.indices {
      if text[index] == "\"" { isLiteral.toggle() }
      if isLiteral { continue }
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }

  private static func target(_ call: (name: String, arguments: String)) -> Target? {
    var parts = call.arguments.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return nil }
    var target = Target(name: String(parts[1]) + (call.name == "tests" ? "Tests" : ""))
    // What only tests use stands with them and is no part of the layers.
    target.isTest = call.name == "tests" || call.arguments.contains("path: \"Tests/")
    parts.removeFirst(2)
    guard call.name != ".systemLibrary" else { return target }
    // The names alternate with what stands between them; what says `exclude` or an unsafe flag ends the dependencies.
    var index = 0
    while index + 1 < parts.count {
      let before = parts[index]
      if before.contains("exclude") || before.contains("Settings") || before.contains("resources") || before.contains("path") {
        break
      }
      let name = String(parts[index + 1])
      if before.contains("package:") {
        // The package of the product before it.
      } else if before.contains(".product(") {
        target.products.append(name)
      } else {
        target.dependencies.append(name)
      }
      index += 2
    }
    return target
  }
}

extension String {
  /// The first place where `other` stands. The standard library has this only for collections of elements.
  func range(of other: String) -> Range<Index>? { self[...].range(of: other) }
}

extension Substring {
  func range(of other: String) -> Range<Index>? {
    guard let found = firstRange(of: other) else { return nil }
    return found
  }
}
