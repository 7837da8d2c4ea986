/// How long one hook took, without the start of its process.
package struct HookTiming: Hashable, Sendable {
  package var at: Timestamp
  package var event: String
  package var duration: Duration

  package init(at: Timestamp, event: String, duration: Duration) {
    self.at = at
    self.event = event
    self.duration = duration
  }
}
