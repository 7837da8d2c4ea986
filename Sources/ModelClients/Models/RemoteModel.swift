import JSONValues
package import LanguageModels

/// A language model that is asked over HTTP.
package struct RemoteModel: LanguageModel {
  /// The providers.
  static let services: [any ModelService.Type] = [
    OllamaModel.self, AnthropicModel.self, GeminiModel.self, OpenRouterModel.self, OpenAIModel.self,
  ]

  package let identity: String
  private let service: any ModelService
  private let options: ModelOptions
  /// For errors: `anthropic (claude-haiku-4-5 at https://api.anthropic.com/v1)`
  private let name: String
  private let keys: KeySource
  private let transport: HTTPTransport
  private let clock: ServiceClock
  private let retries: RetryPolicy

  /// Asks for nothing yet. Throws when the address is none, or the provider is not one of these.
  package init(provider: Provider, options: ModelOptions, network: Network, keys: KeySource) throws(LanguageModelError) {
    try self.init(provider: provider, options: options, network: network, keys: keys, clock: .real, retries: RetryPolicy())
  }

  init(
    provider: Provider, options: ModelOptions, network: Network, keys: KeySource, clock: ServiceClock, retries: RetryPolicy
  ) throws(LanguageModelError) {
    guard let type = Self.services.first(where: { $0.provider == provider }) else {
      throw .unavailable("\(provider.rawValue) is not asked over HTTP")
    }
    self.options = options.filled(from: type.defaults)
    let address: ServiceURL
    do {
      address = try ServiceURL(self.options.endpoint, defaultPath: type.defaultPath)
    } catch {
      throw .unavailable("\(provider.rawValue): \(error.reason). Set `llm.\(provider.rawValue).endpoint`")
    }
    service = type.init(self.options, address: address)
    identity = "\(provider.rawValue)/\(self.options.model)"
    name = "\(provider.rawValue) (\(self.options.model) at \(address.text))"
    self.keys = keys
    transport = HTTPTransport(network: network)
    self.clock = clock
    self.retries = retries
  }

  package func complete(_ request: CompletionRequest) async throws(LanguageModelError) -> CompletionReply {
    let deadline = clock.now() + request.timeout
    var attempt = 1
    while true {
      do throws(ServiceFailure) {
        return try await ask(request, by: deadline)
      } catch {
        // An answer that broke off may be paid for already.
        guard error.cause != .interrupted,
          let pause = retries.pause(after: error, attempt: attempt, remaining: clock.now().duration(to: deadline))
        else { throw self.error(error, timeout: request.timeout) }
        do { try await clock.pauseTask(pause) } catch { throw .cancelled }
        attempt += 1
      }
    }
  }

  private func ask(_ request: CompletionRequest, by deadline: ContinuousClock.Instant) async throws(ServiceFailure)
    -> CompletionReply
  {
    let key: APIKey? =
      if service.needsKey { try keys.requiredKey(named: options.keyName) } else { try keys.key(named: options.keyName) }
    let reply = try await transport.sendAsync(service.request(request, key: key), by: deadline)
    let answer = try ServiceAnswer.value(reply, key: key, now: clock.epochSeconds)
    do throws(ServiceFailure) {
      return try service.reply(in: answer)
    } catch {
      throw ServiceFailure(error.cause, ServiceAnswer.safe(error.reason, key: key), retryAfter: error.retryAfter)
    }
  }

  private func error(_ failure: ServiceFailure, timeout: Duration) -> LanguageModelError {
    func words(_ remedy: String = "") -> String { "\(name): \(failure.reason)" + (remedy.isEmpty ? "" : ". \(remedy)") }
    switch failure.cause {
    case .misconfigured: return .unavailable(words())
    case .unreachable: return .unavailable(words(service.unreachableRemedy))
    // It may have answered, and what it answered may have to be paid for.
    case .interrupted: return .unusable(words())
    case .timedOut: return .timedOut(name, after: timeout)
    case .cancelled: return .cancelled
    case .unusable: return .unusable(words())
    case .status(401), .status(403):
      return .refused(words("Check " + (keys.place(of: options.keyName).map { "the key in \($0)" } ?? "`api_key_env`")))
    case .status(404): return .refused(words(service.unknownModelRemedy))
    case .status where failure.isWorthRetrying: return .overloaded(words())
    case .status: return .refused(words())
    }
  }
}
