import JSONValues
import MemoryModel

/// An agent on this machine, and what `init` makes of its files.
struct ClientConnection {
  let client: AgentClient
  let files: [ClientFile]

  /// A file that is to be changed.
  struct Change {
    let file: SettingsFile
    /// Nil when the file goes.
    let after: String?

    func difference() -> [LineDiff.Line] { file.difference(to: after) }
  }

  init(_ client: AgentClient, _ places: UserPlaces = .current) {
    self.client = client
    files = client.files(places)
  }

  /// What makes the agent start this program; nothing when it does already. Fails, before anything is written, on a file that is not understood.
  func connecting(_ invocation: Invocation) throws -> [Change] {
    try changes { part, text throws(UnexpectedSettings) in
      try part.adding(invocation, to: text)
    } advice: { file in
      "To do it by hand, put this into it:\n\n"
        + file.parts.map { $0.snippet(invocation) }.joined(separator: "\n")
    }
  }

  /// What takes us out again; nothing when we are not in.
  ///
  /// - Parameter kept: paths of files that another connected agent reads as well.
  func disconnecting(keeping kept: Set<String> = []) throws -> [Change] {
    try changes(except: kept) { part, text throws(UnexpectedSettings) in
      try part.removing(from: text)
    } advice: { _ in
      "Take out by hand what starts `continuity`."
    }
  }

  private func changes(
    except skipped: Set<String> = [], _ edit: (any SettingsPart, String) throws(UnexpectedSettings) -> String,
    advice: (ClientFile) -> String
  ) throws -> [Change] {
    var changes: [Change] = []
    for file in files where !skipped.contains(file.path) {
      let present = try SettingsFile(path: file.path)
      var text = present.text
      do throws(UnexpectedSettings) {
        for part in file.parts { text = try edit(part, text) }
      } catch {
        throw CommandFailure("\(file.path): \(error). It was left as it is. \(advice(file))")
      }
      if text == present.text { continue }
      let isDone = file.isOurs && Self.holdsNothing(text)
      if let obstacle = present.obstacle { throw CommandFailure(obstacle) }
      changes.append(Change(file: present, after: isDone ? nil : text))
    }
    return changes
  }

  /// Nothing but the number of its format.
  private static func holdsNothing(_ text: String) -> Bool {
    guard let document = try? JSONText(Array(text.utf8), allowsComments: true) else { return false }
    return document.root.items.allSatisfy { $0.key == "version" }
  }

  /// Writes them all. Returns each path with where the copy of the old file is.
  func write(_ changes: [Change], backups: String, now: Timestamp) throws -> [(path: String, copy: String?, isDeleted: Bool)] {
    try changes.map { change in
      let copy = try change.file.replace(with: change.after, client: client.name, backups: backups, now: now)
      return (change.file.path, copy, change.after == nil)
    }
  }

  // MARK: What is there

  struct State {
    /// Ours, as the files have it.
    var found: [FoundEntry] = []
    /// Parts, or events of hooks, that are not there.
    var missing: [String] = []
    /// Files that we could not read or write into, with the reason.
    var unreadable: [String] = []
    /// Whether the file of this agent alone names us: hooks may be in a file that another one reads too.
    var isConnected = false
  }

  func state() -> State {
    var state = State()
    for file in files {
      for part in file.parts {
        do {
          let text = try SettingsFile(path: file.path).text
          let found = try part.found(in: text)
          state.found += found
          if found.isEmpty {
            // Whether there is room for us: another product may have our name.
            _ = try part.adding(Invocation(program: ServerEntry.name), to: text)
            state.missing.append(part.title)
          } else {
            if !file.isOurs { state.isConnected = true }
            let events = Set(found.compactMap(\.event))
            let lacking = part.events.filter { !events.contains($0) }
            if !lacking.isEmpty { state.missing.append("hooks for " + lacking.joined(separator: ", ")) }
          }
        } catch {
          state.unreadable.append("\(error)".hasPrefix(file.path) ? "\(error)" : "\(file.path): \(error)")
        }
      }
    }
    return state
  }
}
