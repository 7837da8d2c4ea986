/// How services are reached from this machine: proxies and certificates.
package struct Network: Hashable, Sendable {
  package var proxies: ProxySettings
  /// PEM; these are trusted *beside* the system's: a company's own authority.
  package var additionalCertificates: String?
  /// PEM; these are trusted *instead of* the system's, as OpenSSL's `SSL_CERT_FILE` means it.
  package var certificates: String?

  /// - Parameters:
  ///   - variable: a variable of the environment; nil when it is not set.
  ///   - additionalCertificates: `network.ca_file`; empty for none.
  package init(variable: (_ name: String) -> String?, additionalCertificates: String = "") {
    proxies = ProxySettings(variable: variable)
    self.additionalCertificates = additionalCertificates.isEmpty ? nil : additionalCertificates
    certificates = variable("SSL_CERT_FILE").flatMap { $0.isEmpty ? nil : $0 }
  }
}
