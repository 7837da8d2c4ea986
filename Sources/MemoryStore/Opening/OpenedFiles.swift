import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The database files that this process has open already, so that their headers are not read a second time.
///
/// POSIX takes all of a process's locks away from a file as soon as the process closes any descriptor of it
/// (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_). Reading the header of a
/// database that another connection of ours has open would leave that one without its locks: the next process that ends would take itself
/// for the last one, and delete the log that we go on writing to.
enum OpenedFiles {
  private struct Identity: Equatable {
    /// Besides the number, which a file system gives to another file as soon as this one is deleted.
    var path: String
    var device: UInt64
    var inode: UInt64
  }

  /// A handful at most, and a set would cost the start of every hook (see `StatementCache`).
  private static let known = Mutex<[Identity]>([])

  /// Runs `open` with what the file is, one at a time; when it succeeds, the file is known from then on.
  static func opening<Result>(_ path: String, _ open: (FileHeader) throws -> Result) throws -> Result {
    pthread_mutex_lock(gate)
    defer { pthread_mutex_unlock(gate) }
    let isKnown = identity(of: path).map { identity in known.withLock { $0.contains(identity) } } ?? false
    let result = try open(isKnown ? .ours : FileHeader.read(path: path))
    if let identity = identity(of: path) { known.withLock { if !$0.contains(identity) { $0.append(identity) } } }
    return result
  }

  /// Not a `Mutex`: what is opened belongs to the caller's thread, and could not leave its closure.
  // Written once, and a mutex is made for use by several threads.
  nonisolated(unsafe) private static let gate: UnsafeMutablePointer<pthread_mutex_t> = {
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(gate, nil)
    return gate
  }()

  private static func identity(of path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 0 else { return nil }
    return Identity(path: path, device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(truncatingIfNeeded: status.st_ino))
  }
}
