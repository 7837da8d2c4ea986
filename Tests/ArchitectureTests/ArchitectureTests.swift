import Testing

@Suite("The repository is built as the design says")
struct ArchitectureTests {
  /// Read and taken apart once for all tests.
  private struct Checkout {
    let repository: Repository
    let manifest: Manifest
    let sources: [SwiftFile]
    let tests: [SwiftFile]

    init() throws {
      repository = try Repository()
      manifest = Manifest(try repository.text("Package.swift"))
      sources = try repository.swiftFiles(below: "Sources")
      tests = try repository.swiftFiles(below: "Tests")
    }

    static let shared = Result { try Checkout() }
  }

  private let repository: Repository
  private let manifest: Manifest
  private let sources: [SwiftFile]
  private let tests: [SwiftFile]

  init() throws {
    let checkout = try Checkout.shared.get()
    (repository, manifest, sources, tests) = (checkout.repository, checkout.manifest, checkout.sources, checkout.tests)
  }

  private func hold(_ violations: [Violation], _ location: SourceLocation = #_sourceLocation) {
    #expect(violations.isEmpty, "\(violations.listing)", sourceLocation: location)
  }

  @Test("The files and the targets are found")
  func found() {
    #expect(sources.count > 20 && tests.count > 10)
    #expect(Set(LayerRules.layers.keys) == Set(manifest.targets.values.filter { !$0.isTest }.map(\.name)))
    #expect(manifest.targets["Viewer"]?.products == ["Hummingbird"])
    #expect(manifest.targets["Hooks"]?.dependencies == ["JSONRPC", "JSONValues"])
    #expect(Set(sources.map(\.target)).isSubset(of: Set(manifest.targets.keys)))
  }

  @Test("Every arrow between targets points down")
  func arrows() { hold(LayerRules.graph(manifest)) }

  @Test("A file imports what Package.swift declares for its target")
  func imports() { hold(LayerRules.imports(sources + tests, manifest)) }

  @Test("A third-party package is imported by one target")
  func thirdParty() { hold(LayerRules.thirdParty(sources)) }

  @Test("Doors reach the memory through Operations alone")
  func doors() { hold(LayerRules.doorsReachThroughOperations(sources)) }

  @Test("No full Foundation, and none at all below the doors")
  func foundation() { hold(LayerRules.foundation(sources + tests)) }

  @Test("SQL stands in the store and in the importers")
  func sql() { hold(SQLRules.violations(sources)) }

  @Test("No source file is longer than 600 lines")
  func length() { hold(SourceRules.length(sources)) }

  @Test("Nothing is public and nothing lives in a resource bundle")
  func access() {
    hold(SourceRules.access(sources))
    hold(SourceRules.bundle(sources + tests))
  }

  @Test("No file names a path of somebody's machine")
  func machinePaths() throws {
    hold(SourceRules.machinePaths(try repository.textFiles(), root: repository.root))
  }

  @Test("Nothing stands at the top but what belongs there")
  func root() throws { hold(SourceRules.root(try repository.names(in: ""))) }
}
