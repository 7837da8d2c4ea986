#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The first 100 bytes of a database file (https://www.sqlite.org/fileformat.html#the_database_header), read without SQLite.
///
/// Opening another program's file with SQLite may recover its log or leave files beside it; whose file it is has to be known before.
enum FileHeader {
  case missingOrEmpty
  case ours
  case foreignDatabase
  case notADatabase

  /// "Cnty": the `application_id` of our files.
  static let applicationID: Int32 = 0x436E_7479

  static func read(path: String) throws(StoreError) -> FileHeader {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: return .missingOrEmpty
      case let code: throw .failed(path: path, detail: "the file cannot be opened (\(String(cString: strerror(code))))")
      }
    }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &header, header.count, 0)
    guard count >= 0 else { throw .failed(path: path, detail: "the file cannot be read (\(String(cString: strerror(errno))))") }
    if count == 0 { return .missingOrEmpty }
    let mark = Array("SQLite format 3\0".utf8)
    guard count == header.count, header.starts(with: mark) else {
      return isUnfinished(header[..<count], mark, path) ? .missingOrEmpty : .notADatabase
    }
    let identifier = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return identifier == UInt32(bitPattern: applicationID) ? .ours : .foreignDatabase
  }

  /// The first page of a new file, of which a failing machine has written a part or has only made the room, while SQLite's journal beside it says that
  /// the file is to be empty: whoever opens it next begins anew.
  private static func isUnfinished(_ beginning: ArraySlice<UInt8>, _ mark: [UInt8], _ path: String) -> Bool {
    let isCutOff = beginning.count < 100 && zip(beginning, mark).allSatisfy(==)
    return (isCutOff || beginning.allSatisfy { $0 == 0 }) && access(path + "-journal", F_OK) == 0
  }
}
