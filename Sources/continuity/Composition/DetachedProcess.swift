#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that is started and left alone.
///
/// A client gives its last hooks a second and then ends the whole group: the child gets a session of its own. It inherits no
/// descriptor, because an agent that reads a hook's output waits until the last holder of the pipe is gone.
enum DetachedProcess {
  /// Nil when it was started, else the reason. The environment is ours.
  @discardableResult
  static func start(_ program: String, arguments: [String]) -> String? {
    var attributes = SpawnAttributes()
    defer { attributes.destroy() }
    var actions = SpawnFileActions()
    defer { actions.destroy() }
    keepDescriptorsFromChildren()

    var vector = arguments.map { strdup($0) } + [nil]
    defer { for argument in vector { free(argument) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &actions.value, &attributes.value, &vector, Environment.block)
    return code == 0 ? nil : "\(program): \(String(cString: strerror(code)))"
  }

  /// What we open ourselves is closed by `exec` anyway; this is for what our own parent left open. Darwin has a spawn flag for it, and
  /// glibc's `addclosefrom_np` stands behind a feature test that Swift's view of <spawn.h> does not pass.
  private static func keepDescriptorsFromChildren() {
    #if !canImport(Darwin)
      for name in LocalFile.names(in: "/proc/self/fd") {
        if let descriptor = Int32(name), descriptor > StandardStreams.error { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
      }
    #endif
  }
}

private struct SpawnAttributes {
  #if canImport(Darwin)
    var value: posix_spawnattr_t?
  #else
    var value = posix_spawnattr_t()
  #endif

  init() {
    posix_spawnattr_init(&value)
    // What we ignore the child is not to ignore unasked: a program that waits for its own children needs SIGCHLD.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGCHLD, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&value, &signals)
    #if canImport(Darwin)
      posix_spawnattr_setflags(&value, Int16(POSIX_SPAWN_SETSID | POSIX_SPAWN_CLOEXEC_DEFAULT | POSIX_SPAWN_SETSIGDEF))
    #else
      // 0x80 is POSIX_SPAWN_SETSID; the macro stands behind a feature test that Swift's view of <spawn.h> does not pass.
      posix_spawnattr_setflags(&value, Int16(0x80 | POSIX_SPAWN_SETSIGDEF))
    #endif
  }

  mutating func destroy() { posix_spawnattr_destroy(&value) }
}

private struct SpawnFileActions {
  #if canImport(Darwin)
    var value: posix_spawn_file_actions_t?
  #else
    var value = posix_spawn_file_actions_t()
  #endif

  init() {
    posix_spawn_file_actions_init(&value)
    for descriptor in [StandardStreams.input, StandardStreams.output, StandardStreams.error] {
      posix_spawn_file_actions_addopen(&value, descriptor, "/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
    }
  }

  mutating func destroy() { posix_spawn_file_actions_destroy(&value) }
}
