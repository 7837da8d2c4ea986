/// Measures how far a search must reach: it looks for the true neighbours of some of the vectors while all of them go by, and notes how far
/// off the middles of their lists are.
package struct ReachCalibration {
  /// Enough to know of a few neighbours in a thousand: those of one question are often missed together.
  private static let questions = 800
  /// Neighbours of each that must be found.
  private static let neighbours = 10
  private static let part = 0.998

  private struct Question {
    var id: Int64
    var query: NeighbourQuery
    /// Best first.
    var nearest: [(score: Float, list: Int)] = []
  }

  private let table: CentroidTable
  private var questions: [Question]

  /// - Parameter sample: of the vectors that the lists are made of.
  package init(_ table: CentroidTable, sample: VectorBlock) {
    self.table = table
    let step = max(1, sample.count / Self.questions)
    questions = stride(from: 0, to: sample.count, by: step).map { Question(id: sample.ids[$0], query: sample.query(row: $0)) }
  }

  /// Shows it vectors, with the list that each is in.
  package mutating func see(_ block: VectorBlock, lists: [Int]) {
    for number in questions.indices {
      var question = questions[number]
      block.scan(question.query) { first, scores in
        for offset in 0..<scores.count
        where question.nearest.count < Self.neighbours || scores[offset] > question.nearest[Self.neighbours - 1].score {
          // What is the question itself, or the same text again, is found in any case.
          guard block.ids[first + offset] != question.id else { continue }
          let place = question.nearest.firstIndex { $0.score < scores[offset] } ?? question.nearest.count
          question.nearest.insert((scores[offset], lists[first + offset]), at: place)
          if question.nearest.count > Self.neighbours { question.nearest.removeLast() }
        }
      }
      questions[number] = question
    }
  }

  /// The reach with which nearly all of the neighbours are found.
  package var reach: Float {
    var needed: [Float] = []
    for question in questions {
      guard let last = question.nearest.last else { continue }
      let cosines = table.cosines(question.query)
      for neighbour in question.nearest { needed.append(last.score - cosines[neighbour.list]) }
    }
    needed.sort()
    guard !needed.isEmpty else { return 0 }
    return max(0, needed[min(needed.count - 1, Int(Double(needed.count) * Self.part))])
  }
}
