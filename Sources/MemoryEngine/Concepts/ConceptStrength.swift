import MemoryModel
import MemoryStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How strongly two concepts are tied, from the sessions that named both.
///
/// Each session adds a part of what is missing to 1: w ← w + rate · overlap · fade · (1 − w), which is Hebb's rule with a bound (Oja 1982 bounds it
/// likewise: https://doi.org/10.1007/BF00275687). Written out, w = 1 − Π(1 − rate · overlap · fade), so that the order of sessions does not
/// matter and a session counts once however often it is read. *Overlap* says how often they were named in the same part of the session
/// (Ochiai's coefficient, the cosine of two sets); *fade* is one half for each half-life of relevance, 90 days unless set otherwise.
struct ConceptStrength {
  /// Named together all through one session of today gives 0.4, through four of them 0.87.
  static let rate = 0.4

  let now: Timestamp
  let halfLifeDays: Double

  func fade(_ at: Timestamp) -> Double {
    let days = Double(max(0, now.milliseconds - at.milliseconds)) / Double(Timestamp.millisecondsPerDay)
    return exp2(-days / max(halfLifeDays, 0.01))
  }

  func step(_ one: ConceptMention, _ other: ConceptMention) -> Double {
    let both = (one.turns & other.turns).nonzeroBitCount
    guard both > 0 else { return 0 }
    let overlap = Double(both) / (Double(one.turns.nonzeroBitCount) * Double(other.turns.nonzeroBitCount)).squareRoot()
    return Self.rate * overlap * fade(max(one.at, other.at))
  }

  static func strengthened(_ weight: Double, by step: Double) -> Double { weight + step * (1 - weight) }
}
