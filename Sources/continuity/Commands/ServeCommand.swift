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
    let composition = Composition(home: .resolve(option: store.home))
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
    let caller = Caller(workingDirectory: nil, client: "viewer", origin: .user)
    let server = ViewerServer(host: host, port: port, token: token, dispatcher: composition.makeDispatcher(for: caller))
    let upkeep = Upkeep(composition: composition)
    let opensBrowser = open
    do {
      try Blocking.run {
        try await server.run {
          StandardStreams.write("Continuity is at \(address)\n")
          upkeep.start()
          if opensBrowser { Browser.open(address) }
        }
      }
    } catch {
      throw CommandFailure(
        "\(host):\(port) cannot be served: \(error). Take another port (--port=0 takes a free one) or an address of this machine.")
    }
  }
}
