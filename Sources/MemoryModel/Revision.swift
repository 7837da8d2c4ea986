/// What a memory said before a merge, an edit or a supersession.
package struct Revision: Hashable, Sendable {
  package enum Cause: String, CaseIterable, Sendable { case merged, superseded, retracted, edited, restored }

  package var number: Int
  package var uri: MemoryURI
  package var cause: Cause
  package var abstract: String
  package var overview: String
  package var content: String
  package var validity: Validity
  /// When this stopped being the present text.
  package var replacedAt: Timestamp
  package var session: String?

  package init(
    number: Int, uri: MemoryURI, cause: Cause, abstract: String, overview: String, content: String, validity: Validity,
    replacedAt: Timestamp, session: String?
  ) {
    self.number = number
    self.uri = uri
    self.cause = cause
    self.abstract = abstract
    self.overview = overview
    self.content = content
    self.validity = validity
    self.replacedAt = replacedAt
    self.session = session
  }
}
