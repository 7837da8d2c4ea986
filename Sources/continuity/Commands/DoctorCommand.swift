import ArgumentParser
import JSONValues

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check that everything works, and say what to do where it does not.",
    discussion: """
      Exits 1 when something does not work. Nothing is changed without --fix, which mends what it can without asking: modes of files, entries in \
      agents' settings that start a program which is gone (the old files are copied first), stale search indexes, parked work.
      """)

  static let checks: [any Check.Type] = [
    SettingsCheck.self, FolderCheck.self, StoreCheck.self, IndexCheck.self, ProgramCheck.self, ClientCheck.self, ModelCheck.self,
    EmbedderCheck.self, PortCheck.self,
  ]

  @Flag(name: .long, help: "Mend what can be mended without asking.")
  var fix = false
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let composition = Composition(home: .resolve(option: store.home))
    let repairs = fix ? repair(composition) : []
    let findings = Self.checks.flatMap { $0.findings(composition) }
    if output.json {
      var object: JSONObject = ["findings": .array(findings.map(\.json))]
      if fix { object["fixed"] = .array(repairs.map(JSONValue.string)) }
      StandardStreams.write(JSONValue.object(object).text + "\n")
    } else {
      var page = Page(terminal: .of(descriptor: StandardStreams.output))
      for line in repairs { page.line(page.terminal.paint("Fixed", .green) + "  " + Page.printable(line)) }
      if !repairs.isEmpty { page.line() }
      Self.show(findings, on: &page)
      StandardStreams.write(page.text)
    }
    if findings.contains(where: { $0.verdict == .problem }) { throw ExitCode.failure }
  }

  /// Each check by itself: one that fails is no reason to leave the others out.
  private func repair(_ composition: Composition) -> [String] {
    Self.checks.flatMap { check in
      do {
        return try check.fix(composition)
      } catch {
        StandardStreams.write("Error: \(error)\n", to: StandardStreams.error)
        return []
      }
    }
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
