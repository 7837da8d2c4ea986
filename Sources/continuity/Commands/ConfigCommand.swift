import ArgumentParser
import JSONValues
import MemoryStore

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show every setting, its value and where it came from.",
    discussion: """
      Settings stand in config.toml in the store's folder; the environment wins over the file.
      `continuity config --example > ~/.continuity/config.toml` makes a file with all of them, commented out.

      Exits 1 when a setting is unknown or wrong.
      """)

  @Flag(name: .long, help: "Print a file with every key, its default and what it means.") var example = false
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    if example {
      StandardStreams.write(ExampleConfiguration.text)
      return
    }
    let home = StoreHome.resolve(option: store.home)
    let configuration = Configuration.load(home: home)
    if output.json {
      StandardStreams.write(json(configuration, home: home).text + "\n")
    } else {
      var page = Page(terminal: .of(descriptor: StandardStreams.output))
      show(configuration, home: home, on: &page)
      StandardStreams.write(page.text)
    }
    guard configuration.problems.isEmpty else {
      throw CommandFailure(configuration.problems.map(\.description).joined(separator: "\n"))
    }
  }

  private func show(_ configuration: Configuration, home: StoreHome, on page: inout Page) {
    let terminal = page.terminal
    page.line(terminal.paint("# \(FilePath.abbreviated(home.configuration))", .dim))
    var section = ""
    let width = SettingKey.all.map { $0.name.count + $0.read(configuration.settings).toml.count + 3 }.filter { $0 < 48 }.max() ?? 0
    for key in SettingKey.all {
      if key.section != section {
        section = key.section
        page.line()
        page.line(terminal.paint("[\(section)]", .bold))
      }
      let source = configuration.sources[key.path]
      let setting = "\(key.name) = \(key.read(configuration.settings).toml)"
      let shown = source == nil ? terminal.paint(setting, .dim) : setting
      let gap = String(repeating: " ", count: max(0, width - DisplayWidth.of(setting)))
      page.line("\(shown)\(gap)  \(terminal.paint("# " + Self.describe(source), .dim))")
    }
  }

  private func json(_ configuration: Configuration, home: StoreHome) -> JSONValue {
    let settings = SettingKey.all.map { key -> JSONValue in
      [
        "key": .string(key.path), "value": key.read(configuration.settings).json, "default": key.defaultValue.json,
        "source": .string(Self.describe(configuration.sources[key.path])), "environment": .string(key.environmentVariable),
      ]
    }
    return [
      "file": .string(home.configuration), "settings": .array(settings),
      "problems": .array(configuration.problems.map { .string($0.description) }),
    ]
  }

  private static func describe(_ source: Configuration.Source?) -> String {
    switch source {
    case nil: "default"
    case .file(let line): "line \(line)"
    case .environment(let variable): variable
    }
  }
}

extension TOMLValue {
  fileprivate var json: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .integer(let number): .integer(number)
    case .float(let number): .number(number)
    case .boolean(let truth): .bool(truth)
    case .strings(let texts): .array(texts.map(JSONValue.string))
    }
  }
}
