/// A session in numbers, and what it was about.
package struct SessionDigest: Hashable, Sendable {
  package var observations: Int
  package var turns: Int
  package var learned: Int
  /// Of its summary, once there is one.
  package var abstract: String?
  package var firstPrompt: String?

  package init(observations: Int, turns: Int, learned: Int, abstract: String?, firstPrompt: String?) {
    self.observations = observations
    self.turns = turns
    self.learned = learned
    self.abstract = abstract
    self.firstPrompt = firstPrompt
  }
}
