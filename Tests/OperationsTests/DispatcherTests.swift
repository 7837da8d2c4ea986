import JSONRPC
import JSONValues
import MemoryEngine
import MemoryModel
import Testing

@testable import Operations

@Suite struct DispatcherTests {
  private struct Closed: Error, CustomStringConvertible {
    var attempt: Int
    var description: String { "attempt \(attempt): the store is closed for repairs" }
  }

  @Test("an unknown method names the near ones, or all of them")
  func unknownMethod() {
    let dispatcher = Dispatcher(caller: Caller()) { throw Closed(attempt: 0) }
    func message(_ method: String) -> String? {
      guard case .failure(let error) = dispatcher.handle(Request(id: .integer(1), method: method))?.result else { return nil }
      #expect(error.code == .methodNotFound)
      return error.message
    }
    #expect(message("memory/fnd") == "There is no method `memory/fnd`. Did you mean memory/find?")
    #expect(message("memory.find") == "There is no method `memory.find`. Did you mean memory/find?")
    #expect(message("find") == "There is no method `find`. Did you mean memory/find?")
    #expect(message("session/begin")?.contains("session/") == true)
    #expect(message("")?.contains("The methods are memory/find, ") == true)
    #expect((message(String(repeating: "x", count: 1_000_000))?.utf8.count ?? .max) < 1_000)
  }

  @Test("an answer has the id of its request; a notification has none")
  func ids() {
    let dispatcher = Dispatcher(caller: Caller()) { throw Closed(attempt: 0) }
    #expect(dispatcher.handle(Request(id: .string("a"), method: "x"))?.id == .string("a"))
    #expect(dispatcher.handle(Request(method: "x")) == nil)
    #expect(dispatcher.handle(Request(method: "memory/find", params: ["query": 1])) == nil)
  }

  @Test("a store that cannot be opened is reported by every operation in its own words, and tried again")
  func retriedOpening() throws {
    var attempts = 0
    let dispatcher = Dispatcher(caller: Caller()) {
      attempts += 1
      throw Closed(attempt: attempts)
    }
    #expect(attempts == 0)
    #expect(dispatcher.answer("status", [:]) == .failure(RPCError(.storeUnusable, "attempt 1: the store is closed for repairs")))
    #expect(dispatcher.answer("status", [:]) == .failure(RPCError(.storeUnusable, "attempt 2: the store is closed for repairs")))
    #expect(
      dispatcher.callTool("profile", arguments: [:]) == ToolReply(text: "attempt 3: the store is closed for repairs", isError: true)
    )
    #expect(dispatcher.completeURI(prefix: "mem://", limit: 5) == [])
    #expect(throws: RPCError(.storeUnusable, "attempt 5: the store is closed for repairs")) {
      try dispatcher.readResource("mem://user")
    }
  }

  @Test("bad parameters are refused without opening the store, and so are URIs")
  func refusedBeforeOpening() {
    let dispatcher = Dispatcher(caller: Caller()) {
      Issue.record("the store was opened")
      throw Closed(attempt: 0)
    }
    #expect(dispatcher.callTool("find", arguments: [:])?.text == "\"query\": is required")
    #expect(dispatcher.callTool("no-such-tool", arguments: [:]) == nil)
    #expect(dispatcher.callTool("context", arguments: [:]) == nil, "an operation that is no tool")
    #expect(!Dispatcher.tools.isEmpty)
    #expect(throws: RPCError.self) { try dispatcher.readResource("https://example.org") }
    #expect(dispatcher.completeURI(prefix: "mem://", limit: 0) == [])
  }

  @Test("each kind of failure below has its code")
  func translation() {
    func code(_ error: any Error) -> RPCError.Code { RPCError(translating: error).code }
    #expect(code(EngineError.invalid(parameter: "content", reason: "is too long")) == .invalidParams)
    #expect(code(EngineError.notFound(uri: "mem://user/x", hint: "")) == .notFound)
    #expect(code(EngineError.cancelled) == .cancelled)
    #expect(code(RPCError(.parseError, "x")) == .parseError)
    #expect(code(Closed(attempt: 1)) == .storeUnusable)
    struct Plain: Error {}
    #expect(code(Plain()) == .internalError)
    #expect(RPCError(translating: EngineError.notFound(uri: "mem://user/x", hint: "y")).data == ["uri": "mem://user/x"])
  }

  @Test("parameters that contradict each other are refused")
  func contradictions() {
    let dispatcher = Dispatcher(caller: Caller()) { throw Closed(attempt: 0) }
    for (method, params) in [
      ("memory/find", ["query": "x", "project": "a", "all_projects": true]),
      ("memory/tree", ["project": "a", "all_projects": true]),
      ("memory/timeline", ["project": "a", "all_projects": true]),
      ("memory/remember", ["content": "x", "project": "a", "global": true]),
    ] as [(String, JSONObject)] {
      guard case .failure(let error) = dispatcher.answer(method, params) else {
        Issue.record("\(method) took both")
        continue
      }
      #expect(error.code == .invalidParams)
      #expect(error.message.contains("cannot be combined with \"project\""))
    }
  }
}
