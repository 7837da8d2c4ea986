/// Which target may use which, and which module stands where.
enum LayerRules {
  /// Lower layers first; an arrow only ever points down.
  static let layers: [String: Int] = [
    "JSONValues": 0, "MemoryModel": 0, "CSQLite": 0, "CZlib": 0, "CKernels": 0, "CAssets": 0,
    "SQLite": 1, "JSONRPC": 1, "Embedding": 1, "LanguageModels": 1, "Transcripts": 1,
    "MemoryStore": 2, "MemoryEngine": 3, "Operations": 4,
    "MCP": 5, "Hooks": 5, "Viewer": 5, "Sealing": 5, "ModelClients": 5, "Interchange": 5,
    "continuity": 6,
  ]

  /// The one arrow within a layer: the viewer's transport carries MCP too.
  static let arrowsWithinLayers: [String: Set<String>] = ["Viewer": ["MCP"]]

  /// Doors translate; they reach the memory through `Operations` alone.
  static let doors: Set<String> = ["Hooks", "MCP", "Viewer", "JSONRPC"]

  /// What comes with a toolchain.
  static let systemModules: Set<String> = [
    "Swift", "Glibc", "Musl", "Darwin", "Synchronization", "Dispatch", "FoundationEssentials", "Foundation", "Testing", "os",
  ]

  /// The modules that come with a product: its own, and those of the packages that it is built on and re-exports.
  static let modulesOfProducts: [String: [String]] = [
    "Hummingbird": ["Hummingbird", "HTTPTypes", "NIO", "Logging", "ServiceLifecycle", "UnixSignals"],
    "AsyncHTTPClient": ["AsyncHTTPClient", "NIO", "HTTPTypes"],
    "Subprocess": ["Subprocess", "System", "SystemPackage"],
    "ArgumentParser": ["ArgumentParser"],
  ]

  static func graph(_ manifest: Manifest) -> [Violation] {
    manifest.targets.values.filter { !$0.isTest }.sorted { $0.name < $1.name }.flatMap { target -> [Violation] in
      guard let layer = layers[target.name] else {
        return [
          Violation(path: "Package.swift", problem: "target \(target.name) has no layer", remedy: "Give it one in LayerRules.")
        ]
      }
      return target.dependencies.compactMap { name in
        guard let other = layers[name] else {
          return Violation(
            path: "Package.swift", problem: "\(target.name) depends on \(name), which has no layer",
            remedy: "Give it one in LayerRules.")
        }
        if other < layer || arrowsWithinLayers[target.name]?.contains(name) == true { return nil }
        return Violation(
          path: "Package.swift", problem: "\(target.name) (layer \(layer)) depends on \(name) (layer \(other))",
          remedy: "An arrow only points down: move what is shared to a lower layer.")
      }
    }
  }

  static func imports(_ files: [SwiftFile], _ manifest: Manifest) -> [Violation] {
    files.flatMap { file -> [Violation] in
      guard let target = manifest.targets[file.target] else {
        // Folders of the tests that are no target of the package, such as the end-to-end runs.
        return file.path.hasPrefix("Tests/")
          ? []
          : [Violation(path: file.path, problem: "no target of Package.swift has the name \(file.target)", remedy: "Declare it.")]
      }
      let families = target.products.flatMap { modulesOfProducts[$0] ?? [$0] }
      return file.imports.compactMap { used in
        if systemModules.contains(used.module) || target.dependencies.contains(used.module) || used.module == target.name {
          return nil
        }
        if families.contains(where: {
          used.module == $0 || ($0 == "NIO" && used.module.hasPrefix("NIO"))
            || ($0 == "Hummingbird" && used.module.hasPrefix("Hummingbird"))
        }) {
          return nil
        }
        return Violation(
          path: file.path, line: used.line,
          problem: "\(target.name) imports \(used.module), which Package.swift does not declare for it",
          remedy: "Ask a lower layer for it, or declare the dependency if the layers allow it.")
      }
    }
  }

  /// Who owns the HTTP server and the HTTP client: both are made of NIO, and meet its types. Nobody else may.
  private static let networkOwners: Set<String> = ["Viewer", "ModelClients"]

  /// A package of others is known to one target, so that it can be replaced.
  static func thirdParty(_ files: [SwiftFile]) -> [Violation] {
    var users: [String: Set<String>] = [:]
    for file in files where file.path.hasPrefix("Sources/") {
      for used in file.imports where layers[used.module] == nil && !systemModules.contains(used.module) {
        users[used.module.hasPrefix("NIO") ? "NIO" : used.module, default: []].insert(file.target)
      }
    }
    let shared = users.filter { $0.value.count > 1 && !($0.key == "NIO" && $0.value.isSubset(of: networkOwners)) }
    return shared.sorted { $0.key < $1.key }.map { module, targets in
      Violation(
        path: "Sources", problem: "\(module) is imported by \(targets.sorted().joined(separator: " and "))",
        remedy: "One target owns a third-party package; the others use that target's types.")
    }
  }

  static func doorsReachThroughOperations(_ files: [SwiftFile]) -> [Violation] {
    files.filter { $0.path.hasPrefix("Sources/") && doors.contains($0.target) }.flatMap { file in
      file.imports.filter { $0.module == "MemoryEngine" || $0.module == "MemoryStore" || $0.module == "SQLite" }.map {
        Violation(
          path: file.path, line: $0.line, problem: "\(file.target) imports \($0.module)",
          remedy: "A door asks the Dispatcher of Operations.")
      }
    }
  }

  /// Full Foundation costs a hook's start its bar, and the URL loading system is no part of this program.
  static func foundation(_ files: [SwiftFile]) -> [Violation] {
    files.flatMap { file -> [Violation] in
      file.imports.compactMap { used in
        switch used.module {
        case "FoundationNetworking", "FoundationXML", "FoundationInternationalization":
          return Violation(
            path: file.path, line: used.line, problem: "imports \(used.module)", remedy: "HTTP is ModelClients' and Viewer's.")
        case "Foundation" where !used.isFallback:
          return Violation(
            path: file.path, line: used.line, problem: "imports full Foundation",
            remedy: "Use Glibc or the standard library; else FoundationEssentials, with Foundation below #else.")
        case "Foundation", "FoundationEssentials":
          guard file.path.hasPrefix("Sources/"), (layers[file.target] ?? 9) < 5 else { return nil }
          return Violation(
            path: file.path, line: used.line, problem: "imports \(used.module) below the doors",
            remedy: "Use Glibc or the standard library.")
        default: return nil
        }
      }
    }
  }
}
