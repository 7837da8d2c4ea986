import ArgumentParser
import JSONValues
import Operations

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "version", abstract: "Show the version.")

  @OptionGroup var output: OutputOptions

  func run() {
    let json: JSONValue = ["name": .string(Continuity.name), "version": .string(Continuity.version)]
    StandardStreams.write((output.json ? json.text : "\(Continuity.name) \(Continuity.version)") + "\n")
  }
}
