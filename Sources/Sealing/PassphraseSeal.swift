import Crypto
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Seals files so that only whoever has the passphrase reads them, and nobody else changes them unseen.
///
/// Every file has a key of its own (HKDF-SHA-256 of the passphrase's key, the file's salt and its name) and is cut into pieces of 64 KiB, each
/// sealed with ChaCha20-Poly1305 (RFC 8439) under its number and whether it is the last: a file that is still on its way opens up to its
/// last whole piece, and none can be left out, moved, or put under another name. A file that is written again gets another key.
package final class PassphraseSeal: Sendable {
  static let pieceSize = 64 << 10
  static let tagSize = 16

  /// The first one seals; all of them open.
  private let passphrases: [String]
  private let rounds: UInt32
  private let memory = Mutex(Memory())

  private struct Memory {
    struct Source: Hashable {
      var passphrase: Int
      var salt: [UInt8]
      var rounds: UInt32
    }

    var keys: [Source: SymmetricKey] = [:]
    /// What was met in the folder, or drawn: with one salt a run derives one key.
    var salt: [UInt8]?
  }

  /// - Parameter former: passphrases that were used before, for files that were not written anew yet.
  package convenience init(passphrase: String, former: [String] = []) throws {
    try self.init(passphrase: passphrase, former: former, rounds: PassphraseKey.rounds)
  }

  init(passphrase: String, former: [String] = [], rounds: UInt32) throws {
    guard !passphrase.isEmpty, !former.contains("") else { throw SealingFailure.emptyPassphrase }
    passphrases = [passphrase] + former
    self.rounds = rounds
  }

  // MARK: Sizes

  package static var sizeOfHead: Int { SealHeader.size }

  /// How much is in a sealed file of this size, by what of it is there.
  package static func openedSize(ofSealed size: Int64) -> Int64 {
    let body = max(0, size - Int64(SealHeader.size))
    let (whole, rest) = body.quotientAndRemainder(dividingBy: Int64(pieceSize + tagSize))
    return whole * Int64(pieceSize) + max(0, rest - Int64(tagSize))
  }

  // MARK: Sealing

  package func sealed(_ bytes: [UInt8], as name: String) throws -> [UInt8] {
    let salt = memory.withLock { memory in
      let salt = memory.salt ?? Self.random(16)
      memory.salt = salt
      return salt
    }
    var header = SealHeader(rounds: rounds, salt: salt, fileSalt: Self.random(32), check: [])
    let key = key(0, salt: salt, rounds: rounds)
    header.check = Self.check(key, header)
    let fileKey = Self.fileKey(key, header, name)
    var sealed = header.bytes
    sealed.reserveCapacity(bytes.count + bytes.count / Self.pieceSize * Self.tagSize + 128)
    var start = 0
    var number: UInt32 = 0
    repeat {
      let end = min(start + Self.pieceSize, bytes.count)
      let piece = try ChaChaPoly.seal(bytes[start..<end], using: fileKey, nonce: Self.nonce(number, isLast: end == bytes.count))
      sealed += piece.ciphertext
      sealed += piece.tag
      start = end
      number += 1
    } while start < bytes.count
    return sealed
  }

  // MARK: Opening

  /// Whether a file was sealed with the passphrase that seals now, by its first bytes; nil while they are not all there, or are none of ours.
  package func isCurrent(head: [UInt8], of name: String) throws(SealingFailure) -> Bool? {
    guard let (passphrase, header, _) = try match(head, name) else { return nil }
    if passphrase == 0, header.rounds == rounds { memory.withLock { $0.salt = $0.salt ?? header.salt } }
    return passphrase == 0
  }

  /// The bytes that were sealed, as far as they have come through: up to the first piece that is not whole, or not what was sealed.
  package func opened(_ sealed: [UInt8], as name: String) throws(SealingFailure) -> [UInt8] {
    guard let (_, header, key) = try match(sealed, name) else { return [] }
    let fileKey = Self.fileKey(key, header, name)
    var opened: [UInt8] = []
    opened.reserveCapacity(sealed.count)
    var start = SealHeader.size
    var number: UInt32 = 0
    while start < sealed.count {
      let end = min(start + Self.pieceSize + Self.tagSize, sealed.count)
      guard let piece = Self.open(sealed[start..<end], fileKey, number, isAtEnd: end == sealed.count) else { break }
      opened += piece
      start = end
      number += 1
    }
    return opened
  }

  private static func open(_ piece: ArraySlice<UInt8>, _ key: SymmetricKey, _ number: UInt32, isAtEnd: Bool) -> Data? {
    guard piece.count >= tagSize else { return nil }
    let (text, tag) = (piece.dropLast(tagSize), piece.suffix(tagSize))
    for isLast in isAtEnd ? [true, false] : [false] {
      guard let nonce = try? nonce(number, isLast: isLast),
        let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: text, tag: tag),
        let opened = try? ChaChaPoly.open(box, using: key)
      else { continue }
      return opened
    }
    return nil
  }

  private func match(_ sealed: [UInt8], _ name: String) throws(SealingFailure) -> (Int, SealHeader, SymmetricKey)? {
    guard let header = SealHeader(sealed) else {
      if SealHeader.isOfAnotherVersion(sealed) { throw .newerFormat(file: name) }
      return nil
    }
    for passphrase in passphrases.indices {
      let key = key(passphrase, salt: header.salt, rounds: header.rounds)
      if Self.check(key, header) == header.check { return (passphrase, header, key) }
    }
    throw .wrongPassphrase(file: name)
  }

  // MARK: Keys

  private func key(_ passphrase: Int, salt: [UInt8], rounds: UInt32) -> SymmetricKey {
    let source = Memory.Source(passphrase: passphrase, salt: salt, rounds: rounds)
    return memory.withLock { memory in
      if let key = memory.keys[source] { return key }
      let key = SymmetricKey(data: PassphraseKey.derive(passphrases[passphrase], salt: salt, rounds: rounds))
      memory.keys[source] = key
      return key
    }
  }

  private static func check(_ key: SymmetricKey, _ header: SealHeader) -> [UInt8] {
    derive(key, header, "continuity check", 16).withUnsafeBytes(Array.init)
  }

  private static func fileKey(_ key: SymmetricKey, _ header: SealHeader, _ name: String) -> SymmetricKey {
    derive(key, header, "continuity changes \(name)", 32)
  }

  private static func derive(_ key: SymmetricKey, _ header: SealHeader, _ purpose: String, _ length: Int) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: key, salt: header.fileSalt, info: Array(purpose.utf8), outputByteCount: length)
  }

  private static func nonce(_ number: UInt32, isLast: Bool) throws -> ChaChaPoly.Nonce {
    let counter = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    return try ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 7) + counter + [isLast ? 1 : 0])
  }

  private static func random(_ count: Int) -> [UInt8] {
    // The system's generator, which is one for keys: https://developer.apple.com/documentation/swift/systemrandomnumbergenerator
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
