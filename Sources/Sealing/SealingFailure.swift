/// Why a file is not opened. What was changed on its way, or stands under another name, simply ends where it is no longer what was sealed.
package enum SealingFailure: Error, Equatable, CustomStringConvertible {
  case wrongPassphrase(file: String)
  case newerFormat(file: String)
  case emptyPassphrase

  package var description: String {
    switch self {
    case .wrongPassphrase(let file):
      "\(file) was sealed with another passphrase. Nothing was read or written; give that one, or both after a change "
        + "(`continuity sync --help`)"
    case .newerFormat(let file): "\(file) was sealed by a newer version; update this one. Nothing was read or written"
    case .emptyPassphrase: "an empty passphrase seals nothing; give one"
    }
  }
}
