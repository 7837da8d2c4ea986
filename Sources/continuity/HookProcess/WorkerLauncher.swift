import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Starts `continuity worker` so that it outlives this process and whoever kills its process group.
enum WorkerLauncher {
  /// Nil when it was started, else the reason. Nobody waits for it; a second worker ends by itself.
  ///
  /// - Parameter home: where `--home` pointed; nil when the environment says it.
  static func start(home: StoreHome? = nil) -> String? {
    if let home { setenv("CONTINUITY_HOME", home.path, 1) }
    guard let program = Executable.path else { return "this program cannot find its own file" }
    return DetachedProcess.start(program, arguments: ["continuity", "worker"])
  }
}
