/// A number as a length, for whoever looks at a terminal; other programs get the number alone.
enum Bar {
  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// `share` of `columns`, in eighths of a column; something is seen of anything above nothing.
  static func of(_ share: Double, columns: Int) -> String {
    guard share > 0, share.isFinite, columns > 0 else { return "" }
    let parts = max(1, Int((min(1, share) * Double(columns) * 8).rounded()))
    return String(repeating: "█", count: parts / 8) + eighths[parts % 8]
  }

  /// The same, with spaces up to `columns`.
  static func padded(_ share: Double, columns: Int) -> String { DisplayWidth.pad(of(share, columns: columns), to: columns) }
}
