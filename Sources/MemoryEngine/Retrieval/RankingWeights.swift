/// What each signal counts for. All are round numbers on a plateau: half or double of the weight of meaning costs one to three
/// points.
///
/// Measured on three LoCoMo conversations (1,451 turns, 383 questions), each in a store of its own and all in one. With all signals
/// turn R@10 is 85.5 and 82.6, session R@5 90.2 and 89.6; without vectors 80.5 in both, 88.8 and 87.7; the words alone give 62.4 in
/// both, 86.2 and 82.1. "Without" tells both turn R@10, with vectors. These three flatter what was chosen by them: a search for
/// weights on two of them, in a simulation, gave 84.5 and 89.4 on the third, on average. On our gold set a right memory comes first
/// for 85.4 % of the questions for tuning and 80.3 % of the others, without vectors for 70.7 % and 71 %.
struct RankingWeights: Sendable {
  // MARK: Words (BM25, https://www.staff.city.ac.uk/~sbrp622/papers/foundations_bm25_review.pdf)

  /// Term frequency saturation; the value of FTS5 and of most.
  var saturation = 1.2
  /// How far long passages are held down, 0...1. FTS5 has 0.75 (81.0, 79.1 without vectors); turns and notes are all short, and
  /// their length says little.
  var lengthNormalisation = 0.4
  /// Two words of the question side by side count as this share of a further word. Without: 80.2, 79.2, both without vectors.
  var phrase = 0.5
  /// A word that stands in another passage of the same memory counts as this share of one in its best passage. Not measured: a turn
  /// has one.
  var elsewhere = 0.5

  // MARK: Surroundings, for what happened in time order: shares of the neighbour's own score. Without: 79.5, 79.0

  /// From the one before, from the one after, from the second before and after.
  var previous = 0.4
  var next = 0.3
  var secondNeighbour = 0.1
  /// More from the one before when that is a question: this is the answer. And what a question itself loses: it asks, it does not
  /// tell. Without both: 84.0, 82.9.
  var answer = 0.3
  var questionDamping = 0.3
  /// Of what its whole session covers of the question: each word at its best place. Without: 83.9, 82.4.
  var session = 0.25

  /// What the words of a session lose of all this to what was made a memory, which has no neighbours and no session to speak for
  /// it: the preference "always unittest, never pytest" comes before the turn in which it was said.
  var turn = 0.35

  // MARK: Meaning, in shares of the best score; `MeaningScore` tells how a cosine becomes 0...1

  /// How near its vector is to the question's. Without, and without its neighbours': 82.7, 81.0.
  var meaning = 0.4
  /// Of the one before and of the one after, shares of theirs. Without both: 83.8, 82.7.
  var previousMeaning = 0.2
  var nextMeaning = 0.4
  /// The best that words give when they cover the whole question; half of it when they cover half, and meaning decides. 1 whatever
  /// they cover, in a simulation: 83.2, 83.4, and of the gold set's paraphrases, which share no word with their memory, 9 % come
  /// first instead of 57 %. Where there are no vectors it is 1.
  var words = 1.5

  // MARK: Shares of the best score

  /// It is said by or headed by whom or what the question names. Without: 82.6, 80.8.
  var label = 0.5
  /// It is of the time that the question names. Without: 83.9, 80.8.
  var date = 0.7
  /// The question asks when, and it names a time. Without: 84.4, 81.4.
  var time = 0.2
  /// A person pinned it.
  var pinned = 0.05
  /// What a memory that was not used for long loses at most. More would bury what is relevant: the Go Continuity multiplied by it
  /// and did.
  var staleness = 0.05

  static let measured = RankingWeights()

  // MARK: Effort

  /// Passages whose nodes are looked at; 160 to 512 give the same recall, 64 a point less.
  static let candidates = 128
  /// Passages nearest in meaning that are looked at; and where filters refuse most of them, how many at most.
  static let nearest = 100
  /// Of them, the first that are to be the nearest without a miss: at 100,000 passages the rest cost as much as the whole question otherwise.
  static let certainlyNearest = 25
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
