import MemoryModel

/// What a new memory is to those that stand.
enum Sameness: Equatable {
  /// Another matter, or one that `remember` settles by words.
  case new
  /// It says nothing that this one does not say.
  case known(MemoryNode)
  /// Both are about one matter; `words` are what a model made of the two, nil where rules are to join them.
  case refines(MemoryNode, words: JoinedWords?)
  /// This one is true no more.
  case contradicts(MemoryNode)
}

/// What two memories say together, in a model's words.
struct JoinedWords: Equatable {
  var abstract: String
  var content: String
  var maker: String
}
