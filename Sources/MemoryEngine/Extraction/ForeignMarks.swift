/// Marks by which text shows that somebody else wrote it: roles of a transcript, headers of a mail, an element, our own injected context, signs
/// that nobody can type.
enum ForeignMarks {
  // MARK: To the end of the prompt

  static func beginDocument(_ body: String, isFirst: Bool) -> Bool {
    let lower = body.lowercased()
    // Our own context, whatever became of its fence.
    if lower.contains("continuity-context") || lower.contains("continuity context>") { return true }
    if lower.hasPrefix("what is remembered from earlier sessions") { return true }
    return isRole(lower) || isHeader(lower) || (isFirst && body == "---")
  }

  /// `User: …`, `### Human`, `[SYSTEM]`, `**Assistant:** …`, `<|im_start|>user`: a transcript, or what wants to pass for one.
  private static func isRole(_ lower: String) -> Bool {
    if lower.contains("<|") || lower.contains("[inst]") || lower.contains("<<sys>>") { return true }
    let marks: Set<Character> = ["*", "#", "[", "]", "_", ">", " ", "-", "=", "【", "】"]
    let head = lower.drop { marks.contains($0) }
    let isMarked = head.startIndex > lower.startIndex
    for role in roles where head.hasPrefix(role) {
      let rest = head.dropFirst(role.count)
      guard let next = rest.first else { return isMarked }
      if next == ":" || next == "：" || (isMarked && (next == "]" || next == "*" || next == "】" || next == "=")) { return true }
      if next == " ", let bracket = rest.dropFirst().first, bracket == "(" || bracket == "[", rest.contains(":") { return true }
    }
    return false
  }

  private static let roles = [
    "user", "human", "system", "assistant", "system message", "system prompt", "system notice", "system reminder", "developer",
    "tool", "claude",
    "ai", "bot", "chatgpt", "gpt", "agent", "instruction", "instructions", "new instructions", "important instructions", "function",
    "tool result", "tool output", "tool_result", "nutzer", "usuario", "utilisateur", "sistema", "système", "用户", "系统", "助手", "ユーザー",
    "システム",
  ]

  /// The head of a mail, a commit or a document.
  private static func isHeader(_ lower: String) -> Bool {
    let names = [
      "from: ", "subject: ", "cc: ", "bcc: ", "reply-to: ", "author: ", "committer: ", "signed-off-by: ", "co-authored-by: ",
      "message-id: ",
      "von: ", "betreff: ", "asunto: ", "objet: ", "posted by ", "opened by ", "commented by ", "title: ", "issue #",
      "pull request #", "pr #",
    ]
    if names.contains(where: lower.hasPrefix) { return true }
    guard lower.hasPrefix("commit ") else { return false }
    let hash = lower.dropFirst(7).prefix { $0 != " " }
    return hash.count >= 7 && hash.allSatisfy(\.isHexDigit)
  }

  /// "Summarize this page:", "Übersetze den Artikel:" – what follows is the page's.
  static func introducesText(_ body: String) -> Bool {
    guard let last = body.last, last == ":" || last == "：" else { return false }
    let lower = body.lowercased()
    if unspacedRequests.contains(where: lower.contains) { return true }
    let words = TypedSentence.words(of: lower)
    guard
      !words.contains(where: {
        ["remember", "forget", "always", "never", "decided", "memory", "note", "rules", "rule"].contains($0)
      })
    else {
      return false
    }
    let end = words.filter { !TypedSentence.punctuation.contains($0) }.suffix(5)
    return end.contains { texts.contains($0) } && words.contains { requests.contains($0) }
  }

  private static let requests: Set<String> = [
    "summarize", "summarise", "summary", "review", "translate", "explain", "read", "analyze", "analyse", "proofread", "rewrite",
    "shorten",
    "here", "here's", "heres", "following", "below", "attached", "pasted", "what", "check", "look", "fix", "answer", "found",
    "from", "copied", "zusammen", "übersetze", "erkläre", "lies", "prüfe", "hier", "diese", "diesen", "dieser", "folgende",
    "folgenden", "resume",
    "traduce", "explica", "revisa", "aquí", "esta", "este", "résume", "traduis", "explique", "relis", "voici", "cette", "ce", "got",
    "parse",
    "contents", "says", "saying",
  ]
  private static let texts: Set<String> = [
    "page", "website", "site", "article", "post", "blog", "readme", "email", "e-mail", "mail", "issue", "ticket", "document", "doc",
    "docs",
    "transcript", "paste", "changelog", "comment", "comments", "thread", "answer", "manual", "tutorial", "guide", "message",
    "letter", "file",
    "output", "log", "logs", "commit", "description", "result", "results", "response", "web", "page's", "search", "snippet",
    "story", "faq",
    "seite", "webseite", "artikel", "nachricht", "dokument", "datei", "ausgabe", "página", "artículo", "correo", "documento",
    "archivo",
    "courriel", "fichier", "sortie", "conversation", "chat", "report", "newsletter", "advisory", "policy", "claude.md", "agents.md",
    "readme.md",
  ]
  private static let unspacedRequests = ["总结", "總結", "翻译", "翻譯", "网页", "網頁", "文章", "要約", "翻訳", "ページ", "メール", "以下の文", "요약", "번역"]

  // MARK: To a mark, or a blank line

  /// What closes the element or comment that this line opens; nil when it opens none, or closes it itself.
  static func openElement(_ body: String) -> String? {
    if body.hasPrefix("<!--") { return body.contains("-->") ? nil : "-->" }
    if body.hasPrefix("/*") { return body.contains("*/") ? nil : "*/" }
    guard body.hasPrefix("<"), !body.hasPrefix("</") else { return nil }
    let name = body.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ":" }
    guard !name.isEmpty, !voidElements.contains(name.lowercased()) else { return nil }
    let closing = "</" + name
    return body.contains(closing) || body.hasSuffix("/>") ? nil : closing
  }

  private static let voidElements: Set<String> = ["br", "hr", "img", "input", "meta", "link", "http", "https", "p", "li"]

  /// A command at a prompt, or an address on a line of its own: its output, its text follows.
  static func beginBlock(_ body: String) -> Bool {
    if body.hasPrefix("$ ") || body.hasPrefix("# ") && body.contains("/bin/") { return true }
    return (body.hasPrefix("http://") || body.hasPrefix("https://")) && !body.contains(" ")
  }

  // MARK: One line

  static func isForeign(_ body: String) -> Bool {
    // A comment of Python, a shell or SQL; a heading states nothing either.
    if body.hasPrefix("#"), !body.dropFirst().hasPrefix("#") || body.contains(" ") { return !isReference(body) }
    if body.hasPrefix("-- ") || body.hasPrefix(";; ") || body.hasPrefix("REM ") { return true }
    // A line of what we told the session ourselves carries its address.
    if body.contains("(mem://") { return true }
    return body.unicodeScalars.contains(where: isUntypable)
  }

  /// "#123 is done": an issue's number.
  private static func isReference(_ body: String) -> Bool { body.dropFirst().first?.isNumber == true }

  /// Turns the direction of reading, or is seen by a model and not by a person. Emoji and many scripts need the joiners, which are left out here.
  private static func isUntypable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F, 0x200B, 0x2060...0x2064, 0xFFF9...0xFFFB: true
    default: false
    }
  }
}
