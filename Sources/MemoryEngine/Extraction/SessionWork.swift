import MemoryModel
import Transcripts

/// What was done in a session, counted from its tool calls.
struct SessionWork {
  struct File: Hashable {
    /// Relative to the directory that the session worked in.
    var path: String
    var edits: Int
    /// Indices of the turns that edited it.
    var turns: Set<Int>
  }

  struct Command: Hashable {
    var text: String
    var runs: Int
    var failures: Int
    var lastFailed: Bool
  }

  /// Most edited first.
  private(set) var files: [File] = []
  /// In the order in which they were first run; commands that only look are left out.
  private(set) var commands: [Command] = []
  private(set) var filesRead = 0
  private(set) var searches = 0
  /// What agents were sent to do.
  private(set) var delegated: [String] = []

  private static let editors: Set<String> = [
    "Edit", "MultiEdit", "Write", "NotebookEdit", "Update", "apply_patch", "edit_file", "write_file", "create_file", "replace",
    "str_replace_editor",
  ]
  private static let shells: Set<String> = [
    "Bash", "PowerShell", "shell", "exec_command", "run_terminal_cmd", "run_shell_command", "local_shell",
  ]
  private static let readers: Set<String> = ["Read", "read_file", "NotebookRead", "view"]
  private static let searchers: Set<String> = [
    "Grep", "Glob", "WebSearch", "WebFetch", "LSP", "search", "codebase_search", "grep_search",
  ]
  private static let delegates: Set<String> = ["Task", "Agent"]

  init(_ turns: [TranscriptTurn]) {
    var edited: [String: File] = [:]
    var read = Set<String>()
    for turn in turns {
      for tool in turn.tools {
        let subject = tool.subject(relativeTo: turn.cwd) ?? ""
        if Self.editors.contains(tool.name) {
          guard !tool.failed, !subject.isEmpty, !Self.isScratch(subject) else { continue }
          edited[subject, default: File(path: subject, edits: 0, turns: [])].edits += 1
          edited[subject]?.turns.insert(turn.index)
        } else if Self.shells.contains(tool.name) {
          if let command = Self.command(tool.subject ?? "", in: turn.cwd) { add(command, failed: tool.failed) }
        } else if Self.readers.contains(tool.name) {
          read.insert(subject)
        } else if Self.searchers.contains(tool.name) {
          searches += 1
        } else if Self.delegates.contains(tool.name), !subject.isEmpty {
          delegated.append(subject)
        }
      }
    }
    files = edited.values.sorted { ($1.edits, $0.path) < ($0.edits, $1.path) }
    filesRead = read.subtracting(edited.keys).count
  }

  private mutating func add(_ text: String, failed: Bool) {
    if let index = commands.firstIndex(where: { $0.text == text }) {
      commands[index].runs += 1
      commands[index].failures += failed ? 1 : 0
      commands[index].lastFailed = failed
    } else {
      commands.append(Command(text: text, runs: 1, failures: failed ? 1 : 0, lastFailed: failed))
    }
  }

  /// Plans and notes of the client, and files that go with the machine.
  private static func isScratch(_ path: String) -> Bool {
    path.contains("/.claude/") || path.hasPrefix("/tmp/") || path.hasPrefix("/private/tmp/") || path.hasPrefix("/var/folders/")
  }

  /// A command without its redirections and pagers; nil for one that only looks at something.
  private static func command(_ line: String, in directory: String?) -> String? {
    var parts: [String] = []
    for part in segments(of: line) {
      var text = part
      for redirection in ["2>&1", "2>/dev/null", ">/dev/null", "> /dev/null"] { text = text.replacingAll(redirection, with: "") }
      text = text.trimmingSpace()
      let words = text.split(separator: " ")
      guard let program = words.first, !looking.contains(String(program)) else { continue }
      if program == "git", let verb = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.hasPrefix("/") }),
        gitLooking.contains(String(verb))
      {
        continue
      }
      if text.hasPrefix("git commit") { text = "git commit" }
      if let directory, !directory.isEmpty { text = text.replacingAll(directory + "/", with: "") }
      parts.append(text)
    }
    let command = parts.joined(separator: " && ")
    guard !command.isEmpty else { return nil }
    return command.count <= 80 ? command : TextCut.fit(String(command.prefix(90)), tokens: 24)
  }

  /// The commands of a line that are joined by `&&` or `;`, each without what it is piped into. Quotation marks hold.
  private static func segments(of line: String) -> [String] {
    var segments: [String] = []
    var segment = ""
    var (quote, isPiped): (Character?, Bool) = (nil, false)
    func end() {
      if !segment.isEmpty { segments.append(segment) }
      (segment, isPiped) = ("", false)
    }
    for character in line {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ";" {
        end()
        continue
      } else if character == "|" {
        isPiped = true
      }
      if isPiped, character != "&" { continue }
      segment.append(character)
      if quote == nil, segment.hasSuffix("&&") {
        segment.removeLast(2)
        end()
      }
    }
    end()
    return segments
  }

  private static let looking: Set<String> = [
    "ls", "cat", "cd", "pwd", "echo", "head", "tail", "grep", "rg", "find", "wc", "which", "tree", "stat", "file", "sed", "awk",
    "sleep", "jq", "env", "date", "true", "printf", "sort", "uniq", "diff", "for", "export", "set", "#", "mkdir", "tail;", "ps",
    "whoami", "type",
  ]
  private static let gitLooking: Set<String> = [
    "status", "diff", "log", "show", "branch", "remote", "rev-parse", "ls-tree", "ls-files", "blame", "fetch", "stash", "add",
  ]
}

extension String {
  func replacingAll(_ other: String, with text: String) -> String {
    guard !other.isEmpty, contains(other) else { return self }
    return split(separator: other, omittingEmptySubsequences: false).joined(separator: text)
  }
}
