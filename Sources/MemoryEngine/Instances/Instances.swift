import JSONValues
package import MemoryModel
package import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A process that is at work on a store for an agent.
package struct Instance: Hashable, Sendable {
  package var id: String
  package var client: String?
  package var project: String?
  package var session: String?
  package var since: Timestamp
  /// When it last answered something.
  package var lastActive: Timestamp
}

/// Who is at work on a store: a file for each process in `instances/`, for its owner alone.
///
/// Files and not rows, because presence is no memory: it is not to be backed up, exported or synced, and it has to end with its process however
/// that ends. The process holds an OS lock on its file (`flock`, which the system lets go of with the process); a file that nobody
/// holds is removed by whoever looks. The file's time says when its process was last active.
package enum Instances {
  /// An agent's window may stand open for days: silent for so long, it is not at work.
  package static let silence: Duration = .seconds(30 * 60)

  static func folder(_ home: StoreHome) -> String { home.path + "/instances" }

  /// Those that are at work, the newest last.
  package static func atWork(_ home: StoreHome, at moment: Timestamp) -> [Instance] {
    let folder = folder(home)
    return PrivateFile.names(in: folder).compactMap { name -> Instance? in
      guard name.hasSuffix(".json") else { return nil }
      let path = "\(folder)/\(name)"
      guard isHeld(path) else {
        unlink(path)
        return nil
      }
      var information = stat()
      guard let json = PrivateFile.contents(of: path).flatMap({ try? JSONValue(parsing: $0) }), stat(path, &information) == 0,
        let since = json["since"]?.string.flatMap(Timestamp.init(iso8601:))
      else { return nil }
      let instance = Instance(
        id: String(name.dropLast(".json".count)), client: json["client"]?.string, project: json["project"]?.string,
        session: json["session_id"]?.string, since: since, lastActive: modified(information))
      return instance.lastActive.advanced(by: silence) < moment ? nil : instance
    }.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
  }

  private static func modified(_ information: stat) -> Timestamp {
    #if canImport(Darwin)
      let time = information.st_mtimespec
    #else
      let time = information.st_mtim
    #endif
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Whether its process lives.
  private static func isHeld(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }
}

/// The mark of this process among those that are at work; it is gone with it.
package final class Presence {
  package let id: String
  private let path: String
  private let descriptor: Int32
  private var lastActive: Timestamp

  /// Nil when it cannot be written: being seen is not worth failing for.
  package init?(
    _ home: StoreHome, client: String?, project: String?, session: String?, at moment: Timestamp
  ) {
    let folder = Instances.folder(home)
    mkdir(folder, 0o700)
    id = PrivateFile.randomName
    path = "\(folder)/\(id).json"
    var object: JSONObject = ["since": .string(moment.iso8601), "pid": .integer(Int64(getpid()))]
    object["client"] = client.map(JSONValue.string)
    object["project"] = project.map(JSONValue.string)
    object["session_id"] = session.map(JSONValue.string)
    // It is locked before it has a name: nobody finds it without its process.
    guard
      let descriptor = PrivateFile.write(
        JSONValue.object(object).text + "\n", to: path, beforeNaming: { flock($0, LOCK_EX | LOCK_NB) == 0 })
    else { return nil }
    self.descriptor = descriptor
    lastActive = moment
    touch(moment)
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  /// It answered something. Written once a minute at most.
  package func note(_ moment: Timestamp) {
    guard moment.milliseconds - lastActive.milliseconds >= 60_000 else { return }
    touch(moment)
  }

  private func touch(_ moment: Timestamp) {
    lastActive = moment
    let time = timespec(tv_sec: Int(moment.milliseconds / 1000), tv_nsec: Int(moment.milliseconds % 1000) * 1_000_000)
    let times = [time, time]
    futimens(descriptor, times)
  }
}
