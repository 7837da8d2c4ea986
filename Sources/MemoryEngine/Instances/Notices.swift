import JSONValues
package import MemoryModel
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A short word from one agent to the others that are at work on the store: "I am rewriting the parser, leave it to me". It is no memory, and
/// goes with its time.
package struct Notice: Hashable, Sendable {
  package var id: String
  package var text: String
  /// Whom it is for; nil: everybody.
  package var project: String?
  package var author: String?
  package var session: String?
  package var at: Timestamp
  package var expires: Timestamp
}

/// A file for each notice in `notices/`, beside the store. One that is past its time is removed by whoever looks.
extension MemoryEngine {
  /// Bytes.
  package static let maximumNoticeLength = 2000

  private var noticeFolder: String { store.home.path + "/notices" }

  /// - Parameter minutes: how long it stands, 1 to 10,080 (a week).
  package func post(
    _ text: String, project: String?, author: String?, session: String?, minutes: Int
  ) throws -> Notice {
    let text = trimmed(Redactor.redact(text).text)
    guard !text.isEmpty, text.utf8.count <= Self.maximumNoticeLength, !text.utf8.contains(0) else {
      throw EngineError.invalid(
        parameter: "text", reason: "a notice has 1 to \(Self.maximumNoticeLength) bytes of text; this one has \(text.utf8.count)")
    }
    let notice = Notice(
      id: PrivateFile.randomName, text: text, project: project, author: author, session: session, at: now,
      expires: now.advanced(by: .seconds(60 * minutes)))
    mkdir(noticeFolder, 0o700)
    var object: JSONObject = [
      "text": .string(text), "at": .string(notice.at.iso8601), "expires": .string(notice.expires.iso8601),
    ]
    object["project"] = project.map(JSONValue.string)
    object["from"] = author.map(JSONValue.string)
    object["session_id"] = session.map(JSONValue.string)
    guard let descriptor = PrivateFile.write(JSONValue.object(object).text + "\n", to: "\(noticeFolder)/\(notice.id).json") else {
      throw StoreError.cannotCreate(path: "\(noticeFolder)/\(notice.id).json", errno: errno)
    }
    close(descriptor)
    return notice
  }

  /// Those that stand, the newest last: for one project, those that are for everybody besides.
  package func notices(for project: String?, everywhere: Bool = false) -> [Notice] {
    PrivateFile.names(in: noticeFolder).compactMap { name -> Notice? in
      guard name.hasSuffix(".json"), let notice = notice(named: name) else { return nil }
      guard notice.expires > now else {
        unlink("\(noticeFolder)/\(name)")
        return nil
      }
      return everywhere || notice.project == nil || notice.project == project ? notice : nil
    }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
  }

  /// Takes a notice away before its time.
  package func expireNotice(_ id: String) throws {
    guard let notice = notices(for: nil, everywhere: true).first(where: { $0.id == id }) else {
      throw EngineError.invalid(parameter: "expire", reason: "no notice `\(id)` stands; `notice` lists them")
    }
    unlink("\(noticeFolder)/\(notice.id).json")
  }

  private func notice(named name: String) -> Notice? {
    guard let json = PrivateFile.contents(of: "\(noticeFolder)/\(name)").flatMap({ try? JSONValue(parsing: $0) }),
      let text = json["text"]?.string, let at = json["at"]?.string.flatMap(Timestamp.init(iso8601:)),
      let expires = json["expires"]?.string.flatMap(Timestamp.init(iso8601:))
    else { return nil }
    return Notice(
      id: String(name.dropLast(".json".count)), text: text, project: json["project"]?.string, author: json["from"]?.string,
      session: json["session_id"]?.string, at: at, expires: expires)
  }
}
