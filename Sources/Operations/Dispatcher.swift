package import JSONRPC
package import JSONValues
package import MemoryEngine

/// Runs operations for every door: stdio, hooks, the command line, HTTP.
///
/// The engine is opened at the first operation that needs it, so that a handshake is answered before the database is touched.
/// An open that fails is reported by each operation and tried again at the next one. For one thread at a time.
package final class Dispatcher {
  package let caller: Caller
  private let open: () throws -> MemoryEngine
  private let observer: RequestObserver?
  private var engine: MemoryEngine?
  /// Of the request under way.
  private var trace: Trace?

  package init(caller: Caller, observer: RequestObserver? = nil, engine: @escaping () throws -> MemoryEngine) {
    self.caller = caller
    self.observer = observer
    open = engine
  }

  /// Every method, one line each. The order is the order of the tools.
  static let operations: [any Operation.Type] = [
    FindOperation.self,
    SearchOperation.self,
    TreeOperation.self,
    RememberOperation.self,
    ProfileOperation.self,
    ReadOperation.self,
    ForgetOperation.self,
    ContextOperation.self,
    RecallOperation.self,
    TimelineOperation.self,
    LinksOperation.self,
    HistoryOperation.self,
    SessionStartOperation.self,
    SessionPromptOperation.self,
    SessionToolOperation.self,
    SessionStopOperation.self,
    SessionEndOperation.self,
    SessionCompactOperation.self,
    StatusOperation.self,
    ListOperation.self,
    JournalOperation.self,
    GraphOperation.self,
    EditOperation.self,
    PinOperation.self,
    RestoreOperation.self,
    ConsolidateOperation.self,
    ConflictsOperation.self,
    QuarantineOperation.self,
    ProjectsOperation.self,
    JobsOperation.self,
    JobsRetryOperation.self,
    LedgerOperation.self,
    HealthOperation.self,
    IntentionsOperation.self,
    DoneOperation.self,
    NoticeOperation.self,
    WhoAmIOperation.self,
  ]

  package static var methods: [String] { operations.map { $0.method } }

  /// Nil for a notification, which is carried out all the same. Unknown method: -32601 that names the near ones.
  package func handle(_ request: Request) -> Response? {
    let result = answer(request.method, request.params)
    return request.id.map { Response(id: $0, result: result) }
  }

  /// The answer of one method.
  package func answer(_ method: String, _ params: JSONObject) -> Result<JSONValue, RPCError> {
    guard let operation = Self.operations.first(where: { $0.method == method }) else {
      return .failure(Self.unknownMethod(method))
    }
    return observed(method) { try operation.answer(params, context) }
  }

  /// A tool by its short name; nil when there is none of that name. What goes wrong is a text that a model can act on.
  package func callTool(_ name: String, arguments: JSONObject) -> ToolReply? {
    guard let tool = Self.operations.lazy.compactMap({ $0 as? any ToolOperation.Type }).first(where: { $0.shortName == name })
    else { return nil }
    switch observed(tool.method, { try tool.reply(arguments, context) }) {
    case .success(let text): return ToolReply(text: text, isError: false)
    case .failure(let error): return ToolReply(text: error.message, isError: true)
    }
  }

  private func observed<Value>(_ method: String, _ body: () throws -> Value) -> Result<Value, RPCError> {
    let began = ContinuousClock.now
    if observer?.wantsTraces == true { begin(Trace()) }
    let result: Result<Value, RPCError>
    do {
      result = .success(try body())
    } catch {
      result = .failure(RPCError(translating: error))
    }
    guard let observer else { return result }
    var failure: RPCError?
    if case .failure(let error) = result { failure = error }
    let trace = trace
    begin(nil)
    observer.ended(
      RequestReport(method: method, client: caller.client, took: ContinuousClock.now - began, failure: failure, trace: trace))
    return result
  }

  private func begin(_ trace: Trace?) {
    self.trace = trace
    engine?.trace = trace
  }

  var context: OperationContext {
    OperationContext(caller: caller) { [self] in
      if let engine { return engine }
      do {
        let opened = try trace.measure("the store is opened", open)
        engine = opened
        opened.trace = trace
        return opened
      } catch {
        throw StoreOpenFailure(underlying: error)
      }
    }
  }

  private static func unknownMethod(_ method: String) -> RPCError {
    let near = NearNames.of(method, among: methods)
    let head = String(String.UnicodeScalarView(method.unicodeScalars.prefix(80)))
    let shown = head.utf8.count < method.utf8.count ? head + "…" : method
    let hint =
      near.isEmpty ? "The methods are \(methods.joined(separator: ", "))." : "Did you mean \(near.joined(separator: " or "))?"
    return RPCError(.methodNotFound, "There is no method `\(shown)`. \(hint)")
  }
}
