internal import CKernels

/// Arithmetic on vectors of one length.
package enum VectorMath {
  /// - Precondition: both vectors have the same number of components.
  package static func dot(_ left: [Float], _ right: [Float]) -> Float {
    precondition(left.count == right.count, "vectors of \(left.count) and \(right.count) components are not comparable")
    return continuity_dot_plain(left, right, left.count)
  }
}
