extension JSONParser {
  /// A number; `next` stands at its sign or first digit. `-0` is the integer 0.
  mutating func number() throws(JSONParseError) -> JSONValue {
    let first = next
    let isNegative = next.pointee == UInt8(ascii: "-")
    if isNegative { next += 1 }

    // The digits as one integer as long as they fit; `tenths` counts those after the point.
    var digits: UInt64 = 0
    var fits = true
    var tenths = 0
    let firstDigit = next
    try readDigits(into: &digits, fits: &fits)
    if next - firstDigit > 1, firstDigit.pointee == UInt8(ascii: "0") {
      throw JSONParseError(offset: firstDigit - start, reason: "a number begins with 0 and goes on")
    }
    var isInteger = true
    if next < end, next.pointee == UInt8(ascii: ".") {
      isInteger = false
      next += 1
      let point = next
      try readDigits(into: &digits, fits: &fits)
      tenths = next - point
    }
    var exponent: UInt64 = 0
    var exponentFits = true
    var exponentIsNegative = false
    if next < end, next.pointee | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      next += 1
      if next < end, next.pointee == UInt8(ascii: "-") || next.pointee == UInt8(ascii: "+") {
        exponentIsNegative = next.pointee == UInt8(ascii: "-")
        next += 1
      }
      try readDigits(into: &exponent, fits: &exponentFits)
    }

    if isInteger, fits {
      if !isNegative, let value = Int64(exactly: digits) { return .integer(value) }
      if isNegative, digits <= UInt64(Int64.max) + 1 { return .integer(Int64(truncatingIfNeeded: 0 &- digits)) }
    }
    // Both the digits and the power of ten are exact doubles here, so that one division or multiplication is correctly rounded
    // (Clinger, "How to read floating point numbers accurately", 1990).
    if fits, digits < 1 << 53, exponentFits, exponent <= 22, tenths <= 22 {
      let power = (exponentIsNegative ? -Int(exponent) : Int(exponent)) - tenths
      if abs(power) <= 22 {
        let magnitude = power < 0 ? Double(digits) / Self.powersOfTen[-power] : Double(digits) * Self.powersOfTen[power]
        return .number(isNegative ? -magnitude : magnitude)
      }
    }
    let text = String(decoding: UnsafeBufferPointer(start: first, count: next - first), as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONParseError(offset: first - start, reason: "a number is too large: its magnitude may be at most 1.8e308")
    }
    return .number(value)
  }

  private mutating func readDigits(into number: inout UInt64, fits: inout Bool) throws(JSONParseError) {
    let first = next
    while next < end {
      let digit = next.pointee &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      if fits {
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        fits = !overflow && !carry
        number = sum
      }
      next += 1
    }
    guard next > first else { throw unexpected("a digit") }
  }

  /// 10^0...10^22: the powers of ten that a double holds exactly.
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
