import MemoryEngine
import MemoryModel
import MemoryStore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An engine on a real store in a folder that is gone with the test, with a clock that the test moves.
final class EngineFixture {
  let engine: MemoryEngine
  let directory: String
  private let time: TestClock

  init(
    settings: EngineSettings = EngineSettings(), embedder: SemanticSearch.MakeEmbedder? = nil, models: ModelSource? = nil
  ) throws {
    var template = Array("/tmp/continuity-engine-XXXXXX".utf8CString)
    directory = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    time = TestClock()
    engine = MemoryEngine(
      store: try MemoryStore(home: StoreHome(path: directory)), settings: settings, embedder: embedder,
      models: models, clock: { [time] in time.now })
  }

  deinit {
    if let folder = opendir(directory) {
      while let entry = readdir(folder) {
        let path =
          directory + "/"
          + withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          }
        if unlink(path) != 0, !path.hasSuffix("/..") { rmdir(path) }
      }
      closedir(folder)
    }
    rmdir(directory)
  }

  var now: Timestamp { time.now }

  func advance(by duration: Duration) { time.advance(by: duration) }

  func advance(to moment: Timestamp) { time.advance(to: moment) }

  @discardableResult
  func remember(
    _ content: String, _ category: MemoryModel.Category? = nil, project: String? = nil, session: String? = nil, uri: String? = nil,
    validFrom: Timestamp? = nil, supersedes: MemoryURI? = nil
  ) throws -> RememberOutcome {
    var request = RememberRequest(content: content)
    request.category = category
    request.project = project
    request.session = session
    request.uri = try uri.map { try MemoryURI(parsing: $0) }
    request.validFrom = validFrom
    request.supersedes = supersedes
    return try engine.remember(request)
  }

  func find(_ query: String, scope: Scope = .everything, asOf: Timestamp? = nil) throws -> [MemoryURI] {
    var request = FindRequest(query: query)
    request.scope = scope
    request.asOf = asOf
    return try engine.find(request).items.map(\.node.uri)
  }

  func node(_ uri: MemoryURI) throws -> MemoryNode { try engine.read(ReadRequest(uri: uri)).node }
}

final class TestClock: Sendable {
  private let moment = Mutex(Timestamp(milliseconds: 1_790_000_000_000))

  var now: Timestamp { moment.withLock { $0 } }

  func advance(by duration: Duration) { moment.withLock { $0 = $0.advanced(by: duration) } }
  func advance(to moment: Timestamp) { self.moment.withLock { $0 = moment } }
}
