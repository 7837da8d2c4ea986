import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A key made of a passphrase by PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2), which makes each guess dear.
enum PassphraseKey {
  /// OWASP's password storage cheat sheet for this function; about a third of a second, once a run.
  static let rounds: UInt32 = 600_000

  static func derive(_ passphrase: String, salt: [UInt8], rounds: UInt32, length: Int = 32) -> [UInt8] {
    // Keyed once: a copy of it is the state behind the key's block.
    let keyed = HMAC<SHA256>(key: SymmetricKey(data: Array(passphrase.utf8)))
    var key: [UInt8] = []
    var block: UInt32 = 1
    while key.count < length {
      key += self.block(keyed, salt + (0..<4).map { UInt8(truncatingIfNeeded: block >> (24 - 8 * $0)) }, rounds)
      block += 1
    }
    return Array(key.prefix(length))
  }

  private static func block(_ keyed: HMAC<SHA256>, _ message: [UInt8], _ rounds: UInt32) -> [UInt8] {
    var first = keyed
    first.update(data: message)
    var code = first.finalize()
    var sum = code.withUnsafeBytes(Array.init)
    for _ in 1..<max(rounds, 1) {
      var next = keyed
      code.withUnsafeBytes { next.update(bufferPointer: $0) }
      code = next.finalize()
      code.withUnsafeBytes { bytes in for index in sum.indices { sum[index] ^= bytes[index] } }
    }
    return sum
  }
}

extension HMAC {
  fileprivate mutating func update(bufferPointer: UnsafeRawBufferPointer) { update(data: bufferPointer) }
}
