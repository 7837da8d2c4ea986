import JSONValues
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `logs/continuity.log`: one JSON object a line, readable by its owner alone, appended to by all processes.
///
/// Trouble with it is nobody's: no request waits or fails for its log.
struct LogFile: Sendable {
  /// Bytes; then the file becomes `continuity.log.1`, the one before it `.2`, and so on.
  static let maximumLength: off_t = 4 * 1_048_576
  static let kept = 3

  let path: String
  private let folder: String

  init(home: StoreHome) {
    folder = home.logs
    path = home.logs + "/continuity.log"
  }

  func append(_ entry: JSONObject) {
    mkdir(folder, 0o700)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // One write: lines of several processes do not mix.
    StandardStreams.write(JSONValue.object(entry).text + "\n", to: descriptor)
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size > Self.maximumLength { rotate(descriptor, status) }
  }

  /// Whoever holds the lock on the full file moves it away, once.
  private func rotate(_ descriptor: Int32, _ full: stat) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    var present = stat()
    guard stat(path, &present) == 0, present.st_ino == full.st_ino else { return }
    for number in stride(from: Self.kept, to: 1, by: -1) { rename("\(path).\(number - 1)", "\(path).\(number)") }
    rename(path, path + ".1")
  }
}
