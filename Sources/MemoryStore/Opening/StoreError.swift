import SQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a store cannot be used, and what to do. Nothing was lost: what was acknowledged before is in the file.
package enum StoreError: Error, Sendable {
  /// The file at our path belongs to another program; it was not touched.
  case foreign(path: String, owner: ForeignFile)
  /// A newer version of this program made the file.
  case newer(path: String, version: Int64, newest: Int64)
  case damaged(path: String, detail: String)
  case readOnly(path: String)
  case diskFull(path: String)
  case cannotCreate(path: String, errno: Int32)
  /// Another process held the write lock for longer than this one may wait.
  case busy(path: String)
  case failed(path: String, detail: String)

  /// Whose file stands where ours should.
  package enum ForeignFile: Hashable, Sendable {
    /// The Go program of the same name keeps its store at the same path.
    case continuityGo
    /// A SQLite database of some other program.
    case otherDatabase
    /// No SQLite database at all.
    case notADatabase
  }

  init(_ error: DatabaseError, path: String) {
    switch error.code {
    case .busy, .locked: self = .busy(path: path)
    case .readOnly: self = .readOnly(path: path)
    case .full: self = .diskFull(path: path)
    case .corrupt: self = .damaged(path: path, detail: error.message)
    case .notADatabase: self = .foreign(path: path, owner: .notADatabase)
    case .ioError: self = .failed(path: path, detail: "the disk answered with an error (\(error.message), \(error.extendedCode))")
    case .cannotOpen: self = .failed(path: path, detail: "the file cannot be opened (\(error.message))")
    default: self = .failed(path: path, detail: error.description)
    }
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .foreign(let path, .continuityGo):
      "\(path) belongs to the Go program of the same name and was left as it is. Keep both: set CONTINUITY_HOME to another folder for "
        + "this one, then bring the memories over with `continuity import --from=continuity-go --path=\(path)`."
    case .foreign(let path, .otherDatabase):
      "\(path) is another program's SQLite database and was left as it is. Set CONTINUITY_HOME to another folder, or move the file away. "
        + "Known products' memories are brought over by `continuity import --from=… --path=\(path)`."
    case .foreign(let path, .notADatabase):
      "\(path) is not a Continuity database and was left as it is. If it was one it is damaged: put a file from the backups folder beside "
        + "it in its place. Otherwise move it away, or set CONTINUITY_HOME to another folder. (Another product's memories are read by "
        + "`continuity import`.)"
    case .newer(let path, let version, let newest):
      "\(path) has schema \(version), this program knows up to \(newest): a newer Continuity made it. Update this program; the file was left "
        + "as it is."
    case .damaged(let path, let detail):
      "\(path) is damaged (\(detail)). It was left as it is: stop other Continuity processes, copy the file aside, and put a copy back with "
        + "`continuity restore --path=…`, for example from the backups folder beside it."
    case .readOnly(let path):
      "\(path) cannot be written: make the file and its folder writable for you, or set CONTINUITY_HOME to a folder that is."
    case .diskFull(let path):
      "the disk that holds \(path) is full: nothing of this request was written. Free some space and try again."
    case .cannotCreate(let path, let code):
      "\(path) cannot be made: \(String(cString: strerror(code))). Set CONTINUITY_HOME to a folder that you can write to."
    case .busy(let path):
      "another process kept \(path) busy for too long; nothing of this request was written. Try again, and see `continuity status`."
    case .failed(let path, let detail):
      "\(path): \(detail). See `continuity doctor`."
    }
  }
}
