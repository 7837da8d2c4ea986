import JSONValues

@testable import JSONRPC

/// A connection over two pipes of which the test holds the far ends. The connection's loop runs beside the test.
final class Conversation: Sendable {
  let toServer = Pipe()
  let toClient = Pipe()
  /// Says `ended` when the loop has ended.
  let ending = Pipe()
  let queue: MessageQueue

  init(
    stop: Int32? = nil, _ handle: @escaping @Sendable (IncomingMessage) -> [JSONValue] = Conversation.echo,
    whenIdle: @escaping @Sendable () -> Void = {}
  ) {
    let output = ProtocolOutput(descriptor: toClient.writeEnd)
    let connection = StdioConnection(input: toServer.readEnd, output: output, stop: stop)
    queue = connection.queue
    let ending = ending
    _ = DetachedThread.start { [connection = Loop(connection: connection)] in
      connection.connection.run(whenIdle: whenIdle, handle)
      ending.write("ended")
      ending.closeWriteEnd()
    }
  }

  /// Safe to share: the loop's thread alone uses the connection, after it was made.
  private struct Loop: @unchecked Sendable { let connection: StdioConnection }

  /// Answers each request with its method, and refusals with themselves.
  @Sendable static func echo(_ message: IncomingMessage) -> [JSONValue] {
    switch message {
    case .request(let request): [Response(id: request.id, result: .success(.string(request.method))).json]
    case .invalid(let response): [response.json]
    case .batch(let elements): [.string("batch of \(elements.count)")]
    case .notification, .response: []
    }
  }

  func send(_ text: String) { toServer.write(text + "\n") }
  func send(_ id: Int, _ method: String) { send(Request(id: .integer(Int64(id)), method: method).json.text) }
  func cancel(_ id: Int) { send(Request(method: "notifications/cancelled", params: ["requestId": .integer(Int64(id))]).json.text) }

  /// The next message; nil when the connection has ended.
  func receive() -> JSONValue? { toClient.readLine().flatMap { try? JSONValue(parsing: $0) } }
}
