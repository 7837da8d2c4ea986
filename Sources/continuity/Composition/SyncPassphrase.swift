import Interchange
import MemoryStore
import Sealing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the passphrase of `sync` comes from. Never from the command line, where every process could read it.
enum SyncPassphrase {
  static let variable = "CONTINUITY_SYNC_PASSPHRASE"
  static let formerVariable = "CONTINUITY_SYNC_FORMER_PASSPHRASE"
  static let fileName = "sync-passphrase"
  private static let maximumLength = 1024

  /// Nil where there is none, and none is asked for.
  static func seal(home: StoreHome, asks: Bool) throws -> PassphraseSeal? {
    let path = "\(home.path)/\(fileName)"
    guard let passphrase = try environmentValue(variable) ?? file(path) ?? (asks ? ask() : nil) else { return nil }
    return try PassphraseSeal(passphrase: passphrase, former: environmentValue(formerVariable).map { [$0] } ?? [])
  }

  private static func file(_ path: String) throws -> String? {
    guard let bytes = try LocalFile.contents(of: path, limit: maximumLength) else { return nil }
    guard let mode = LocalFile.mode(of: path), mode & 0o077 == 0 else {
      throw LocalFile.Failure(path: path, reason: "can be read by others: chmod 600 it")
    }
    let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
    guard !line.isEmpty else { throw LocalFile.Failure(path: path, reason: "its first line is to be the passphrase, and is empty") }
    return String(line)
  }

  private static func ask() throws -> String {
    guard isatty(StandardStreams.input) == 1 else {
      throw CommandFailure("There is no terminal to ask for a passphrase: set \(variable).")
    }
    let first = try line("Passphrase: ")
    guard try line("Once more:  ") == first else { throw CommandFailure("The two are not the same. Nothing was read or written.") }
    return first
  }

  /// One line from the terminal, which does not show it.
  private static func line(_ prompt: String) throws -> String {
    var former = termios()
    guard tcgetattr(StandardStreams.input, &former) == 0 else {
      throw CommandFailure("The terminal cannot be told to hide what is typed.")
    }
    var silent = former
    silent.c_lflag &= ~tcflag_t(ECHO)
    guard tcsetattr(StandardStreams.input, TCSAFLUSH, &silent) == 0 else {
      throw CommandFailure("The terminal cannot be told to hide what is typed.")
    }
    defer {
      tcsetattr(StandardStreams.input, TCSAFLUSH, &former)
      StandardStreams.write("\n", to: StandardStreams.error)
    }
    StandardStreams.write(prompt, to: StandardStreams.error)
    guard let line = readLine(), !line.isEmpty else {
      throw CommandFailure("No passphrase was typed. Nothing was read or written.")
    }
    return line
  }
}

extension PassphraseSeal: ChangeSealing {
  package func openedSize(ofSealed size: Int64) -> Int64 { Self.openedSize(ofSealed: size) }
  package var headSize: Int { Self.sizeOfHead }
}
