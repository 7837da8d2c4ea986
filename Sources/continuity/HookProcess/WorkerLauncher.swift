/// Starts `continuity worker` so that it outlives this process and whoever kills its process group.
enum WorkerLauncher {
  /// Nil when it was started, else the reason. Nobody waits for it; a second worker ends by itself.
  static func start() -> String? {
    guard let program = Executable.path else { return "this program cannot find its own file" }
    return DetachedProcess.start(program, arguments: ["continuity", "worker"])
  }
}
