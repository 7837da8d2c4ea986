import JSONValues

/// Doors of the program itself, which no test target but `CommandLineTests` can import: their files are compiled in here.
enum ProgramEntry: String, CaseIterable {
  /// Our own settings file.
  case toml
  /// Another program's settings, into which `init` writes and out of which it comes again.
  case clientSettings
  /// What stands in an address that a browser asks for.
  case address

  func run(_ bytes: [UInt8]) throws {
    switch self {
    case .toml: try settings(bytes)
    case .clientSettings: try clientSettings(bytes)
    case .address: address(String(decoding: bytes, as: UTF8.self))
    }
  }

  private func settings(_ bytes: [UInt8]) throws {
    let reader = TOMLReader.read(bytes, source: "config.toml")
    for entry in reader.entries {
      let again = TOMLReader.read(Array("a = \(entry.value.toml)".utf8), source: "again")
      var read = again.entries.map(\.value)
      if case .float = entry.value, case .integer(let whole)? = read.first { read[0] = .float(Double(whole)) }
      guard read == [entry.value] else { throw FuzzFailure("\(entry.value) is not read as it is written") }
    }
  }

  private static let parts: [any SettingsPart] = [
    ServerEntry(), ServerEntry(allowsComments: false),
    HookEntries(handler: .groupedProgram(timeout: 5), pairs: [("Stop", "stop"), ("PreToolUse", "tool")], version: 1),
    HookEntries(handler: .line(key: "bash", with: ["type": "command"]), pairs: [("sessionEnd", "end")], client: "copilot"),
    CodexServerTable(),
  ]

  /// What is put in is found there, once, and is gone after it was taken out.
  private func clientSettings(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let invocation = Invocation(program: "/opt/continuity/bin/continuity")
    for part in Self.parts {
      guard let added = try? part.adding(invocation, to: text) else { continue }
      func fail(_ reason: String) -> FuzzFailure { FuzzFailure("\(part.title): \(reason): \(added)") }
      guard let found = try? part.found(in: added), found.count >= max(1, part.events.count) else {
        throw fail("what was added is not there")
      }
      guard (try? part.adding(invocation, to: added)) == added else { throw fail("adding twice is not adding once") }
      guard let removed = try? part.removing(from: added) else { throw fail("what was added cannot be taken out") }
      guard try part.found(in: removed).isEmpty else { throw fail("what was added cannot be taken out") }
      _ = LineDiff.lines(from: text, to: added)
    }
  }

  private func address(_ text: String) {
    _ = PercentEncoding.segments(text)
    _ = PercentEncoding.parameters(text)
  }
}

// Whether a program is there to be started depends on no bytes: in the place of the program's own, which bring half of it along.

enum LocalFile {
  static func isExecutable(_ path: String) -> Bool { false }
}

enum Executable {
  static func onPath(_ name: String) -> [String] { [] }
}
