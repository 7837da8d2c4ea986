#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds a port that nobody listens on. The system gives it away for a moment and takes it back: the server asks for it by number.
enum FreePort {
  /// Nil when `host` is no address of this machine.
  static func find(host: String) -> Int? {
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "0", &hints, &found) == 0, let address = found else { return nil }
    defer { freeaddrinfo(found) }
    let descriptor = socket(address.pointee.ai_family, address.pointee.ai_socktype, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else { return nil }
    var bound = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let port = withUnsafeMutablePointer(to: &bound) { storage -> in_port_t? in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard getsockname(descriptor, address, &length) == 0 else { return nil }
        // The port stands at the same place in both families (RFC 3493).
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_port }
      }
    }
    return port.map { Int(in_port_t(bigEndian: $0)) }
  }
}
