/// The first bytes of a sealed file, which say how its key follows from the passphrase. None of them is secret.
///
///     0   8  "CTYSEAL1": what it is, and the version of the format
///     8   4  rounds of PBKDF2-HMAC-SHA256, big-endian
///     12  16 salt of the passphrase: one for a folder, so that a run derives one key
///     28  32 salt of this file, drawn anew each time it is written
///     60  16 a sum over both that only the passphrase gives
struct SealHeader: Equatable {
  static let size = 76
  static let magic = Array("CTYSEAL1".utf8)
  /// A file that asks for more would keep a reader busy for minutes.
  static let acceptedRounds: ClosedRange<UInt32> = 1...20_000_000

  var rounds: UInt32
  var salt: [UInt8]
  var fileSalt: [UInt8]
  var check: [UInt8]

  var bytes: [UInt8] { Self.magic + (0..<4).map { UInt8(truncatingIfNeeded: rounds >> (24 - 8 * $0)) } + salt + fileSalt + check }

  init(rounds: UInt32, salt: [UInt8], fileSalt: [UInt8], check: [UInt8]) {
    self.rounds = rounds
    self.salt = salt
    self.fileSalt = fileSalt
    self.check = check
  }

  static func isOfAnotherVersion(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: magic.dropLast()) && bytes.count >= magic.count && !bytes.starts(with: magic)
  }

  /// Nil for what is no such header, or asks for what no writer does.
  init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes.prefix(Self.size))
    guard bytes.count == Self.size, bytes.starts(with: Self.magic) else { return nil }
    let rounds = bytes[8..<12].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard Self.acceptedRounds.contains(rounds) else { return nil }
    self.init(rounds: rounds, salt: Array(bytes[12..<28]), fileSalt: Array(bytes[28..<60]), check: Array(bytes[60..<76]))
  }
}
