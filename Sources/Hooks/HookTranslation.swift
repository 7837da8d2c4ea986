package import JSONRPC

/// A payload in our own words.
package struct HookTranslation: Hashable, Sendable {
  package let event: HookEvent
  /// Whose payload it was: named by the caller, or recognised. `render` takes it.
  package let client: HookClient
  /// With the ids 1, 2, …, to be run in this order. Empty when there is nothing to record: then no store is opened.
  package let requests: [Request]
}
