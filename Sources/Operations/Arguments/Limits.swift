/// The longest values that are taken, in Unicode scalars as JSON Schema counts them. More is refused by name, never cut.
/// The content of a memory has a limit of its own: `MemoryEngine.maximumContentLength`.
enum Limits {
  /// A question; a pasted stack trace fits.
  static let query = 10_000
  /// What the caller is doing, in their words.
  static let context = 50_000
  static let title = 500
  static let reason = 2_000
  /// A project, session, client or tool.
  static let name = 512
  /// Linux's PATH_MAX.
  static let path = 4_096
  /// A word to other agents.
  static let notice = 500
  static let tag = 100
  static let tags = 64
}
