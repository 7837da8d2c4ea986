import ArgumentParser
import JSONValues

struct StatusCommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what the store holds and what is still to be done.")
  static let method = "status"

  @OptionGroup var place: ProjectOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject { place.parameters }

  func show(_ status: JSONValue, on page: inout Page) {
    let terminal = page.terminal
    func number(_ value: JSONValue?) -> Int64 { value?.integer ?? 0 }
    page.heading("Continuity \(status["version"]?.string ?? "")")
    let path = FilePath.abbreviated(status["store"]?["path"]?.string ?? "")
    let categories = (status["memories"]?["by_category"]?.object?.members ?? []).filter { number($0.value) > 0 }
      .map { "\($0.key) \(Figures.grouped(number($0.value)))" }.joined(separator: ", ")
    let retracted = number(status["memories"]?["retracted"])
    var fields: [(label: String, value: String)] = [
      (
        "Store",
        "\(path) · \(Figures.bytes(number(status["store"]?["bytes"]))) · schema \(number(status["store"]?["schema_version"]))"
      ),
      ("Project", status["project"]?.string ?? "none: this directory belongs to no project"),
      (
        "Memories",
        "\(Figures.grouped(number(status["memories"]?["total"])))"
          + (categories.isEmpty || terminal.width != nil ? "" : ": " + categories)
          + (retracted > 0 ? " (\(Figures.grouped(retracted)) retracted besides)" : "")
      ),
      (
        "Sessions",
        "\(Figures.grouped(number(status["sessions"]))), with \(Figures.count(number(status["observations"]), "observation"))"
          + " and \(Figures.count(number(status["passages"]), "searchable passage"))"
      ),
    ]
    let embeddings = number(status["pending"]?["embeddings"])
    let jobs = number(status["pending"]?["jobs"])
    let running = status["worker"]?["running"]?.bool == true ? "the worker is running" : "no worker is running"
    fields.append(
      (
        "Queue",
        (jobs == 0 ? "empty" : Figures.count(jobs, "job")) + (embeddings > 0 ? ", \(Figures.count(embeddings, "embedding"))" : "")
          + " · " + running
      ))
    let embedder = status["embedder"]?.string ?? "none"
    fields.append(("Embedder", embedder == "none" ? "none: search is by words" : embedder))
    let provider = status["model"]?["provider"]?.string ?? "none"
    let today: JSONValue = [
      "calls": status["model"]?["calls_today"] ?? 0, "tokens": status["model"]?["tokens_today"] ?? 0,
      "cost_usd": status["model"]?["cost_usd_today"] ?? .null,
    ]
    fields.append(
      (
        "Model",
        (provider == "none" ? "none: rules do the work" : provider) + " · " + Spending.today(today, limits: status["model"])
          + " today"
      ))
    let instances = status["instances"]?.array ?? []
    if !instances.isEmpty {
      let names = instances.map { "\($0["client"]?.string ?? "an agent") in \($0["project"]?.string ?? "no project")" }
      fields.append(("At work", names.joined(separator: ", ")))
    }
    let intentions = number(status["intentions"])
    if intentions > 0 { fields.append(("To do", "\(Figures.grouped(intentions)) open; `continuity done` lists them")) }
    let hooks = (status["hooks"]?.array ?? []).map(Self.latency)
    if !hooks.isEmpty { fields.append(("Hooks", hooks.joined(separator: ", "))) }
    page.fields(fields)
    showCategories(status["memories"]?["by_category"]?.object?.members ?? [], on: &page)
    for notice in status["notices"]?.array ?? [] {
      page.line()
      page.paragraph("Notice\(notice["from"]?.string.map { " from \($0)" } ?? ""): \(notice["text"]?.string ?? "")")
    }
    for job in status["parked_jobs"]?.array ?? [] {
      page.line()
      page.paragraph(
        "Parked: \(job["kind"]?.string ?? "?") after \(Figures.count(number(job["attempts"]), "attempt")): \(job["error"]?.string ?? "")",
        ink: .red)
    }
    for warning in (status["warnings"]?.array ?? []).compactMap(\.string) {
      page.line()
      page.paragraph("Warning: \(warning)", ink: .yellow)
    }
    if jobs + embeddings > 0, status["worker"]?["running"]?.bool != true {
      page.line()
      page.line(terminal.paint("`continuity worker` does what is due.", .dim))
    }
  }
  /// `tool 1.9 ms ▁▇▂ (95 %: 3.1)`
  private static func latency(_ hook: JSONValue) -> String {
    let counts = (hook["histogram"]?.array ?? []).map { $0["count"]?.integer ?? 0 }
    let first = counts.firstIndex { $0 > 0 } ?? 0
    let shown = counts[first..<((counts.lastIndex { $0 > 0 } ?? first) + (counts.isEmpty ? 0 : 1))]
    let most = max(1, counts.max() ?? 1)
    let heights = Array("▁▂▃▄▅▆▇█")
    let steps = shown.map { heights[Int($0 * 7 / most)] }
    func milliseconds(_ name: String) -> String { Figures.fixed(hook[name]?.double ?? 0, decimals: 1) }
    return "\(hook["event"]?.string ?? "?") \(milliseconds("median_ms")) ms \(String(steps)) (95 %: \(milliseconds("p95_ms")))"
  }

  /// What is remembered by its kind, as lengths; other programs get the numbers in one line.
  private func showCategories(_ categories: [(key: String, value: JSONValue)], on page: inout Page) {
    let counts = categories.map { (name: $0.key, count: $0.value.integer ?? 0) }.filter { $0.count > 0 }
    guard page.terminal.width != nil, let most = counts.map(\.count).max() else { return }
    let column = counts.map { DisplayWidth.of($0.name) }.max() ?? 0
    page.line()
    for (name, count) in counts {
      let bar = page.terminal.paint(Bar.padded(Double(count) / Double(most), columns: 24), .cyan)
      page.line("  \(page.terminal.paint(DisplayWidth.pad(name, to: column), .dim))  \(bar)  \(Figures.grouped(count))")
    }
  }
}
