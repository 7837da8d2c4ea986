import MemoryEngine
import Testing

@testable import continuity

struct ConfigurationTests {
  private func configuration(_ file: String, environment: [(name: String, value: String)] = []) -> Configuration {
    var configuration = Configuration()
    configuration.apply(file: Array(file.utf8), named: "config.toml")
    configuration.apply(environment: environment)
    return configuration
  }

  @Test("The environment wins over the file, the file over the defaults, and each value tells where it came from")
  func precedence() {
    let configuration = configuration(
      "[server]\nport = 4000\nhost = \"::1\"\n",
      environment: [("CONTINUITY_SERVER_PORT", "5000"), ("CONTINUITY_CAPTURE_ENABLED", "off")])
    #expect(configuration.problems == [])
    #expect(configuration.settings.server.port == 5000)
    #expect(configuration.settings.server.host == "::1")
    #expect(configuration.settings.engine.capturesSessions == false)
    #expect(configuration.sources["server.port"] == .environment(variable: "CONTINUITY_SERVER_PORT"))
    #expect(configuration.sources["server.host"] == .file(line: 3))
    #expect(configuration.sources["context.budget_tokens"] == nil)
  }

  @Test(
    "A wrong value or key is named with its place and what would be right, and leaves the default in force",
    arguments: [
      ("[server]\nport = \"x\"", "config.toml:2:8: `server.port` is an integer from 0 to 65535, not a string (\"x\")"),
      ("[server]\nport = 70000", "config.toml:2:8: `server.port` is an integer from 0 to 65535, not 70000"),
      ("[server]\nprot = 1", "config.toml:2:1: `server.prot` is no setting; did you mean `server.port`?"),
      ("port = 1", "config.toml:1:1: `port` is no setting; `port` stands in [server]"),
      ("[llm]\nprovider = \"olama\"", "Did you mean \"ollama\"?"), ("[decay]\nfloor = 2", "a number from 0 to 1, not 2"),
      ("[capture]\nskip_tools = \"Bash\"", "an array of strings, not a string"),
      ("[capture]\nenabled = 1", "true or false, not an integer (1)"),
    ])
  func wrong(_ file: String, message: String) throws {
    let configuration = configuration(file)
    let problem = try #require(configuration.problems.first)
    #expect(problem.description.contains(message), "\(problem)")
    #expect(configuration.sources.isEmpty)
    #expect(configuration.settings.server.port == Settings().server.port)
  }

  @Test("A variable that means no setting is reported with the near one")
  func unknownVariable() {
    let configuration = configuration("", environment: [("CONTINUITY_SERVER_PROT", "1"), ("CONTINUITY_SERVER_PORT", "many")])
    #expect(
      configuration.problems.map(\.description).contains(
        "CONTINUITY_SERVER_PROT: is no setting of Continuity; did you mean CONTINUITY_SERVER_PORT?"))
    #expect(
      configuration.problems.map(\.description).contains { $0.hasPrefix("CONTINUITY_SERVER_PORT: `server.port` is an integer") })
  }

  @Test("Where it is in doubt what may be recorded, a hook is told so; other mistakes do not stop it")
  func captureProblems() {
    #expect(configuration("[capture]\nenabled = nope").captureProblems.count == 1)
    #expect(configuration("[capture]\nexcluded_directorys = []").captureProblems.count == 1)
    #expect(configuration("[captur\nenabled = false").captureProblems.count == 1)
    #expect(configuration("[captur]\nenabled = false").captureProblems.count == 1)
    #expect(configuration("skip_tools = []").captureProblems.count == 1)
    #expect(configuration("[server]\nport = -1").captureProblems.isEmpty)
    #expect(configuration("", environment: [("CONTINUITY_CAPTURE_ENABLED", "maybe")]).captureProblems.count == 1)
    #expect(configuration("", environment: [("CONTINUITY_OF_ANOTHER_PROGRAM", "1")]).captureProblems.isEmpty)
    var unreadable = Configuration()
    unreadable.apply(file: [0xFF], named: "config.toml")
    #expect(unreadable.captureProblems.count == 1)
  }

  @Test("Lists in the environment are separated by commas")
  func listFromEnvironment() {
    let configuration = configuration("", environment: [("CONTINUITY_CAPTURE_SKIP_TOOLS", "Bash, Read")])
    #expect(configuration.settings.engine.skippedTools == ["Bash", "Read"])
  }

  @Test("No two keys have one name or one variable, and every default is a value that its own key takes")
  func keysAreSound() {
    #expect(Set(SettingKey.all.map(\.path)).count == SettingKey.all.count)
    #expect(Set(SettingKey.all.map(\.environmentVariable)).count == SettingKey.all.count)
    for key in SettingKey.all {
      var settings = Settings()
      #expect(key.set(key.defaultValue, in: &settings) == nil, "\(key.path)")
      #expect(key.documentation.hasSuffix(".") || key.documentation.hasSuffix("`."), "\(key.path): a whole sentence")
      #expect(!Configuration.reservedVariables.contains(key.environmentVariable))
    }
  }

  @Test("Each key sets its own field and no other", arguments: SettingKey.all.map(\.path))
  func ownField(_ path: String) throws {
    let key = try #require(SettingKey.all.first { $0.path == path })
    let other: TOMLValue =
      switch key.kind {
      case .text: .string("something else")
      case .choice(let words): .string(try #require(words.last))
      case .integer(let range): .integer(Int64(range.upperBound))
      case .number(let range): .float(range.upperBound)
      case .boolean: .boolean(key.defaultValue == .boolean(false))
      case .texts: .strings(["else", "something"])
      }
    var settings = Settings()
    #expect(key.set(other, in: &settings) == nil)
    #expect(key.read(settings).toml == other.toml)
    for untouched in SettingKey.all where untouched.path != path {
      #expect(untouched.read(settings) == untouched.defaultValue, "\(untouched.path)")
    }
  }

  @Test("The example file is what `continuity config --example` prints")
  func exampleIsCurrent() throws {
    let file = "\(#filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })/examples/config.toml"
    let bytes = try #require(try LocalFile.contents(of: file, limit: 1_000_000))
    #expect(
      String(decoding: bytes, as: UTF8.self) == ExampleConfiguration.text,
      "run: continuity config --example > examples/config.toml")
  }

  @Test("The example file with every comment sign taken from its keys says what the defaults are")
  func exampleHoldsTheDefaults() {
    let lines = ExampleConfiguration.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.hasPrefix("#") && !$0.hasPrefix("# ") && $0 != "#" ? String($0.dropFirst()) : String($0)
    }
    let configuration = configuration(lines.joined(separator: "\n"))
    #expect(configuration.problems == [])
    #expect(configuration.sources.count == SettingKey.all.count)
    for key in SettingKey.all { #expect(key.read(configuration.settings).toml == key.defaultValue.toml) }
  }
}
