import JSONRPC
package import Operations

/// The MCP server of one client, over the process's standard streams.
package enum MCPStdioServer {
  /// Serves until standard input ends, the client stops reading, or SIGINT or SIGTERM comes. Standard output belongs to the protocol from the
  /// call on: anything else that is printed goes to standard error.
  ///
  /// `offersMemory` is false inside of a model call that this program made itself (CONTINUITY_INTERNAL).
  /// `whenIdle` runs when everything is answered and nothing more came for a while: for what an answer should not wait for. `whenAnswered` runs
  /// behind each answer.
  package static func run(
    dispatcher: Dispatcher, offersMemory: Bool = true, whenIdle: () -> Void = {}, whenAnswered: () -> Void = {}
  ) {
    let server = MCPServer(dispatcher: dispatcher, offersMemory: offersMemory)
    var handshake = Handshake()
    StdioConnection.takingStandardStreams().run(whenIdle: whenIdle, whenAnswered: whenAnswered) { message in
      server.handle(message, &handshake).map { [$0] } ?? []
    }
  }
}
