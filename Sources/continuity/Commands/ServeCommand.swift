import ArgumentParser
import JSONValues
import MemoryModel
import MemoryStore
import Operations
import Viewer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Show the memories in a browser, and keep the queue empty, until interrupted.",
    discussion: """
      It prints a link with a token; whoever has it can read and change your memories. Programs send the token as \
      `Authorization: Bearer …`; it stands in the file `token` in the store's folder.

      Nothing needs this to run: hooks and agents reach the store without it.
      """)

  @Option(name: .long, help: "The port; 0 takes any that is free. (default: `server.port`, 37777)") var port: Int?
  @Option(name: .long, help: "The address. (default: `server.host`, 127.0.0.1)") var host: String?
  @Flag(name: .long, help: "Open the link in the browser.") var open = false
  @OptionGroup var store: StoreOptions

  func validate() throws {
    if let port, !(0...65_535).contains(port) { throw ValidationError("--port is 0 to 65535, not \(port).") }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    // Workers that we start are nobody's to wait for.
    signal(SIGCHLD, SIG_IGN)
    var composing = Composition(home: .resolve(option: store.home))
    composing.asksModels = true
    let composition = composing
    composition.reportProblems()
    setenv("CONTINUITY_HOME", composition.home.path, 1)
    try composition.home.create()
    let token = try AccessToken.load(path: composition.home.token)
    let settings = composition.configuration.settings.server
    let host = host ?? settings.host
    let wanted = port ?? settings.port
    guard let port = wanted == 0 ? FreePort.find(host: host) : wanted else {
      throw CommandFailure("No port of \(host) is free. Name an address of this machine, such as 127.0.0.1.")
    }
    // A store that cannot be used is said now, not at the first request.
    _ = try composition.ask("status")

    let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/?token=\(token)"
    let server = ViewerServer(host: host, port: port, token: token) { composition.makeDispatcher(for: $0, door: .http) }
    let upkeep = Upkeep(composition: composition)
    let opensBrowser = open
    do {
      try Blocking.run {
        try await server.run {
          StandardStreams.write("Continuity is at \(address)\n")
          if !ViewerServer.isLoopback(host) {
            let words =
              "Other machines can reach \(host), and nothing between them and here is encrypted. Whoever has the link has your memories."
            let warning = Terminal.of(descriptor: StandardStreams.error).paint("Warning:", .yellow)
            StandardStreams.write("\(warning) \(words)\n", to: StandardStreams.error)
          }
          upkeep.start()
          if opensBrowser { Browser.open(address) }
        }
      }
    } catch {
      throw CommandFailure(Self.reason(error, host: host, port: port))
    }
  }

  /// What stands in the way, and what to do about it.
  private static func reason(_ error: any Error, host: String, port: Int) -> String {
    let remedy = "Take another port (--port=0 takes a free one)."
    guard let holder = PortHolder.find(port: port) else {
      return "\(host):\(port) cannot be served: \(error). \(remedy) It must be an address of this machine that nobody listens on."
    }
    return holder.isContinuity
      ? "Port \(port) is held by \(holder), which serves already: open the link that it printed, or end it with `kill \(holder.process)`. \(remedy)"
      : "Port \(port) is held by \(holder). \(remedy)"
  }
}
