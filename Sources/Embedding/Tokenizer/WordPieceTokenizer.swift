/// Turns text into the ids of a model's word pieces, the same that the reference gives (`tokenizers` with the model's
/// `tokenizer.json`): words as `WordScanner` finds them, each cut into the longest pieces that the vocabulary has, from its
/// beginning on.
///
/// Like the reference it takes `[CLS]`, `[SEP]`, `[MASK]`, `[PAD]` and `[UNK]` in a text for the special words themselves.
package struct WordPieceTokenizer: Sendable {
  package let vocabulary: Vocabulary

  package init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The ids of a text between those of [CLS] and [SEP]. What does not fit is left away at the end.
  ///
  /// - Parameter limit: how many ids there are at most, [CLS] and [SEP] included; less than 2 counts as 2.
  package func encode(_ text: String, limit: Int = 256) -> [Int32] {
    let room = max(limit, 2) - 1
    var ids: [Int32] = []
    ids.reserveCapacity(min(room + 1, text.utf8.count / 3 + 8))
    ids.append(vocabulary.start)
    appendPieces(of: text, to: &ids, until: room)
    if ids.count > room { ids.removeLast(ids.count - room) }
    ids.append(vocabulary.end)
    return ids
  }

  /// How many ids a text has, [CLS] and [SEP] included, when nothing is left away.
  package func tokenCount(_ text: String) -> Int { encode(text, limit: .max).count }

  /// Goes on until there are `limit` ids or more: the last word is not cut.
  private func appendPieces(of text: String, to ids: inout [Int32], until limit: Int) {
    // Without effect on a native string: it is contiguous.
    var text = text
    text.withUTF8 { utf8 in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: WordScanner.capacity) { buffer in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: vocabulary.pieces.longestWord) { hashes in
          guard let word = buffer.baseAddress else { return }
          var scanner = WordScanner(utf8, vocabulary, buffer: word)
          while ids.count < limit, let kind = scanner.next() {
            switch kind {
            case .unknown: ids.append(vocabulary.unknown)
            case .literal(let id): ids.append(id)
            case .known:
              if scanner.count <= vocabulary.pieces.longestWord,
                let id = vocabulary.pieces.id(of: word, count: scanner.count, hash: scanner.hash, isMiddle: false)
              {
                ids.append(id)
              } else {
                cut(UnsafeBufferPointer(start: word, count: scanner.count), hashes, into: &ids)
              }
            }
          }
        }
      }
    }
  }

  /// Appends the pieces of a word, or [UNK] when there is a part for which the vocabulary has none.
  ///
  /// - Parameter hashes: room for the hash of each beginning of the longest piece.
  private func cut(_ word: UnsafeBufferPointer<UInt8>, _ hashes: UnsafeMutableBufferPointer<UInt32>, into ids: inout [Int32]) {
    let (pieces, before) = (vocabulary.pieces, ids.count)
    var start = 0
    search: while start < word.count, let rest = word.baseAddress.map({ $0 + start }) {
      let longest = min(word.count - start, hashes.count)
      var hash = start == 0 ? PieceTable.hashOfWord : PieceTable.hashOfMiddle
      for index in 0..<longest {
        hash = PieceTable.hash(hash, rest[index])
        hashes[index] = hash
      }
      for length in stride(from: longest, to: 0, by: -1) {
        guard let id = pieces.id(of: rest, count: length, hash: hashes[length - 1], isMiddle: start > 0) else { continue }
        ids.append(id)
        start += length
        continue search
      }
      ids.removeLast(ids.count - before)
      ids.append(vocabulary.unknown)
      return
    }
  }
}
