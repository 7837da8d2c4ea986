/// Through which proxy a service is reached, by the variables that curl and others read.
///
/// `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals, the small ones first. What runs on this
/// machine is never asked through a proxy.
package struct ProxySettings: Hashable, Sendable {
  struct Proxy: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case http, socks }
    var kind: Kind
    var host: String
    var port: Int
    /// `user:password`, as it stands in the address.
    var credentials: String?
  }

  /// By scheme.
  private(set) var addresses: [String: String] = [:]
  private(set) var exceptions: [String] = []

  package init(variable: (_ name: String) -> String?) {
    func first(_ names: String...) -> String? {
      for name in names {
        if let value = variable(name) ?? variable(name.uppercased()), !value.isEmpty { return value }
      }
      return nil
    }
    addresses["https"] = first("https_proxy", "all_proxy")
    addresses["http"] = first("http_proxy", "all_proxy")
    exceptions = (first("no_proxy") ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
  }

  /// Nil to go straight there.
  func proxy(for url: ServiceURL) throws(ServiceFailure) -> Proxy? {
    guard !url.isLoopback, let address = addresses[url.scheme], !exceptions.contains(where: { Self.matches($0, url) }) else {
      return nil
    }
    return try Self.parse(address, variable: "\(url.scheme)_proxy")
  }

  /// `*`, a host, a domain with all below it (with or without a dot before it), an address; each with a port or without.
  private static func matches(_ exception: String, _ url: ServiceURL) -> Bool {
    if exception == "*" { return true }
    var name = exception[...]
    if let colon = exception.lastIndex(of: ":"), let port = Int(exception[exception.index(after: colon)...]),
      exception[..<colon].hasSuffix("]") || !exception[..<colon].contains(":")
    {
      guard port == url.port else { return false }
      name = exception[..<colon]
    }
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    if name.hasPrefix("*") { name = name.dropFirst() }
    if name.hasPrefix(".") { name = name.dropFirst() }
    guard !name.isEmpty else { return false }
    return url.host == name || url.host.hasSuffix("." + name)
  }

  private static func parse(_ address: String, variable: String) throws(ServiceFailure) -> Proxy {
    func wrong(_ what: String) -> ServiceFailure {
      ServiceFailure(.misconfigured, "\(variable) \(what). It is an address such as http://proxy.example:3128")
    }
    var rest = address[...]
    var scheme = "http"
    if let separator = address.firstRange(of: "://") {
      scheme = address[..<separator.lowerBound].lowercased()
      rest = address[separator.upperBound...]
    }
    let kind: Proxy.Kind
    switch scheme {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks
    default: throw wrong("names a proxy of the kind \(scheme)://, which is not supported")
    }
    rest = rest.prefix { $0 != "/" }
    var credentials: String?
    if let at = rest.lastIndex(of: "@") {
      credentials = percentDecoded(rest[..<at])
      rest = rest[rest.index(after: at)...]
      if kind == .socks { throw wrong("has a password for a SOCKS proxy, which is not supported") }
    }
    var host = rest
    var port = kind == .socks ? 1080 : 3128
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
      guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else {
        throw wrong("has a bad port")
      }
      (host, port) = (rest[..<colon], number)
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { throw wrong("names no host") }
    return Proxy(kind: kind, host: String(host), port: port, credentials: credentials)
  }

  private static func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
