internal import CAssets

/// The word pieces of a model and how its tokenizer reads characters, used where they lie: nothing is built at the start, and of a
/// file of 650 KB only the pages are touched that a text needs. `Sources/CAssets/models/build_vocabulary.py` makes the file and
/// describes it.
// The bytes are never written and, as `init` demands, live as long as every copy: sharing them is reading alone.
package struct Vocabulary: @unchecked Sendable {
  let pieces: PieceTable
  let characters: CharacterTable

  /// What a word becomes that cannot be put together of pieces.
  package let unknown: Int32
  /// What stands before a text, and what behind it.
  package let start: Int32
  package let end: Int32
  /// Words of the model that the reference also finds in a text that holds them literally, each with its bytes.
  let literals: [(bytes: [UInt8], id: Int32)]

  /// The vocabulary of all-MiniLM-L6-v2, which is in the binary.
  package static var builtIn: Vocabulary {
    get throws(VocabularyError) {
      let asset = continuity_asset_named("models/all-minilm-l6-v2.vocabulary")
      // What the linker put there is not summed up at every start; a test does it.
      let bytes = UnsafeRawBufferPointer(start: asset.bytes, count: asset.length)
      return try Vocabulary(bytes, VocabularyHeader(bytes))
    }
  }

  /// Reads a vocabulary where it lies. Its checksum comes first, which costs 0.1 ms.
  ///
  /// - Parameter bytes: must stay as they are for as long as the vocabulary or a tokenizer of it is used.
  package init(bytes: UnsafeRawBufferPointer) throws(VocabularyError) {
    let header = try VocabularyHeader(bytes)
    guard VocabularyHeader.checksum(of: bytes) == header.checksum else {
      throw VocabularyError(reason: "its checksum is not that of its content")
    }
    try self.init(bytes, header)
  }

  private init(_ bytes: UnsafeRawBufferPointer, _ header: VocabularyHeader) throws(VocabularyError) {
    guard let base = bytes.baseAddress else { throw VocabularyError(reason: "it is empty") }
    let pieces = PieceTable(header, base)
    func word(_ name: String) throws(VocabularyError) -> Int32 {
      guard let id = pieces.id(of: name) else { throw VocabularyError(reason: "it has no word \(name)") }
      return id
    }
    self.pieces = pieces
    characters = CharacterTable(header, base)
    unknown = try word("[UNK]")
    start = try word("[CLS]")
    end = try word("[SEP]")
    literals = [
      (Array("[UNK]".utf8), unknown), (Array("[CLS]".utf8), start), (Array("[SEP]".utf8), end),
      (Array("[PAD]".utf8), try word("[PAD]")), (Array("[MASK]".utf8), try word("[MASK]")),
    ]
  }

  /// How many pieces there are; their ids are the numbers below.
  package var count: Int { pieces.count }

  /// The id of a piece as the vocabulary writes it: `play`, or `##ing` within a word.
  package func id(of piece: String) -> Int32? { pieces.id(of: piece) }

  /// The piece of an id; nil for what is no id.
  package func piece(of id: Int32) -> String? { pieces.piece(of: id) }
}
