package import MemoryModel

/// Tells the category of a memory that came without one, from its words.
///
/// In this order, the first that fits: who the user is (profile); a wish or a rule about how to do things (preferences); a problem with its
/// cause or cure (cases); something that happened or was decided, or a date (events); a way of doing something or how this
/// code base does it (patterns); what a named thing is or where it is (entities). What fits nowhere is an event: a note that was made
/// then, which nothing later rewrites.
package enum CategoryClassifier {
  package static func category(of content: String) -> Category {
    // The beginning says what a long memory is about.
    let head = String(content.prefix(1200)).lowercased()
    let words = TypedSentence.words(of: QuotationMask.text(of: QuotationMask.masked(Array(head.utf8))[...]))
    let text = " " + words.joined(separator: " ") + " "
    func has(_ phrases: [String]) -> Bool { phrases.contains { text.contains(" " + $0 + " ") } }
    let first = words.first { !Clause.softeners.contains($0) && !TypedSentence.punctuation.contains($0) } ?? ""

    if has(profile) || describesUser(words) { return .profile }
    if has(preferences) || startsAsRule(words, first) { return .preferences }
    if has(cases) || (has(trouble) && has(cure)) { return .cases }
    if has(happenings) || hasDate(words) { return .events }
    if has(patterns) { return .patterns }
    if has(entities) || describesThing(words) { return .entities }
    return .events
  }

  private static let profile = [
    "my name is", "call me", "i am a", "i'm a", "i am an", "i'm an", "i am the", "i'm the", "i work at", "i work as", "i work on",
    "i work for", "i live in", "my timezone", "my time zone", "my role", "my job", "i speak", "user is a", "user is an",
    "the user's name", "user's name", "user works", "user lives", "user speaks", "my pronouns", "my background", "i'm based in",
    "i am based in", "my email", "my native language", "coding style",
  ]
  private static let preferences = [
    "prefer", "prefers", "preference", "preferred", "from now on", "going forward", "user likes", "user wants", "user dislikes",
    "user hates", "i like", "i don't like", "i hate", "i want you", "i'd like you", "user always", "user never", "instead of",
    "rather than", "likes to", "wants you", "don't ever", "should always", "should never", "must always", "must never",
    "we always", "i always", "we never", "i never", "not npm",
  ]
  private static let cases = [
    "root cause", "bug was", "the bug is", "fixed by", "was caused by", "is caused by", "the fix was", "the fix is", "fix :",
    "solution :", "solved by", "failed because", "fails because", "crashed because", "resolved by", "workaround",
    "turned out to be", "problem :",
  ]
  private static let trouble = [
    "error", "bug", "crash", "crashed", "crashes", "fails", "failed", "failure", "broken", "broke", "exception", "flaky",
    "deadlock", "leak",
  ]
  private static let cure = [
    "fix", "fixed", "because", "solved", "solution", "cause", "caused", "by setting", "resolved", "adding", "removing",
  ]
  private static let happenings = [
    "decided", "decision", "agreed", "deployed", "released", "shipped", "migrated", "merged", "launched", "upgraded",
    "rolled back", "yesterday", "today", "last week", "last month", "this morning", "this week", "we chose", "went live",
    "let's go with", "switched to", "switched from", "moved from", "moved to", "started", "finished", "completed", "renamed",
    "removed", "added", "replaced", "incident", "outage", "cut over",
  ]
  private static let patterns = [
    "pattern", "convention", "conventions", "the trick", "gotcha", "best practice", "idiom", "how to", "in this codebase",
    "in this repo", "in this project", "this codebase", "this repo", "the way we", "technique", "recipe", "naming scheme",
    "code style", "before committing", "works by", "idiomatic", "make sure", "can be reused",
  ]
  private static let entities = [
    "is hosted", "hosted on", "hosted at", "lives at", "lives in", "runs on", "runs in", "listens on", "is owned by", "owned by",
    "maintained by", "is maintained", "port", "endpoint", "url", "hostname", "is our", "is the lead", "is responsible",
    "reports to", "repository", "stands for", "is called", "owns", "maintains", "reviews", "is located", "is stored in",
    "belongs to",
  ]
  private static let things: Set<String> = [
    "service", "api", "project", "library", "database", "db", "server", "tool", "framework", "package", "module", "app",
    "application", "team", "company", "client", "customer", "person", "colleague", "manager", "developer", "engineer", "repo",
    "cluster", "queue", "bucket", "environment", "machine", "host", "cli", "daemon", "worker", "binary", "product", "vendor",
    "provider", "maintainer", "owner", "lead",
  ]

  /// "Use tabs", "Never push to main", "Don't mock the database".
  private static func startsAsRule(_ words: [String], _ first: String) -> Bool {
    if ["always", "never", "don't", "dont", "avoid", "stop", "no"].contains(first) {
      return first != "no" || words.count > 2 && words.count < 12
    }
    if first == "do", words.dropFirst().first == "not" { return true }
    if ["immer", "siempre", "toujours", "nunca", "jamais", "niemals"].contains(where: words.contains) { return true }
    return first == "use" && !words.contains("to")
  }

  /// "I am color blind"; not "I'm using Postgres", which is about the moment.
  private static func describesUser(_ words: [String]) -> Bool {
    let rest = words.first == "i'm" ? words.dropFirst() : words.starts(with: ["i", "am"]) ? words.dropFirst(2) : []
    guard let next = rest.first else { return false }
    return !next.hasSuffix("ing")
      && !["not", "sure", "done", "trying", "here", "still", "now", "afraid", "sorry", "fine"].contains(next)
  }

  /// "acme-api is a Go service": what a thing is, in its first sentence.
  private static func describesThing(_ words: [String]) -> Bool {
    let sentence = words.prefix { $0 != "." }
    guard let verb = sentence.firstIndex(where: { $0 == "is" || $0 == "are" }), (1...5).contains(verb) else { return false }
    return sentence.dropFirst(verb + 1).prefix(8).contains { things.contains($0) || things.contains(String($0.dropLast())) }
      || ["at", "on", "in"].contains(sentence.dropFirst(verb + 1).first ?? "")
  }

  /// `2026-11-21`, or a month with a day.
  private static func hasDate(_ words: [String]) -> Bool {
    words.contains { word in
      let parts = word.split(separator: "-")
      return parts.count == 3 && parts[0].count == 4 && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
    }
  }
}
