import JSONValues
package import MemoryEngine
import MemoryModel

/// Our own export: everything comes back as it was.
package enum OwnExport: ImportSource {
  package static let name = "continuity"
  package static let summary = "what `continuity export` wrote (JSONL, also .gz)"

  package static func usualPath(_ user: UserFolders) -> String? { nil }

  package static func read(_ path: String, _ options: ImportOptions, into run: ImportRun) throws {
    var isOurs = false
    try JSONLines.forEach(in: path) { line in
      switch line {
      case .broken(let number, let reason):
        guard isOurs else { throw ImportError(path, "is no export of Continuity (\(reason))") }
        run.fail("\(path):\(number)", reason)
      case .value(let value, let number):
        let type = value["type"]?.string
        if type == "continuity-export" {
          guard let format = value["format"]?.integer, format <= JSONLExport.format else {
            throw ImportError(
              path,
              "has the format \(value["format"]?.text ?? "of no number"); this program knows up to \(JSONLExport.format). Update it"
            )
          }
          isOurs = true
          return
        }
        guard isOurs else { throw ImportError(path, "is no export of Continuity: its first line does not say so") }
        let record: ExportedRecord?
        do throws(JSONLImport.Unreadable) {
          record = try JSONLImport.record(value)
        } catch {
          return run.fail("\(path):\(number)", error.reason)
        }
        guard let record else { return run.skip("a kind of record that this version does not know") }
        try run.take(.own(record))
      }
    }
    guard isOurs else { throw ImportError(path, "is empty") }
  }
}
