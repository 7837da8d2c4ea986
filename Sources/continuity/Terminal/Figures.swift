/// Numbers as people read them.
enum Figures {
  /// `0.83`
  static func score(_ value: Double) -> String { fixed(value, decimals: 2) }

  /// `+0.612`, `-0.050`
  static func signed(_ value: Double) -> String { (value < 0 ? "-" : "+") + fixed(abs(value), decimals: 3) }

  /// `1 memory`, `3 memories`
  static func count(_ count: Int64, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? one : many ?? one + "s")"
  }

  /// `1,234,567`
  static func grouped(_ number: Int64) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// `812 bytes`, `1.2 MB`; powers of 1,000.
  static func bytes(_ count: Int64) -> String {
    guard count >= 1000 else { return Self.count(count, "byte") }
    var value = Double(count) / 1000
    for unit in ["kB", "MB", "GB"] {
      if value < 999.95 { return "\(fixed(value, decimals: 1)) \(unit)" }
      value /= 1000
    }
    return "\(fixed(value, decimals: 1)) TB"
  }

  /// Values outside of ±10^12 are no figures that anybody shows.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return String(value) }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    var digits = String(scaled)
    while digits.count <= decimals { digits = "0" + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }
}
