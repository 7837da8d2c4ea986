/// Who may ask. A page that somebody visits must not reach a server on their own machine: neither by a name that resolves to
/// it (the Host is checked), nor from its own scripts (the Origin is, and what the browser says of the sender), nor without the token.
struct AccessRules: Sendable {
  /// What the server was told to listen on.
  let host: String
  let port: Int
  let token: String

  /// Nil when the request may go on.
  func refusal(of question: HTTPQuestion, needsToken: Bool) -> HTTPAnswer? {
    guard let asked = question.host, isOurs(authority: asked) else {
      return .refusal(403, "this server answers to \(authority) only, not to the host `\(question.host ?? "")`")
    }
    if let origin = question.origin, !isOurs(origin: origin) {
      return .refusal(403, "requests from the origin `\(origin)` are not taken")
    }
    guard needsToken else { return nil }
    // Other programs on this machine count as the same site to a browser: their pages would be sent our cookie.
    if let site = question.fetchSite, site != "same-origin", site != "none" {
      return .refusal(403, "requests from other pages are not taken (Sec-Fetch-Site: \(site))")
    }
    guard isAuthorized(question) else {
      return .refusal(
        401, "send `Authorization: Bearer …` with the token that `continuity serve` printed; it stands in the file `token`")
    }
    return nil
  }

  /// Whether the request carries the token, as a program sends it or as a browser does.
  func isAuthorized(_ question: HTTPQuestion) -> Bool {
    if let given = question.authorization { return Self.bearer(given).map(isToken) ?? false }
    return cookies(question.cookie ?? "").contains(where: isToken)
  }

  func isToken(_ text: String) -> Bool { Self.isEqual(text, token) }

  /// Ports share their cookies: each server has a name of its own.
  private var cookieName: String { "continuity_\(port)" }

  /// What makes the browser remember the token, so that it stands in no address, no history and no script's reach.
  var cookie: String { "\(cookieName)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000" }

  private func cookies(_ header: String) -> [String] {
    header.split(separator: ";").compactMap { pair in
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == cookieName else { return nil }
      return String(parts[1])
    }
  }

  var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

  private func isOurs(origin: String) -> Bool {
    guard origin.hasPrefix("http://") else { return false }
    return isOurs(authority: String(origin.dropFirst("http://".count)))
  }

  /// `name`, `name:port`, `[::1]:port`. A missing port is the one of HTTP.
  private func isOurs(authority: String) -> Bool {
    var name = authority[...]
    var port = "80"
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      name = authority[..<colon]
      port = String(authority[authority.index(after: colon)...])
    }
    guard Int(port) == self.port else { return false }
    let bare = name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : String(name)
    let lower = bare.lowercased()
    if lower == host.lowercased() || ["localhost", "127.0.0.1", "::1"].contains(lower) { return true }
    // Told to listen for other machines: then an address is as good as ours. A name is not, it may be anybody's.
    return !Self.isLoopback(host) && Self.isAddress(lower)
  }

  /// Whether only this machine can reach `host`.
  static func isLoopback(_ host: String) -> Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  private static func isAddress(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4 { return parts.allSatisfy { UInt8($0) != nil } }
    return name.contains(":") && name.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
  }

  private static func bearer(_ header: String) -> String? {
    let parts = header.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }

  /// In a time that does not tell how much of it was right.
  private static func isEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    var difference = left.count ^ right.count
    for index in right.indices { difference |= Int(right[index] ^ (index < left.count ? left[index] : 0)) }
    return difference == 0
  }
}
