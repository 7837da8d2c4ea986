package import JSONRPC
package import MemoryEngine

/// Hears of every request that a dispatcher has answered: for the log, for a trace.
package struct RequestObserver: Sendable {
  /// Whether requests are to write down where their time goes.
  package var wantsTraces: Bool
  package var ended: @Sendable (RequestReport) -> Void

  package init(wantsTraces: Bool, ended: @escaping @Sendable (RequestReport) -> Void) {
    self.wantsTraces = wantsTraces
    self.ended = ended
  }
}

/// One request, without anything of what was asked or answered.
package struct RequestReport {
  package let method: String
  /// Which agent asked, where it is known.
  package let client: String?
  package let took: Duration
  package let failure: RPCError?
  package let trace: Trace?
}
