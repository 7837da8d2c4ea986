import MemoryEngine
import MemoryStore

/// Whether meanings can be compared.
enum EmbedderCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    guard LocalFile.exists(composition.home.database) else { return [] }
    do {
      let engine = try composition.openEngine()
      if let fault = engine.embedderFault() {
        return [
          .problem(
            "Embedder", "\(fault); search is by words alone",
            remedy: "Install the program again if it is the built-in one; else check [embedder] in config.toml.")
        ]
      }
      let report = try engine.embedderReport()
      guard report.name != "none" else { return [.note("Embedder", "none: search is by words alone")] }
      let missing = report.pending == 0 ? "" : "; \(Figures.count(Int64(report.pending), "passage")) still to be embedded"
      return [.good("Embedder", "\(report.name), \(Figures.count(Int64(report.vectors), "vector"))" + missing)]
    } catch {
      return [.problem("Embedder", "\(error)", remedy: nil)]
    }
  }
}
