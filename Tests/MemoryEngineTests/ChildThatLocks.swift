#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Another process that holds the lock of a file until it is told to end.
final class ChildThatLocks {
  private var child: pid_t = 0
  private var input: Int32 = -1

  struct Failure: Error {}

  init(path: String) throws {
    var (toChild, fromChild) = ([Int32](repeating: 0, count: 2), [Int32](repeating: 0, count: 2))
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw Failure() }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    posix_spawn_file_actions_addclose(&actions, toChild[1])
    let script =
      "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); sys.stdin.read()"
    var arguments: [UnsafeMutablePointer<CChar>?] = ["python3", "-c", script, path].map { (text: String) in strdup(text) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard posix_spawnp(&child, "python3", &actions, nil, &arguments, environ) == 0 else { throw Failure() }
    close(toChild[0])
    close(fromChild[1])
    input = toChild[1]
    var byte: UInt8 = 0
    guard read(fromChild[0], &byte, 1) == 1 else { throw Failure() }
    close(fromChild[0])
  }

  func end() {
    close(input)
    var status: Int32 = 0
    waitpid(child, &status, 0)
  }
}
