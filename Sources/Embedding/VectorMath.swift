internal import CKernels

/// Arithmetic on vectors of one length.
package enum VectorMath {
  /// - Precondition: both vectors have the same number of components.
  package static func dot(_ left: [Float], _ right: [Float]) -> Float {
    precondition(left.count == right.count, "vectors of \(left.count) and \(right.count) components are not comparable")
    return continuity_dot_plain(left, right, left.count)
  }

  /// The vector of length 1 in the same direction.
  package static func normalized(_ vector: [Float]) throws(VectorError) -> [Float] {
    // Divided by the greatest component first, so that squares of very large or small components neither overflow nor vanish.
    var greatest: Float = 0
    for (index, component) in vector.enumerated() {
      guard component.isFinite else { throw .notFinite(component: index) }
      greatest = max(greatest, abs(component))
    }
    guard greatest > 0 else { throw .zero }
    var squares = 0.0
    for component in vector { squares += Double(component / greatest) * Double(component / greatest) }
    let length = squares.squareRoot()
    return vector.map { Float(Double($0 / greatest) / length) }
  }
}
