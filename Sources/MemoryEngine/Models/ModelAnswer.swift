import JSONValues
import MemoryModel

/// What became of a question to a language model. Whoever asks has a way to go on with each.
enum ModelAnswer: Sendable {
  /// It satisfies the prompt's schema. `maker` goes into the provenance of what is made of it.
  case answered(JSONValue, maker: String)
  /// Today's budget is spent. Rules do what cannot wait; the rest throws `WorkWaits`.
  case waits(until: Timestamp, reason: String)
  /// There is none, or it failed: rules do the work, and nobody asks again.
  case unanswered(reason: String)
}

/// Thrown by a job that can only go on later, through no fault of its own: it is put off, and that does not count as a try.
struct WorkWaits: Error {
  var until: Timestamp
  var reason: String
}
