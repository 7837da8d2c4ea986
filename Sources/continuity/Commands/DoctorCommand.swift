import ArgumentParser
import JSONValues

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check that everything works, and say what to do where it does not.",
    discussion: "Exits 1 when something does not work. Nothing is changed without --fix.")

  static let checks: [any Check.Type] = [
    SettingsCheck.self, FolderCheck.self, StoreCheck.self, ProgramCheck.self, ClaudeCodeCheck.self, ModelCheck.self,
    EmbedderCheck.self,
  ]

  @Flag(name: .long, help: "Take the store's folder and files away from everybody but you. Nothing else is ever fixed by itself.")
  var fix = false
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    if fix {
      for path in FolderCheck.fix(composition) {
        StandardStreams.write(
          "Error: the mode of \(path) cannot be changed; it belongs to somebody else.\n", to: StandardStreams.error)
      }
    }
    let findings = Self.checks.flatMap { $0.findings(composition) }
    if output.json {
      StandardStreams.write(JSONValue.object(["findings": .array(findings.map(\.json))]).text + "\n")
    } else {
      var page = Page(terminal: .of(descriptor: StandardStreams.output))
      Self.show(findings, on: &page)
      StandardStreams.write(page.text)
    }
    if findings.contains(where: { $0.verdict == .problem }) { throw ExitCode.failure }
  }

  private static func show(_ findings: [Finding], on page: inout Page) {
    let terminal = page.terminal
    let width = findings.map { DisplayWidth.of($0.subject) }.max() ?? 0
    let margin = String(repeating: " ", count: width + 4)
    for finding in findings {
      let (mark, ink): (String, Ink) =
        switch finding.verdict {
        case .good: ("✓", .green)
        case .note: ("·", .dim)
        case .warning: ("!", .yellow)
        case .problem: ("✗", .red)
        }
      let room = terminal.width.map { max(20, $0 - margin.count) }
      let lines = Wrapping.lines(of: Page.printable(finding.detail), width: room)
      for (index, line) in lines.enumerated() {
        let head = terminal.paint(mark, ink) + " " + terminal.paint(DisplayWidth.pad(finding.subject, to: width), .bold) + "  "
        page.line((index == 0 ? head : margin) + line)
      }
      let remedy = finding.remedy.map { Wrapping.lines(of: $0, width: room.map { $0 - 2 }) } ?? []
      for (index, line) in remedy.enumerated() { page.line(margin + terminal.paint((index == 0 ? "→ " : "  ") + line, ink)) }
    }
  }
}
