#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads the JSON Lines file in which Claude Code keeps a session.
///
///     let transcript = try TranscriptReader.read(path: "/home/ada/.claude/projects/-home-ada-shop/0f8c….jsonl")
///     for turn in transcript.turns { print(turn.userText) }
///
/// The format is the client's own and changes between versions. Only `user` and `assistant` entries are looked into, by a list of
/// what is wanted and not of what is not: some entries repeat whole requests to the model, with our own injected memories in them.
package enum TranscriptReader {
  /// The session at `path`, which must be a plain file: opening anything else could wait for ever.
  package static func read(path: String) throws(TranscriptError) -> Transcript {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw TranscriptError(path: path, operation: "open", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw TranscriptError(path: path, operation: "look at", code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw TranscriptError(path: path, operation: "open", code: nil) }
    return try read(descriptor: descriptor, name: path)
  }

  /// The session from where `descriptor` stands to its end; `name` is what an error calls it.
  package static func read(descriptor: CInt, name: String) throws(TranscriptError) -> Transcript {
    var lines = LineReader(descriptor: descriptor, name: name)
    var chain = ConversationChain()
    var (skipped, repairedLines) = (0, 0)
    try lines.forEachLine { line in
      guard line.contains(where: { $0 > 0x20 }) else { return }
      var repaired = false
      switch TranscriptLine(line, repaired: &repaired) {
      case .record(let record): chain.add(record)
      case .link(let uuid, let parent, let isCompaction): chain.addLink(uuid: uuid, parent: parent, isCompaction: isCompaction)
      case .other: break
      case .broken: skipped += 1
      }
      if repaired { repairedLines += 1 }
    }
    let conversation = chain.conversation()
    let last = conversation.last { !$0.isTeam } ?? conversation.last
    return Transcript(
      sessionID: last?.session, turns: TurnBuilder.turns(of: conversation), clientVersion: last?.clientVersion,
      skippedLines: skipped + lines.oversized, repairedLines: repairedLines)
  }
}
