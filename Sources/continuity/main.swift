import ArgumentParser
import ModelClients
import Viewer
#if canImport(Glibc)
import Glibc
#endif
struct Root: ParsableCommand {
  @Argument var what = "x"
  mutating func run() throws {
    Task { [what] in
    if what == "v" { try await viewerSmoke() } else { print(try await modelSmoke()) } }
    sleep(1)
  }
}
if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "hook" { exit(0) }
Root.main()
