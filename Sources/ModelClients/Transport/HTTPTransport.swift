import AsyncHTTPClient
import JSONValues
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Sends one request and reads one whole answer.
///
/// An answer with an error status is an answer here; what it means the provider says. Redirects are not followed: the key would go
/// along to wherever they point.
struct HTTPTransport: Sendable {
  let network: Network

  /// 64 passages of 3072 components are 4 MB; a model's answer is a page.
  static let longestAnswer = 32 * 1_048_576

  /// On the calling thread, which waits. Nothing of Swift's concurrency is involved: the answer arrives on the client's own thread.
  func send(_ request: ServiceRequest, by deadline: ContinuousClock.Instant) throws(ServiceFailure) -> ServiceReply {
    let exchange = try begin(request, by: deadline)
    do {
      return try Self.reply(exchange.wait())
    } catch {
      throw Self.failure(error, at: request.url)
    }
  }

  func sendAsync(_ request: ServiceRequest, by deadline: ContinuousClock.Instant) async throws(ServiceFailure) -> ServiceReply {
    guard !_Concurrency.Task.isCancelled else { throw ServiceFailure(.cancelled, "the caller gave up") }
    let exchange = try begin(request, by: deadline)
    do {
      return try await withTaskCancellationHandler {
        Self.reply(try await exchange.get())
      } onCancel: {
        exchange.cancel()
      }
    } catch {
      throw Self.failure(error, at: request.url)
    }
  }

  private func begin(
    _ request: ServiceRequest, by deadline: ContinuousClock.Instant
  ) throws(ServiceFailure) -> HTTPClient.Task<HTTPClient.Response> {
    let remaining = ContinuousClock.now.duration(to: deadline)
    guard remaining > .zero else { throw ServiceFailure(.timedOut, "no time was left to ask") }
    let client = try client(for: ServiceURL(request.url))
    var headers = HTTPHeaders([("user-agent", "continuity"), ("accept", "application/json")])
    for (name, value) in request.headers { headers.replaceOrAdd(name: name, value: value) }
    let question: HTTPClient.Request
    do {
      if let body = request.body {
        headers.replaceOrAdd(name: "content-type", value: "application/json")
        question = try HTTPClient.Request(
          url: request.url, method: .POST, headers: headers, body: .byteBuffer(ByteBuffer(bytes: body.serialized())))
      } else {
        question = try HTTPClient.Request(url: request.url, method: .GET, headers: headers)
      }
    } catch {
      throw ServiceFailure(.misconfigured, "the address \(request.url) cannot be asked")
    }
    return client.execute(
      request: question, delegate: ResponseAccumulator(request: question, maxBodySize: Self.longestAnswer),
      deadline: .now() + TimeAmount(remaining))
  }

  private static func reply(_ response: HTTPClient.Response) -> ServiceReply {
    ServiceReply(
      status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
      body: response.body.map { Array($0.readableBytesView) } ?? [])
  }

  /// In our own words: the library's may quote a header's value.
  private static func failure(_ error: any Error, at url: String) -> ServiceFailure {
    switch error {
    case let failure as ServiceFailure: return failure
    case let error as HTTPClientError:
      switch error {
      case .cancelled: return ServiceFailure(.cancelled, "the caller gave up")
      case .deadlineExceeded, .readTimeout, .writeTimeout: return ServiceFailure(.timedOut, "there was no whole answer in time")
      case .connectTimeout: return ServiceFailure(.unreachable, "no connection in 10 seconds")
      case .remoteConnectionClosed, .uncleanShutdown:
        return ServiceFailure(.interrupted, "the connection ended before the answer did")
      case .proxyAuthenticationRequired: return ServiceFailure(.unreachable, "the proxy wants a name and a password")
      default: return ServiceFailure(.unreachable, "the request failed (\(error.shortDescription))")
      }
    case is HTTPParserError: return ServiceFailure(.interrupted, "the answer is no whole HTTP")
    case is ResponseAccumulator.ResponseTooBigError:
      return ServiceFailure(.unusable, "the answer has more than \(longestAnswer / 1_048_576) MB")
    case let error as NIOConnectionError:
      if error.dnsAError != nil || error.dnsAAAAError != nil, error.connectionErrors.isEmpty {
        return ServiceFailure(.unreachable, "there is no address for the host \(error.host)")
      }
      let reason = error.connectionErrors.lazy.compactMap { $0.error as? IOError }.first.map { words($0) } ?? "no connection"
      return ServiceFailure(.unreachable, reason)
    case let error as IOError:
      return ServiceFailure(error.errnoCode == ECONNREFUSED ? .unreachable : .interrupted, words(error))
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      return ServiceFailure(
        .unreachable,
        "no secure connection: \(words(ofTLS: error)). A company's own authority is named by `network.ca_file` or SSL_CERT_FILE")
    case let error as ChannelError where error == .connectTimeout(.seconds(10)):
      return ServiceFailure(.unreachable, "no connection in 10 seconds")
    default: return ServiceFailure(.unreachable, "the request failed (\(type(of: error)))")
    }
  }

  private static func words(_ error: IOError) -> String {
    String(cString: strerror(error.errnoCode)).lowercased()
  }

  private static func words(ofTLS error: any Error) -> String {
    let text = "\(error)"
    if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("unableToValidateCertificate") {
      return "the certificate is signed by nobody whom this machine trusts"
    }
    if text.contains("failedToLoadCertificate") || text.contains("noSuchFilesystemObject") {
      return "the file of certificates cannot be read"
    }
    if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") { return "the other side does not speak TLS" }
    return "the handshake failed"
  }
}

extension HTTPTransport {
  /// What a client of the library is made for.
  private struct Route: Hashable {
    var proxy: ProxySettings.Proxy?
    var certificates: String?
    var additionalCertificates: String?
  }

  /// One client for each route, for as long as the process lives: a client that is let go without being shut down is a crash, and
  /// there is nothing to give back at the end of a process.
  private static let clients = Mutex<[Route: HTTPClient]>([:])

  /// One thread: answers are few and wait for models. The library's own group has one for each core.
  private static let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  private func client(for url: ServiceURL) throws(ServiceFailure) -> HTTPClient {
    var route = Route(proxy: try network.proxies.proxy(for: url))
    if url.scheme == "https" {
      route.certificates = network.certificates
      route.additionalCertificates = network.additionalCertificates
    }
    return try Self.clients.withLock { (clients) throws(ServiceFailure) in
      if let known = clients[route] { return known }
      for path in [route.certificates, route.additionalCertificates] { try Self.check(certificates: path) }
      let client = HTTPClient(eventLoopGroupProvider: .shared(Self.threads), configuration: Self.configuration(route))
      clients[route] = client
      return client
    }
  }

  /// The library would only say that there is no connection.
  private static func check(certificates path: String?) throws(ServiceFailure) {
    guard let path else { return }
    guard access(path, R_OK) == 0 else {
      throw ServiceFailure(.misconfigured, "the file of certificates \(path): \(String(cString: strerror(errno)))")
    }
    guard let found = try? NIOSSLCertificate.fromPEMFile(path), !found.isEmpty else {
      throw ServiceFailure(.misconfigured, "the file of certificates \(path) holds none in PEM")
    }
  }

  private static func configuration(_ route: Route) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let path = route.certificates { tls.trustRoots = .file(path) }
    if let path = route.additionalCertificates { tls.additionalTrustRoots = [.file(path)] }
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = .http1Only
    configuration.timeout = .init(connect: .seconds(10))
    // The library would go on trying to connect until the time is up, and a service that is not there would look slow.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.proxy = route.proxy.map { proxy in
      switch proxy.kind {
      case .http:
        .server(
          host: proxy.host, port: proxy.port,
          authorization: proxy.credentials.map { credentials in
            let parts = credentials.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return .basic(username: parts[0], password: parts.count > 1 ? parts[1] : "")
          })
      case .socks: .socksServer(host: proxy.host, port: proxy.port)
      }
    }
    return configuration
  }
}
