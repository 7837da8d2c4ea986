/// Why an array of numbers is no vector that can be compared.
package enum VectorError: Error, Hashable, Sendable {
  /// Vectors of another length are of another embedder.
  case wrongDimensions(expected: Int, found: Int)
  /// NaN or infinity; `component` counts from 0.
  case notFinite(component: Int)
  /// All components are 0: it points nowhere, and has no cosine.
  case zero
}

extension VectorError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wrongDimensions(let expected, let found):
      "a vector of \(found) components was given where the embedder makes \(expected): vectors of another model, or a broken answer. "
        + "Check which embedder is configured."
    case .notFinite(let component): "component \(component) of a vector is no finite number: the embedder's answer is broken"
    case .zero: "all components of a vector are 0: the embedder's answer is broken"
    }
  }
}
