/// Why bytes are no vocabulary: with the one in the binary, the binary is damaged.
package struct VocabularyError: Error, Hashable, CustomStringConvertible {
  package let reason: String

  package var description: String {
    "The tokenizer's vocabulary cannot be used: \(reason). Install the program again; a checkout makes the file with "
      + "Sources/CAssets/models/build_vocabulary.py."
  }
}
