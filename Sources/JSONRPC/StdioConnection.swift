package import JSONValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A conversation over a pair of pipes: one message a line, run one after the other in the order in which they came.
///
/// Order matters more than parallelism here: a client that sends `remember` and then `find` must find it. Reading goes on
/// meanwhile on a thread of its own, so that a cancellation is seen while the request that it names waits or runs.
package final class StdioConnection {
  /// 16 MB. A longer line is read past without being kept, and refused.
  package static let maximumMessageLength = 16 * 1_048_576
  /// How long requests that were already read are still run after SIGINT or SIGTERM, and how long one may then still take until the process
  /// ends in the middle of it. Clients that were measured wait for 2 s (Python's mcp) before they kill.
  private static let drainTime: Duration = .milliseconds(500)
  private static let graceMilliseconds: Int32 = 1_500
  private static let idleTime: Duration = .milliseconds(250)

  private let reader: LineReader
  private let stop: Int32?
  private let output: ProtocolOutput
  let queue: MessageQueue

  /// `input` stays the caller's to close. `stop` becomes readable when the conversation is to end though the input goes on.
  package init(
    input: Int32, output: ProtocolOutput, maximumMessageLength: Int = StdioConnection.maximumMessageLength, stop: Int32? = nil
  ) {
    reader = LineReader(descriptor: input, maximumLength: maximumMessageLength)
    self.stop = stop
    self.output = output
    queue = MessageQueue()
  }

  /// The process's standard input and output, which nothing else can use from now on; SIGINT and SIGTERM end the conversation.
  package static func takingStandardStreams() -> StdioConnection {
    let output = ProtocolOutput(takingStandardOutput: ())
    let stop = EndSignals.catchThem()
    return StdioConnection(input: StandardStreams.takeInput(), output: output, stop: stop < 0 ? nil : stop)
  }

  /// Hands each message to `handle` on the calling thread and sends what it returns, until the input ends, the reader of the output goes
  /// away, or a signal comes. Everything that was read before the end of the input is answered.
  ///
  /// `notifications/cancelled {requestId}` never reaches `handle`: a waiting request that it names is not run, and the answer of
  /// a running one is dropped. `initialize` cannot be cancelled (MCP, "Cancellation").
  ///
  /// `whenIdle` runs when everything is answered and nothing more came for a quarter of a second: for what a client that asks one thing after
  /// the other should not have to wait for. It may not run before the end.
  ///
  /// `whenAnswered` runs after each message, behind its answer, and is to be quick.
  package func run(whenIdle: () -> Void = {}, whenAnswered: () -> Void = {}, _ handle: (IncomingMessage) -> [JSONValue]) {
    let limit = reader.maximumLength
    if let stop { watch(stop) }
    let started = reader.start { [queue] event in
      switch event {
      case .line(.text(let line)): Self.receive(IncomingMessage.parse(line), length: line.count, queue)
      case .line(.tooLong(let line)):
        let message = "the message has \(line.length) bytes; at most \(limit) are taken. Send less at a time."
        queue.append(MessageQueue.Entry(message: .refused(line.id, .invalidRequest, message), length: 0))
      case .end: queue.close()
      }
    }
    guard started else {
      let message = Array("continuity: the system gives no thread to read standard input with; nothing was read\n".utf8)
      _ = write(STDERR_FILENO, message, message.count)
      return
    }
    var hasWorked = false
    while !output.isClosed {
      if hasWorked, !queue.isReady(within: Self.idleTime) {
        whenIdle()
        hasWorked = false
      }
      guard let message = queue.next() else { break }
      hasWorked = true
      let answers = handle(message)
      if !queue.isRunningCancelled {
        for answer in answers { output.send(answer) }
      }
      whenAnswered()
    }
    // A reader that waits for room has to be let go.
    queue.close(within: .zero)
  }

  private static func receive(_ message: IncomingMessage, length: Int, _ queue: MessageQueue) {
    if case .notification(let notification) = message, notification.method == "notifications/cancelled" {
      if let id = notification.params["requestId"].flatMap(RequestID.init) { queue.cancel(id) }
      return
    }
    queue.append(MessageQueue.Entry(message: message, length: length))
  }

  /// On a thread of its own: the reader may be waiting for room, and the loop for a client that does not read.
  private func watch(_ stop: Int32) {
    let isSignal = stop == EndSignals.readEnd
    _ = DetachedThread.start { [queue] in
      var waiting = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
      while poll(&waiting, 1, -1) < 0, errno == EINTR {}
      queue.close(within: Self.drainTime)
      guard isSignal else { return }
      // What still runs, or is still being written to nobody, must not keep the process alive. The store is made for it: what was
      // not committed is not there.
      _ = poll(nil, 0, Self.graceMilliseconds)
      _exit(0)
    }
  }
}
