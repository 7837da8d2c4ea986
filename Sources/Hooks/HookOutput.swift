/// What a hook process prints, how it exits, and what it starts.
package struct HookOutput: Hashable, Sendable {
  /// Empty prints nothing. Otherwise one line of JSON with a line feed.
  package var stdout: String
  /// Empty, or one line with a line feed.
  package var stderr: String
  /// 0: everything was recorded durably. 1: something was not, and stderr says what. Never 2: to clients that means *block* — it
  /// would erase the user's prompt, forbid a compaction, or keep a finished turn going.
  package var exitCode: Int32
  /// There is work in the queue: start the detached worker.
  package var startsWorker: Bool

  package init(stdout: String = "", stderr: String = "", exitCode: Int32 = 0, startsWorker: Bool = false) {
    self.stdout = stdout
    self.stderr = stderr
    self.exitCode = exitCode
    self.startsWorker = startsWorker
  }

  /// Exit 1 with `reason` on stderr and nothing on stdout.
  ///
  /// The same for every event: clients show the first line of stderr as a non-blocking notice and drop stdout, and exit 0
  /// is a promise that the event was recorded, so that a `systemMessage` beside exit 0 cannot stand for a store that failed.
  package static func failure(of event: HookEvent, reason: String) -> HookOutput {
    HookOutput(stderr: "continuity hook \(event.name): \(onOneLine(reason))\n", exitCode: 1)
  }

  private static func onOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
