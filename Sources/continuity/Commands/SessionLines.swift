import JSONValues

/// A session in one or two lines.
enum SessionLines {
  static func head(_ session: JSONValue, on page: inout Page) {
    let facts = [
      session["project"]?.string, session["client"]?.string, session["started_at"]?.string.map(Moment.full),
      session["status"]?.string,
    ].compactMap { $0 }
    page.line(
      page.terminal.paint(session["session_id"]?.string ?? "", .bold)
        + page.terminal.paint("  " + facts.joined(separator: " · "), .dim))
  }
}
