package import MemoryModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Kept beside the database and not in it: a hook that only waited for the lock must not wait for it twice, and losing some of this is no
/// loss.
extension HookTiming {
  /// About 2,500 hooks; then the file before it goes.
  private static let maximumLength: off_t = 65_536

  /// Appends a line `<epoch ms> <event> <µs>`: one short write, which several processes can do at once. Trouble is nobody's: nothing
  /// depends on it.
  package func note(home: StoreHome) {
    let descriptor = open(home.hookTimings, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let (seconds, attoseconds) = duration.components
    var line = "\(at.milliseconds) \(event) \(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)\n"
    line.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size > Self.maximumLength {
      rename(home.hookTimings, home.hookTimings + ".old")
    }
  }

  /// The oldest first; a line that cannot be read is passed over.
  package static func recent(home: StoreHome) -> [HookTiming] {
    (lines(home.hookTimings + ".old") + lines(home.hookTimings)).compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count == 3, let at = Int64(parts[0]), let microseconds = Int64(parts[2]) else { return nil }
      return HookTiming(at: Timestamp(milliseconds: at), event: String(parts[1]), duration: .microseconds(microseconds))
    }
  }

  private static func lines(_ path: String) -> [Substring] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Int(maximumLength) + 4096)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
  }
}

extension StoreHome {
  package var hookTimings: String { path + "/hook-timings" }

  /// Of the write-ahead log, which is not yet in the database file.
  package var logBytes: Int64 {
    var status = stat()
    return stat(database + "-wal", &status) == 0 ? Int64(status.st_size) : 0
  }
}
