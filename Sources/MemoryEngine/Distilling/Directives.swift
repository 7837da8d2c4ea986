/// Tells texts that order something from texts that tell something. English and a few words of other languages; it rather calls a harmless
/// sentence an order than the other way round.
enum Directives {
  /// Whether it speaks to a model or about what a memory should hold: no memory of a user's does.
  static func addressModel(_ text: String) -> Bool {
    let words = " " + OwnWords.words(of: text).joined(separator: " ") + " "
    return phrases.contains { words.contains(" \($0) ") } || unspaced.contains { words.contains($0) }
  }

  /// Whether it orders or forbids something, or says what somebody wants.
  static func isDirective(_ text: String) -> Bool {
    let words = OwnWords.words(of: text)
    guard let first = words.first else { return false }
    return words.contains { orders.contains($0) } || imperatives.contains(first) || unspacedOrders.contains { text.contains($0) }
  }

  static func isAbsolute(_ words: [String]) -> Bool { words.contains { absolutes.contains($0) } }

  /// Whether somebody who typed this could be meant by "always" or "never".
  static func isEmphatic(_ words: [String]) -> Bool { words.contains { absolutes.contains($0) || emphatic.contains($0) } }

  private static let phrases =
    orderedAway + [
      "ignore all previous", "ignore everything above", "ignore all prior", "ignore the above", "disregard the above",
      "disregard all previous", "new instructions", "system prompt", "system message", "developer mode", "you are now", "act as if",
      "do not tell the user", "dont tell the user", "without telling the user", "without asking the user", "hide this from",
      "store this memory", "store the memory", "save this memory", "add a memory", "add this memory", "create a memory",
      "as a memory", "to your memory", "in your memory", "into memory", "to long term memory", "as an ai", "as the assistant you",
      "language model", "jailbreak", "ignoriere alle", "ignoriere die", "ignora las", "ignora todas", "ignorez les",
      "ignore les instructions", "ignora le istruzioni", "ignore todas as", "system override", "exfiltrate", "extraction model",
      "memory extractor", "memory system",
    ]
  /// "ignore previous instructions" and its like.
  private static let orderedAway: [String] = {
    var phrases: [String] = []
    for verb in ["ignore", "disregard", "forget", "override", "bypass"] {
      for word in ["previous", "prior", "above", "earlier", "all", "your", "any", "these", "the", "system", "developer", "safety"] {
        phrases.append("\(verb) \(word) instructions")
      }
    }
    return phrases
  }()
  private static let unspaced = ["忽 略 之 前", "忽 略 以 上", "忽 略 所 有", "以 前 の 指 示", "こ れ ま で の 指 示", "系 统 提 示"]

  private static let orders: Set<String> = [
    "always", "never", "must", "should", "shall", "ignore", "disregard", "remember", "store", "prefer", "prefers", "preferred",
    "wants",
    "want", "wishes", "requires", "required", "insists", "demands", "approved", "approves", "authorized", "authorised", "trusts",
    "allow",
    "allows", "allowed", "permitted", "dont", "immer", "nie", "niemals", "muss", "soll", "bevorzugt", "will", "siempre", "nunca",
    "debe",
    "prefiere", "quiere", "toujours", "jamais", "doit", "préfère", "veut", "sempre", "mai", "deve", "preferisce", "prefere",
    "всегда",
    "никогда", "должен",
  ]
  private static let imperatives: Set<String> = [
    "use", "run", "execute", "install", "send", "post", "upload", "download", "fetch", "curl", "delete", "remove", "disable",
    "enable",
    "skip", "add", "commit", "push", "approve", "call", "open", "read", "write", "reply", "respond", "say", "tell", "do", "make",
    "set",
    "trust", "accept", "include", "append", "export", "print", "show", "reveal", "forward", "copy", "avoid", "keep", "stop",
  ]
  private static let unspacedOrders = ["必须", "总是", "永远", "不要", "一律", "必ず", "常に", "決して", "ください", "忽略"]

  private static let absolutes: Set<String> = [
    "always", "never", "must", "immer", "nie", "niemals", "siempre", "nunca", "jamás", "toujours", "jamais", "sempre", "mai",
    "всегда",
    "никогда",
  ]
  private static let emphatic: Set<String> = [
    "every", "each", "all", "any", "only", "no", "not", "dont", "doesnt", "stop", "without", "whenever", "anymore", "cant", "wont",
    "nicht", "kein", "keine", "jeder", "jedes", "alle", "todo", "cada", "pas", "chaque", "tous", "non", "ogni", "не", "каждый",
  ]
}
