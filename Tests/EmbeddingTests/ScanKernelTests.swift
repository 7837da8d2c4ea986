import CKernels
import SeededRandom
import Testing

/// Every kernel that this processor can run, against the plain one.
@Suite struct ScanKernelTests {
  static let kernels = (0..<continuity_scan_kernel_count()).filter { continuity_scan_kernel_is_available($0) != 0 }

  @Test("a kernel gives the plain one's scores to the last bit, at every length and count", arguments: kernels)
  func scan(_ kernel: Int32) {
    var random = SeededGenerator(seed: 3)
    for dimensions in [1, 3, 15, 16, 17, 31, 33, 63, 64, 65, 100, 384, 768, 1000] {
      for count in [0, 1, 2, 3, 4, 5, 7, 63, 64, 65, 130] {
        let codes = (0..<(dimensions * count)).map { _ in UInt8.random(in: 1...255, using: &random) }
        let query = (0..<dimensions).map { _ in Int8.random(in: -127...127, using: &random) }
        let scales = (0..<count).map { _ in Float.random(in: 0.001..<0.01, using: &random) }
        var (plain, fast) = ([Float](repeating: 0, count: count), [Float](repeating: 1, count: count))
        continuity_scan(0, codes, scales, count, dimensions, query, 0.003, &plain)
        continuity_scan(kernel, codes, scales, count, dimensions, query, 0.003, &fast)
        #expect(plain == fast, "\(name(kernel)), \(count) rows of \(dimensions)")
        guard count > 0 else { continue }
        var score: Float = 0
        let best = continuity_scan_best(kernel, codes, scales, count, dimensions, query, 0.003, &score)
        #expect(best == plain.firstIndex(of: plain.max()!) && score == plain.max())
      }
    }
  }

  @Test("the greatest and smallest values neither overflow nor saturate", arguments: kernels) func extremes(_ kernel: Int32) {
    for dimensions in [64, 384, 1031, 4096] {
      for (code, factor) in [(UInt8(255), Int8(127)), (255, -127), (1, 127), (1, -127), (128, 127)] {
        let codes = [UInt8](repeating: code, count: 5 * dimensions)
        let query = [Int8](repeating: factor, count: dimensions)
        var scores = [Float](repeating: 0, count: 5)
        continuity_scan(kernel, codes, Array(repeating: 1, count: 5), 5, dimensions, query, 1, &scores)
        #expect(scores == Array(repeating: Float((Int(code) - 128) * Int(factor) * dimensions), count: 5), "\(name(kernel))")
      }
    }
  }

  @Test("the products of sixteen bits are the plain one's", arguments: kernels) func dot16(_ kernel: Int32) {
    var random = SeededGenerator(seed: 4)
    for dimensions in [1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100, 384, 1000] {
      for isExtreme in [false, true] {
        let codes = (0..<dimensions).map { _ in isExtreme ? 1 : UInt8.random(in: 1...255, using: &random) }
        let residuals = (0..<dimensions).map { _ in isExtreme ? -128 : Int8.random(in: -128...127, using: &random) }
        let query = (0..<dimensions).map { _ in isExtreme ? -32640 : Int16.random(in: -32640...32639, using: &random) }
        var expected: Int64 = 0
        for index in 0..<dimensions {
          let value = (Int64(codes[index]) - 128) * 256 + Int64(residuals[index])
          expected += Int64(query[index]) * value
        }
        #expect(continuity_dot16(kernel, query, codes, residuals, dimensions) == expected, "\(name(kernel)), \(dimensions)")
      }
    }
  }

  private func name(_ kernel: Int32) -> String { String(cString: continuity_scan_kernel_name(kernel)) }
}
