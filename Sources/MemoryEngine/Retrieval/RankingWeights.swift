/// What each signal counts for. All are round numbers on a plateau: half or double of any of them changes little.
///
/// Measured on three LoCoMo conversations (1,451 turns, 383 questions), each in a store of its own and all in one. With all signals turn R@10
/// is 80.5 in both, session R@5 88.8 and 87.7; the words alone give 62.4 in both, 86.2 and 82.1. "Without" tells both turn R@10. No weight
/// was fitted: tuning on two conversations gained nothing on the third.
struct RankingWeights: Sendable {
  // MARK: Words (BM25, https://www.staff.city.ac.uk/~sbrp622/papers/foundations_bm25_review.pdf)

  /// Term frequency saturation; the value of FTS5 and of most.
  var saturation = 1.2
  /// How far long passages are held down, 0...1. FTS5 has 0.75 (81.0, 79.1); turns and notes are all short, and their length says little.
  var lengthNormalisation = 0.4
  /// Two words of the question side by side count as this share of a further word. Without: 80.2, 79.2.
  var phrase = 0.5
  /// A word that stands in another passage of the same memory counts as this share of one in its best passage. Not measured: a turn has one.
  var elsewhere = 0.5

  // MARK: Surroundings, for what happened in time order: shares of the neighbour's own score. Without: 74.1, 73.3

  /// From the one before, from the one after, from the second before and after.
  var previous = 0.4
  var next = 0.3
  var secondNeighbour = 0.1
  /// More from the one before when that is a question: this is the answer. And what a question itself loses: it asks, it does not tell.
  /// Without both: 79.3, 79.3.
  var answer = 0.3
  var questionDamping = 0.3
  /// Of what its whole session covers of the question: each word at its best place. Without: 80.1, 78.4.
  var session = 0.25

  /// What the words of a session lose of all this to what was made a memory, which has no neighbours and no session to speak for it: the
  /// preference "always unittest, never pytest" comes before the turn in which it was said.
  var turn = 0.35

  // MARK: Meaning, in shares of the best score

  /// How near its vector is to the question's.
  var meaning = 0.4
  /// Of the one before and of the one after, and of the nearest of its session: shares of their own.
  var previousMeaning = 0.2
  var nextMeaning = 0.4
  var sessionMeaning = 0.5
  /// The best that words give, when they cover the whole question and there are vectors; half of it when they cover half.
  var words = 1.5

  // MARK: Shares of the best score

  /// It is said by or headed by whom or what the question names. Without: 78.1, 75.7.
  var label = 0.5
  /// It is of the time that the question names. Without: 79.2, 78.9.
  var date = 0.7
  /// The question asks when, and it names a time. Without: 80.1, 80.2.
  var time = 0.2
  /// A person pinned it.
  var pinned = 0.05
  /// What a memory that was not used for long loses at most. More would bury what is relevant: the Go Continuity multiplied by it and did.
  var staleness = 0.05

  static let measured = RankingWeights()

  // MARK: Effort

  /// Passages whose nodes are looked at; 160 to 512 give the same recall, 64 a point less.
  static let candidates = 128
  /// Passages nearest in meaning that are looked at; and where filters refuse most of them, how many at most.
  static let nearest = 100
  static let farthest = 6400
  /// Best passages whose neighbours are looked at even when they share no word with the question; 8 to 256 give the same recall.
  static let spreading = 24
  /// How far the ids of neighbours may lie apart, when something else was written in between.
  static let reach = 4
  /// Memories of one named time that are looked at although they share no word with the question.
  static let ofOneTime = 32
  /// Fewer passages than this that pass the filters, and more candidates are fetched.
  static let enough = 64
}
