/// Whether the viewer's port is free, or held by the viewer.
enum PortCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    let server = composition.configuration.settings.server
    guard server.port != 0 else { return [] }
    let address = "\(server.host.contains(":") ? "[\(server.host)]" : server.host):\(server.port)"
    guard Endpoint.listens(at: address) else { return [.good("Viewer", "\(address) is free for `continuity serve`")] }
    let holder = PortHolder.find(port: server.port)
    if holder?.isContinuity == true { return [.good("Viewer", "running at \(address)")] }
    return [
      .warning(
        "Viewer", "\(address) is taken by \(holder?.description ?? "another program")",
        remedy: "`continuity serve --port=0` takes a free one; `port` under [server] in config.toml sets another for good.")
    ]
  }
}
