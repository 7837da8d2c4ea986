import JSONValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A stand-in for a provider: HTTP/1.1 on loopback, from sockets, so that it can also answer as no library would.
///
/// It gives the n-th request the n-th answer of its script and goes on giving the last one. Requests are kept for the test to look
/// at.
final class LoopbackService: Sendable {
  struct Request: Sendable {
    var method: String
    var target: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    subscript(header: String) -> String? { headers.first { $0.name.lowercased() == header.lowercased() }?.value }
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
  }

  struct Answer: Sendable {
    enum Ending: Sendable {
      case whole
      /// In chunks, the last one included.
      case chunked
      /// In chunks; the connection ends before the last one.
      case truncatedChunks
      /// With a length that the body does not reach before the connection ends.
      case truncatedLength
      /// Nothing more comes, and the connection stays.
      case silence
    }

    var status = 200
    var headers: [(String, String)] = [("content-type", "application/json")]
    var body = ""
    var ending = Ending.whole
    /// Whether anything is sent before `ending`; without it a silence is one from the start.
    var sends = true

    static func json(_ value: JSONValue, status: Int = 200, headers: [(String, String)] = []) -> Answer {
      Answer(status: status, headers: [("content-type", "application/json")] + headers, body: value.text)
    }

    static func text(_ text: String, status: Int = 200, type: String = "application/json") -> Answer {
      Answer(status: status, headers: [("content-type", type)], body: text)
    }

    static let silence = Answer(ending: .silence, sends: false)
    /// The connection ends without a byte.
    static let hangUp = Answer(ending: .truncatedLength, sends: false)

    func ending(_ ending: Ending) -> Answer {
      var answer = self
      answer.ending = ending
      return answer
    }
  }

  let port: Int
  private let listener: Int32
  private let answer: @Sendable (Request, Int) -> Answer
  private let seen = Mutex<[Request]>([])

  /// - Parameter answer: called with the request and its number, from 0.
  init(_ answer: @escaping @Sendable (Request, Int) -> Answer) throws {
    self.answer = answer
    (listener, port) = try Self.bound()
    guard listen(listener, 64) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    signal(SIGPIPE, SIG_IGN)
    ConnectionThread.start { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        // A child of another test would hold it open.
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        ConnectionThread.start { self.serve(connection) }
      }
    }
  }

  convenience init(_ script: [Answer]) throws {
    try self.init { _, number in script[min(number, script.count - 1)] }
  }

  struct Failure: Error { var reason: String }

  /// An address at which nothing listens and nothing will: the port is taken, but not opened.
  static func silentAddress() throws -> String { "http://127.0.0.1:\(try bound().port)" }

  private static func bound() throws -> (descriptor: Int32, port: Int) {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure(reason: String(cString: strerror(errno))) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { seen.withLock { $0 } }

  private func serve(_ connection: Int32) {
    defer {
      shutdown(connection, Int32(2))
      close(connection)
    }
    var buffer: [UInt8] = []
    while let request = read(from: connection, &buffer) {
      let number = seen.withLock { seen in
        seen.append(request)
        return seen.count - 1
      }
      guard respond(answer(request, number), on: connection) else { return }
    }
  }

  /// Nil when the other side closed the connection.
  private func read(from connection: Int32, _ buffer: inout [UInt8]) -> Request? {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let first = (lines.first ?? "").split(separator: " ").map(String.init)
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
          guard let colon = line.firstIndex(of: ":") else { return nil }
          return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        if buffer.count - end.upperBound >= length, first.count >= 2 {
          let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
          buffer.removeFirst(end.upperBound + length)
          return Request(method: first[0], target: first[1], headers: headers, body: body)
        }
      }
      guard fill(&buffer, from: connection) else { return nil }
      // The first byte of a TLS handshake: this is what a plain server says to it.
      if buffer.first == 0x16 {
        _ = respond(.text("plain HTTP only", status: 400), on: connection)
        return nil
      }
    }
  }

  private func fill(_ buffer: inout [UInt8], from connection: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    buffer += bytes.prefix(count)
    return true
  }

  /// False when the connection is over.
  private func respond(_ answer: Answer, on connection: Int32) -> Bool {
    if answer.sends {
      let body = Array(answer.body.utf8)
      var head = "HTTP/1.1 \(answer.status) Stand-in\r\n" + answer.headers.map { "\($0.0): \($0.1)\r\n" }.joined()
      switch answer.ending {
      case .whole: head += "content-length: \(body.count)\r\n\r\n"
      case .truncatedLength, .silence: head += "content-length: \(body.count + 100)\r\n\r\n"
      case .chunked, .truncatedChunks: head += "transfer-encoding: chunked\r\n\r\n"
      }
      var bytes = Array(head.utf8)
      if answer.ending == .chunked || answer.ending == .truncatedChunks {
        let middle = body.count / 2
        for part in [body[..<middle], body[middle...]] where !part.isEmpty {
          bytes += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
        }
        if answer.ending == .chunked { bytes += Array("0\r\n\r\n".utf8) }
      } else {
        bytes += body
      }
      guard write(bytes, to: connection) else { return false }
    }
    switch answer.ending {
    case .whole, .chunked: return true
    case .truncatedChunks, .truncatedLength: return false
    case .silence:
      // Until the other side gives up.
      var ignored: [UInt8] = []
      while fill(&ignored, from: connection) {}
      return false
    }
  }

  private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// A real thread: hundreds of them block here at once, more than Dispatch would start.
private enum ConnectionThread {
  static func start(_ body: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Body(run: body)).toOpaque()
    // No attributes: in the company of Dispatch their type belongs to a module that cannot be imported.
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, nil, { Self.run($0) }, context)
    #else
      var thread: pthread_t = 0
      let status = pthread_create(&thread, nil, { $0.flatMap { Self.run($0) } }, context)
    #endif
    precondition(status == 0, "no thread for a test's service")
  }

  private static func run(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    // Nobody waits for it.
    pthread_detach(pthread_self())
    Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
