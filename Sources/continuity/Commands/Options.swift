import ArgumentParser
import JSONValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the store is.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The folder of the store. (default: $CONTINUITY_HOME, else ~/.continuity)", valueName: "dir"),
    completion: .directory)
  var home: String?

  @OptionGroup var diagnostics: DiagnosticOptions
}

/// What is told of the work itself. It takes effect by being parsed, before a command reads the settings.
struct DiagnosticOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("What the log holds. (default: the settings', which is error)", valueName: "level"))
  var logLevel: LogLevel?

  @Flag(name: .long, help: "Say on stderr what each request did and how long it took.")
  var trace = false

  func validate() throws {
    if let level = trace ? .trace : logLevel { setenv(SettingKey.logLevelVariable, level.rawValue, 1) }
  }
}

extension LogLevel: ExpressibleByArgument {}

/// How the answer is to look.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print the operation's result as JSON.")
  var json = false
}

/// Whose memories are meant: by default the project that the working directory belongs to, and what belongs to none.
struct ProjectOptions: ParsableArguments {
  @Option(name: .long, help: "The project, by the name that `continuity status` shows. (default: the working directory's)")
  var project: String?

  @Option(name: .long, help: ArgumentHelp("Take the project of this directory instead.", valueName: "dir"), completion: .directory)
  var cwd: String?

  var parameters: JSONObject {
    var object = JSONObject()
    object["project"] = project.map(JSONValue.string)
    object["cwd"] = cwd.map { .string(FilePath.absolute($0)) }
    return object
  }
}

/// As `ProjectOptions`, for commands that can also look into all of them.
struct ScopeOptions: ParsableArguments {
  @OptionGroup var place: ProjectOptions

  @Flag(name: .long, help: "Every project's memories.")
  var allProjects = false

  func validate() throws {
    if allProjects, place.project != nil {
      throw ValidationError("--project and --all-projects exclude each other: leave one out.")
    }
  }

  var parameters: JSONObject {
    var object = place.parameters
    if allProjects { object["all_projects"] = true }
    return object
  }
}
