/// The base address of a service, as a person configures it.
struct ServiceURL: Hashable, Sendable {
  let scheme: String
  let host: String
  let port: Int
  /// Without a slash at its end.
  let path: String

  /// - Parameter defaultPath: what follows a bare host, such as `/v1`.
  init(_ text: String, defaultPath: String = "") throws(ServiceFailure) {
    func wrong(_ what: String) -> ServiceFailure {
      ServiceFailure(.misconfigured, "the address \"\(Self.withoutUserInformation(text))\" \(what)")
    }
    guard let separator = text.firstRange(of: "://") else { throw wrong("does not begin with http:// or https://") }
    scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { throw wrong("does not begin with http:// or https://") }
    let rest = text[separator.upperBound...]
    guard !rest.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace }) else {
      throw wrong("has a query, a fragment or a space")
    }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else { throw wrong("has a user name in it; keys come from the environment") }
    var name = authority
    var number = scheme == "https" ? 443 : 80
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let given = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(given) else {
        throw wrong("has no port from 1 to 65535")
      }
      (name, number) = (authority[..<colon], given)
    }
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
      throw wrong("names no host")
    }
    host = name.lowercased()
    port = number
    var tail = rest[authority.endIndex...]
    while tail.hasSuffix("/") { tail = tail.dropLast() }
    path = tail.isEmpty ? defaultPath : String(tail)
  }

  /// `localhost:11434`; the port only where it is not the scheme's own.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (scheme == "https" ? 443 : 80) ? name : "\(name):\(port)"
  }

  var text: String { "\(scheme)://\(authority)\(path)" }

  var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  func appending(_ tail: String) -> String { text + tail }

  /// A mistyped address may hold a password; an error about it must not.
  private static func withoutUserInformation(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return text }
    return (text.firstRange(of: "://").map { String(text[..<$0.upperBound]) } ?? "") + "…" + text[at...]
  }
}
