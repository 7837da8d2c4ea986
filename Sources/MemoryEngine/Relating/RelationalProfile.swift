package import MemoryModel

/// How to work with a person, line by line: what `mem://user/profile/communication` says (RFC-001 §5.2).
///
/// Its text is the truth, so that a person may edit it by hand: what is written there in another way is kept word for word.
package struct RelationalProfile: Hashable, Sendable {
  package enum Section: String, CaseIterable, Sendable {
    /// How answers should be: their length, language, tone.
    case feedback = "Feedback calibration"
    /// Who does what, and what is asked before it is done.
    case dynamic = "Working dynamic"
    /// What the agent was told to stop.
    case corrections = "Corrections received"
    /// What was praised, and what it is trusted with.
    case signals = "Earned signals"
  }

  /// Where and when a line was said.
  package struct Source: Hashable, Sendable {
    package var day: CalendarDate
    /// The turn of the session.
    package var place: MemoryURI

    package init(day: CalendarDate, place: MemoryURI) {
      self.day = day
      self.place = place
    }
  }

  package struct Line: Hashable, Sendable {
    package var section: Section
    /// One line of text.
    package var text: String
    /// The last time that it was said; nil for a line that somebody wrote by hand.
    package var source: Source?
    /// How many sessions said it.
    package var times: Int
    /// The first time, where it was said more than once.
    package var since: CalendarDate?
    /// What it took the place of.
    package var replaced: [String]

    package init(
      section: Section, text: String, source: Source?, times: Int = 1, since: CalendarDate? = nil, replaced: [String] = []
    ) {
      self.section = section
      self.text = text
      self.source = source
      self.times = times
      self.since = since
      self.replaced = replaced
    }
  }

  /// What stands there and is no line of a section.
  package var notes: String
  package var lines: [Line]

  package init(notes: String = "", lines: [Line] = []) {
    self.notes = notes
    self.lines = lines
  }

  package var isEmpty: Bool { notes.isEmpty && lines.isEmpty }

  func lines(of section: Section) -> [Line] { lines.filter { $0.section == section } }

  /// The same words, whatever their case and punctuation.
  func line(saying text: String) -> Int? {
    let fingerprint = Fingerprint.words(text)
    return lines.firstIndex { Fingerprint.words($0.text) == fingerprint }
  }
}
