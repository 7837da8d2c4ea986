import ArgumentParser
import JSONValues

struct LedgerCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Show what language models were asked, and what it cost.",
    discussion: """
      Every call is written down before it is made, and is not made when it might pass the day's or the session's budget \
      (`[budget]` in config.toml). A day begins at midnight UTC. Days, totals and times in --json are UTC; here times are yours.
      """)
  static let method = "ledger"

  @Option(name: .shortAndLong, help: "How many days back, today being one of them; 1 to 366.") var days = 30
  @Option(name: .shortAndLong, help: "The most single calls, 1 to 1000.") var limit = 20
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject { ["days": .integer(Int64(days)), "limit": .integer(Int64(limit))] }

  func show(_ ledger: JSONValue, on page: inout Page) {
    page.line(page.terminal.paint("Today", .bold) + "  " + Spending.today(ledger["today"], limits: ledger))
    let postponed = ledger["postponed"]?["jobs"]?.integer ?? 0
    if postponed > 0 {
      let day = ledger["postponed"]?["due_at"]?.string.map { " until \(Moment.full($0))" } ?? ""
      page.paragraph("\(Figures.count(postponed, "job")) did not fit and \(postponed == 1 ? "waits" : "wait")\(day).")
    }
    let calls = ledger["entries"]?.array ?? []
    guard !calls.isEmpty else {
      page.line()
      page.paragraph("No model was called in the last \(Figures.count(Int64(days), "day")).", ink: .dim)
      return
    }
    showTotals("Days", ledger["days"]?.array ?? [], name: "day", on: &page)
    showTotals("What for", ledger["purposes"]?.array ?? [], name: "purpose", on: &page)
    showCalls(calls, on: &page)
  }

  /// One line for each, with its tokens as a length where somebody looks.
  private func showTotals(_ title: String, _ totals: [JSONValue], name: String, on page: inout Page) {
    let rows = totals.map { total in
      [
        total[name]?.string ?? "?", Figures.count(total["calls"]?.integer ?? 0, "call"),
        Figures.count(total["tokens"]?.integer ?? 0, "token"), Spending.dollars(total["cost_usd"]) ?? "",
      ]
    }
    let most = totals.map { $0["tokens"]?.integer ?? 0 }.max() ?? 0
    page.line()
    page.heading(title)
    for (row, total) in zip(Spending.aligned(rows), totals) {
      let share = most == 0 ? 0 : Double(total["tokens"]?.integer ?? 0) / Double(most)
      let bar = page.terminal.width == nil ? "" : "  " + page.terminal.paint(Bar.of(share, columns: 20), .cyan)
      page.line("  " + row + bar)
    }
  }

  private func showCalls(_ calls: [JSONValue], on page: inout Page) {
    page.line()
    page.heading(calls.count < limit ? "Calls" : "The last \(calls.count) calls")
    let rows = calls.map { call in
      [
        call["at"]?.string.map(Moment.full) ?? "", call["purpose"]?.string ?? "",
        "\(call["provider"]?.string ?? "") \(call["model"]?.string ?? "")",
        "\(Figures.grouped(call["input_tokens"]?.integer ?? 0)) in", "\(Figures.grouped(call["output_tokens"]?.integer ?? 0)) out",
        Spending.dollars(call["cost_usd"]) ?? "", call["session_id"]?.string.map { "session \($0)" } ?? "",
      ]
    }
    for row in Spending.aligned(rows) { page.short(row, indent: 2) }
  }
}

/// Calls, tokens and money in words.
enum Spending {
  /// `12 of 100 calls, 34,120 of 400,000 tokens, $0.04`
  static func today(_ total: JSONValue?, limits: JSONValue?) -> String {
    func part(_ used: JSONValue?, _ limit: JSONValue?, _ one: String) -> String {
      guard let limit = limit?.integer else { return Figures.count(used?.integer ?? 0, one) }
      return "\(Figures.grouped(used?.integer ?? 0)) of \(Figures.count(limit, one))"
    }
    return [
      part(total?["calls"], limits?["calls_per_day"], "call"), part(total?["tokens"], limits?["tokens_per_day"], "token"),
      dollars(total?["cost_usd"]),
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// `$0.04`, `$0.0003`; nil where it is not known.
  static func dollars(_ cost: JSONValue?) -> String? {
    cost?.double.map { "$" + Figures.fixed($0, decimals: $0 < 0.01 && $0 > 0 ? 4 : 2) }
  }

  /// Columns below each other, figures to the right; columns that are empty throughout are left out.
  static func aligned(_ rows: [[String]]) -> [String] {
    let columns = (rows.first?.indices ?? 0..<0).filter { column in rows.contains { !$0[column].isEmpty } }
    let widths = columns.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = zip(columns, widths).map { column, width in
        let cell = Page.printable(row[column])
        let isFigure = column > 0 && cell.first.map { $0.isNumber || $0 == "$" } == true
        return isFigure
          ? String(repeating: " ", count: width - DisplayWidth.of(cell)) + cell : DisplayWidth.pad(cell, to: width)
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
