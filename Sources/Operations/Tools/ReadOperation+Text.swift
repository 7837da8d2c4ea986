import MemoryEngine
import MemoryModel

extension ReadOperation {
  /// Content that a tool gives without being asked for all of it, in bytes: about 2,000 tokens, what an overview may have.
  private static let shortContent = 8_000

  /// What is known about the memory comes first and its text last, so that nothing in the text can pass for ours.
  func text(_ output: ReadResult) -> String {
    let node = output.outcome.node
    var text = ToolText()
    node.facts.forEach { text.add($0) }
    if layer == .all { text.addHistory(output.outcome.history, links: output.outcome.links) }
    if node.kind == .directory {
      addDirectory(output.outcome, to: &text)
    } else {
      addText(node, to: &text)
    }
    return text.text
  }

  private func addText(_ node: MemoryNode, to text: inout ToolText) {
    switch layer {
    case .l0:
      text.add("\nAbstract:\n\(node.abstract)")
    case .l1:
      text.add("\nOverview:\n\(node.overview)")
    case nil where node.content.utf8.count > Self.shortContent:
      text.add("The whole text has \(node.content.utf8.count) bytes: `read` it with layer l2.\n\nOverview:\n\(node.overview)")
    case nil, .l2, .all:
      guard !text.addIfItFits("\nText:\n\(node.content)") else { return }
      let head = node.content.head(bytes: ToolText.budget - text.text.utf8.count - 600)
      text.add(
        "The text has \(node.content.utf8.count) bytes; the first \(head.utf8.count) are shown. `find` with within \(node.uri) gives the "
          + "passages about a question; the resource \(node.uri) holds all of it.\n\nText:\n\(head)")
    }
  }

  private func addDirectory(_ outcome: ReadOutcome, to text: inout ToolText) {
    let overview = outcome.node.overview.isEmpty ? outcome.node.abstract : outcome.node.overview
    if !overview.isEmpty { _ = text.addIfItFits(overview.indented("  "), reserve: 12_000) }
    guard !outcome.children.isEmpty else { return text.add("It is empty.") }
    var unshown = 0
    for child in outcome.children where unshown > 0 || !text.addIfItFits(child.listed(limit: 300), reserve: 400) { unshown += 1 }
    if unshown > 0 { text.add("\(unshown) more not shown: `tree` or `find` with within \(outcome.node.uri).") }
    text.add("Next: `read` one of them, or `tree` with this uri for what is deeper.")
  }
}

extension MemoryNode {
  /// What a reader should know before the text: whether it still holds, where it came from, what it is about.
  fileprivate var facts: [String] {
    guard kind == .leaf else { return ["\(uri) is a directory."] }
    var facts = ["\(uri) \(label)"]
    if let retraction {
      let reason = retraction.reason.map { ": \($0.folded(limit: 500))" } ?? ""
      facts.append("RETRACTED on \(retraction.at.date.iso8601)\(reason). Do not rely on it.")
    }
    if let supersededBy { facts.append("REPLACED by \(supersededBy): read that instead.") }
    var origin = "from \(provenance.origin.words)"
    if let session = provenance.session { origin += ", session \(session.folded(limit: 80))" }
    if provenance.confidence < 1 { origin += ", confidence \(ToolText.decimal(provenance.confidence))" }
    if let maker = provenance.maker { origin += ", by \(maker.folded(limit: 80))" }
    facts.append("Learned \(createdAt.date.iso8601) \(origin).")
    if let from = validity.from, from != createdAt { facts.append("True from \(from.iso8601) on.") }
    if !tags.isEmpty { facts.append("Tags: \(tags.prefix(20).map { $0.folded(limit: 60) }.joined(separator: ", "))") }
    return facts
  }
}

extension Provenance.Origin {
  fileprivate var words: String {
    switch self {
    case .signal: "what the user said in a prompt"
    case .agent: "an agent"
    case .user: "the user's own hand"
    case .extracted: "a session's transcript"
    case .imported: "an import"
    }
  }
}

extension ToolText {
  fileprivate mutating func addHistory(_ history: [Revision], links: [Link]) {
    if !history.isEmpty { add("History, newest first:") }
    for revision in history.prefix(10) {
      add("- until \(revision.replacedAt.date.iso8601), \(revision.cause.rawValue): \(revision.abstract.folded(limit: 300))")
    }
    if history.count > 10 { add("  \(history.count - 10) older ones not shown.") }
    if !links.isEmpty { add("Linked with:") }
    for link in links.prefix(20) { add("- \(link.from) \(link.kind.rawValue) \(link.to)") }
    if links.count > 20 { add("  \(links.count - 20) more not shown.") }
  }
}

extension String {
  /// The longest beginning of at most `bytes` that ends with a whole line or, where lines are long, a whole scalar.
  fileprivate func head(bytes: Int) -> Substring {
    guard bytes > 0, utf8.count > bytes else { return bytes > 0 ? self[...] : "" }
    var end = utf8.index(startIndex, offsetBy: bytes)
    while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    let cut = self[..<end]
    guard let lineEnd = cut.utf8.lastIndex(of: UInt8(ascii: "\n")), cut.utf8.distance(from: lineEnd, to: cut.endIndex) < bytes / 4
    else { return cut }
    return cut[..<lineEnd]
  }
}
