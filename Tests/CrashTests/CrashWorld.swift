import Embedding
import Interchange
import JSONRPC
import JSONValues
import MemoryEngine
import MemoryModel
import MemoryStore
import Operations
import SQLite
import StoreInvariants
import Synchronization

/// A store on a disk that fails, with a clock that stands still unless it is moved.
final class CrashWorld {
  let disk: FaultyDisk
  private let time = StandingClock()
  private var opened: Dispatcher?
  private var engineOpened: MemoryEngine?

  init() throws { disk = try FaultyDisk() }

  var home: StoreHome { StoreHome(path: disk.folder + "/home") }
  /// The folder that stores exchange their changes through.
  var shared: String { disk.folder + "/shared" }
  var now: Timestamp { time.now }

  func advance(by duration: Duration) { time.set(time.now.advanced(by: duration)) }
  func setClock(_ moment: Timestamp) { time.set(moment) }

  /// Opened when it is needed for the first time.
  func engine() throws -> MemoryEngine {
    if let engineOpened { return engineOpened }
    var settings = EngineSettings()
    settings.vectorIndexLimits.smallestIndex = 12
    settings.vectorIndexLimits.longestTail = 4
    settings.vectorIndexLimits.mostGraves = 2
    let store = try MemoryStore(home: home)
    // The log is taken over into the file often, so that a short history meets it.
    try store.connection.execute("PRAGMA wal_autocheckpoint = 24")
    let engine = MemoryEngine(
      store: store, settings: settings, embedder: { HashEmbedder() }, clock: { [time] in time.now })
    engineOpened = engine
    return engine
  }

  /// What this process has answered.
  var answered: Set<String> = []

  /// As the process's end does.
  func close() {
    answered = []
    opened = nil
    engineOpened = nil
  }

  struct Refused: Error, CustomStringConvertible {
    let description: String
  }

  /// An operation through the door that all doors use.
  @discardableResult
  func call(_ method: String, _ params: JSONObject) throws -> JSONValue {
    let dispatcher: Dispatcher
    if let opened {
      dispatcher = opened
    } else {
      let caller = Caller(workingDirectory: "/work/orchard", session: "s-1", client: "test")
      dispatcher = Dispatcher(caller: caller) { [unowned self] in try engine() }
      opened = dispatcher
    }
    switch dispatcher.answer(method, params) {
    case .success(let value): return value
    case .failure(let error): throw Refused(description: "\(method): \(error.message)")
    }
  }

  /// The worker's run; a job that failed is a failure.
  func drain() throws {
    let outcome = try engine().drain()
    guard outcome.failed == 0 else { throw Refused(description: outcome.errors.joined(separator: "; ")) }
  }

  func content() throws -> [String] { try StoreContent.lines(of: engine().store) }
}

/// A vector made of a text's letters: as good as any where nobody asks how near meanings are.
struct HashEmbedder: TextEmbedder {
  let identity = EmbedderIdentity(backend: "test", model: "letters", dimensions: 8, version: "1")
  let maximumBatch = 16

  func embed(_ texts: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws -> [[Float]] {
    try texts.map { text in
      var components = [Float](repeating: 0.01, count: identity.dimensions)
      for byte in text.utf8 { components[Int(byte) % components.count] += 1 }
      return try VectorMath.normalized(components)
    }
  }
}

final class StandingClock: Sendable {
  private let moment = Mutex(Timestamp(milliseconds: 1_790_000_000_000))

  var now: Timestamp { moment.withLock { $0 } }

  func set(_ value: Timestamp) { moment.withLock { $0 = value } }
}
