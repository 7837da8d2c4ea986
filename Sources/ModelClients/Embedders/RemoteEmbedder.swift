package import Embedding
import JSONValues
import Synchronization

/// An embedder that is asked over HTTP: one on this machine, or a remote one.
package final class RemoteEmbedder: TextEmbedder {
  /// The providers, by their names in `embedder.provider`.
  static let services: [any EmbeddingService.Type] = [
    OllamaEmbeddings.self, OpenAIEmbeddings.self, VoyageEmbeddings.self, GeminiEmbeddings.self,
  ]

  package static var providers: [String] { services.map { $0.name } }

  /// How long a model's version holds: somebody may fetch a new one under the same name while we run.
  private static let versionLifetime: Duration = .seconds(600)
  /// How long `identity` waits where nothing is known yet.
  private static let identityPatience: Duration = .seconds(10)

  private let service: any EmbeddingService
  private let options: EmbeddingOptions
  private let name: String
  private let keys: KeySource
  private let transport: HTTPTransport
  private let clock: ServiceClock
  private let retries: RetryPolicy
  private let state = Mutex(State())

  private struct State {
    /// Of the last vectors; nil before the first.
    var dimensions: Int?
    var version: (text: String, at: ContinuousClock.Instant)?
    /// Apart, because a question gives up so early that its failures say little about a batch.
    var breakers: [EmbeddingPurpose: CircuitBreaker] = [.query: CircuitBreaker(), .passage: CircuitBreaker()]
  }

  /// Asks for nothing yet. Throws `EmbeddingError` when the address is none, or there is no such provider.
  package convenience init(provider: String, options: EmbeddingOptions, network: Network, keys: KeySource) throws(EmbeddingError) {
    try self.init(provider: provider, options: options, network: network, keys: keys, clock: .real, retries: RetryPolicy())
  }

  init(
    provider: String, options: EmbeddingOptions, network: Network, keys: KeySource, clock: ServiceClock, retries: RetryPolicy
  ) throws(EmbeddingError) {
    guard let type = Self.services.first(where: { $0.name == provider }) else {
      throw EmbeddingError(
        .misconfigured, embedder: provider, reason: "there is no such provider",
        remedy: "`embedder.provider` is one of \(Self.providers.joined(separator: ", "))")
    }
    self.options = options.filled(from: type.defaults)
    let address: ServiceURL
    do {
      address = try ServiceURL(self.options.baseURL, defaultPath: type.defaultPath)
    } catch {
      throw EmbeddingError(.misconfigured, embedder: provider, reason: error.reason, remedy: "Set `embedder.base_url`")
    }
    service = type.init(self.options, address: address)
    name = "\(provider) (\(self.options.model) at \(address.text))"
    self.keys = keys
    self.clock = clock
    self.retries = retries
    transport = HTTPTransport(network: network)
  }

  package var maximumBatch: Int { service.maximumBatch }

  package var identity: EmbedderIdentity {
    get throws {
      let deadline = clock.now() + Self.identityPatience
      let version = try version(by: deadline)
      // Where they are configured nothing has to be asked: vectors with others are refused.
      if dimensions == nil { _ = try embed(["dimensions"], purpose: .passage, deadline: deadline) }
      guard let dimensions else { throw error(ServiceFailure(.unusable, "it gave no vector")) }
      return EmbedderIdentity(backend: type(of: service).name, model: options.model, dimensions: dimensions, version: version)
    }
  }

  /// Nil until they are found out.
  private var dimensions: Int? { state.withLock { $0.dimensions } ?? (options.dimensions > 0 ? options.dimensions : nil) }

  package func embed(_ texts: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws -> [[Float]] {
    var vectors: [[Float]] = []
    vectors.reserveCapacity(texts.count)
    var rest = texts[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(maximumBatch))
      rest = rest.dropFirst(maximumBatch)
      vectors += try embed(batch: batch, purpose: purpose, deadline: deadline)
    }
    return vectors
  }

  private func embed(batch: [String], purpose: EmbeddingPurpose, deadline: ContinuousClock.Instant) throws(EmbeddingError)
    -> [[Float]]
  {
    try askBreaker(purpose)
    do {
      let prompt = service.prompts[purpose]
      let key = try key()
      // An empty text is refused by most; a space has a vector.
      let request = service.request(batch.map { $0.isEmpty && prompt.isEmpty ? " " : prompt + $0 }, purpose: purpose, key: key)
      let answer = try exchange(request, key: key, retries: purpose == .query ? .never : retries, deadline: deadline)
      let vectors = try vectors(in: answer, count: batch.count)
      state.withLock { $0.breakers[purpose]?.succeeded() }
      return vectors
    } catch {
      if error.isAboutTheService {
        state.withLock { $0.breakers[purpose]?.failed(at: clock.now(), retryAfter: error.retryAfter) }
      }
      throw self.error(error)
    }
  }

  private func exchange(
    _ request: ServiceRequest, key: APIKey?, retries: RetryPolicy, deadline: ContinuousClock.Instant
  ) throws(ServiceFailure) -> JSONValue {
    var attempt = 1
    while true {
      do {
        let reply = try transport.send(request, by: deadline)
        return try ServiceAnswer.value(reply, key: key, now: clock.epochSeconds)
      } catch {
        let remaining = clock.now().duration(to: deadline)
        guard let pause = retries.pause(after: error, attempt: attempt, remaining: remaining) else { throw error }
        clock.pause(pause)
        attempt += 1
      }
    }
  }

  private func key() throws(ServiceFailure) -> APIKey? {
    if service.needsKey { return try keys.requiredKey(named: options.keyName) }
    return try keys.key(named: options.keyName)
  }

  private func version(by deadline: ContinuousClock.Instant) throws(EmbeddingError) -> String {
    let known = state.withLock { $0.version }
    if let known, service.versionRequest == nil || clock.now() < known.at + Self.versionLifetime { return known.text }
    do {
      var answer: JSONValue?
      if let request = service.versionRequest {
        answer = try exchange(request, key: nil, retries: .never, deadline: deadline)
      }
      var text = String(try service.version(in: answer).map { $0 == ":" ? "_" : $0 })
      let words = service.prompts.fingerprint
      if !words.isEmpty { text += "+" + words }
      state.withLock { state in
        // Another model under the same name may have another number of dimensions.
        if let old = state.version, old.text != text { state.dimensions = nil }
        state.version = (text, clock.now())
      }
      return text
    } catch {
      // What was true ten minutes ago is better than no search by meaning.
      if let known, error.cause != .status(404) { return known.text }
      throw self.error(error)
    }
  }
}

extension RemoteEmbedder {
  /// Checks every component: what gets into the store is compared with everything else there for as long as it stands.
  private func vectors(in answer: JSONValue, count: Int) throws(ServiceFailure) -> [[Float]] {
    guard let arrays = service.vectors(in: answer) else {
      // Some answer an error with status 200.
      let words = ServiceAnswer.message(in: answer).map { ": " + ServiceAnswer.safe($0, key: (try? key()) ?? nil) } ?? ""
      throw ServiceFailure(.unusable, "the answer holds no embeddings\(words)")
    }
    guard arrays.count == count else {
      throw ServiceFailure(.unusable, "the answer holds \(arrays.count) embeddings for \(count) texts")
    }
    var expected = dimensions
    var vectors: [[Float]] = []
    for (index, value) in arrays.enumerated() {
      guard let components = value.array, !components.isEmpty else {
        throw ServiceFailure(.unusable, "embedding \(index) is no array of numbers")
      }
      guard components.count == expected ?? components.count else {
        // Forgotten, so that a model that was exchanged is known by its new identity at the next try.
        state.withLock { $0.dimensions = nil }
        let cure = options.dimensions > 0 ? "; `embedder.dimensions` is \(options.dimensions)" : ""
        throw ServiceFailure(
          .unusable, "embedding \(index) has \(components.count) dimensions instead of \(expected ?? 0)\(cure)")
      }
      expected = components.count
      vectors.append(try unit(components, index: index))
    }
    state.withLock { $0.dimensions = expected }
    return vectors
  }

  private func unit(_ components: [JSONValue], index: Int) throws(ServiceFailure) -> [Float] {
    var vector: [Float] = []
    vector.reserveCapacity(components.count)
    var sum = 0.0
    for (position, component) in components.enumerated() {
      guard let number = component.double, Float(number).isFinite else {
        throw ServiceFailure(.unusable, "component \(position) of embedding \(index) is \(component.kind), not a finite number")
      }
      vector.append(Float(number))
      sum += number * number
    }
    guard sum > 0, sum.isFinite else {
      throw ServiceFailure(.unusable, "embedding \(index) has no direction: its length is \(sum)")
    }
    let scale = Float(1 / sum.squareRoot())
    for position in vector.indices { vector[position] *= scale }
    return vector
  }

  private func askBreaker(_ purpose: EmbeddingPurpose) throws(EmbeddingError) {
    let now = clock.now()
    let until = state.withLock { state -> ContinuousClock.Instant? in
      state.breakers[purpose]?.permits(at: now) == false ? state.breakers[purpose]?.restsUntil : nil
    }
    guard let until else { return }
    let seconds = max(1, now.duration(to: until).components.seconds)
    throw EmbeddingError(
      .suspended, embedder: name, reason: "it failed before and is asked again in \(seconds) s", retryAfter: now.duration(to: until)
    )
  }

  private func error(_ failure: ServiceFailure) -> EmbeddingError {
    func say(_ kind: EmbeddingError.Kind, _ remedy: String = "") -> EmbeddingError {
      EmbeddingError(kind, embedder: name, reason: failure.reason, remedy: remedy, retryAfter: failure.retryAfter)
    }
    switch failure.cause {
    case .misconfigured: return say(.misconfigured)
    case .unreachable: return say(.unreachable, service.unreachableRemedy)
    case .interrupted: return say(.unreachable)
    case .timedOut, .cancelled: return say(.timedOut)
    case .unusable: return say(.unusable, "Check that `embedder.model` makes embeddings and that `embedder.dimensions` fits it")
    case .status(401), .status(403):
      let place = keys.place(of: options.keyName).map { "the key in \($0)" } ?? "`embedder.api_key_env`"
      return say(.refused, "Check \(place)")
    case .status(404): return say(.refused, service.unknownModelRemedy)
    case .status where failure.isWorthRetrying: return say(.overloaded)
    case .status: return say(.refused, "Check `embedder.model` and `embedder.dimensions`")
    }
  }
}
