/// What one connection of an older client has agreed on. Over HTTP without sessions it is made anew from the version header of each request.
package struct Handshake: Hashable, Sendable {
  /// Nil until `initialize`.
  package var version: ProtocolVersion?

  package init(version: ProtocolVersion? = nil) { self.version = version }
}
