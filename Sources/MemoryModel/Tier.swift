/// How much of a memory: abstract, overview, or all of it.
package enum Tier: String, CaseIterable, Sendable {
  case l0, l1, l2
}
