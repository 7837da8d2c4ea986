import ArgumentParser
import JSONValues

struct WhoAmICommand: OperationCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami", abstract: "Show what this installation is called, where its memory is, and who came by.")
  static let method = "whoami"

  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func parameters() -> JSONObject { [:] }

  func show(_ result: JSONValue, on page: inout Page) {
    page.heading(result["id"]?.string ?? "")
    func texts(_ name: String) -> [String] { (result[name]?.array ?? []).compactMap(\.string) }
    let clients = (result["clients"]?.array ?? []).map { use in
      "\(use["client"]?.string ?? "unnamed") (\(Figures.count(use["sessions"]?.integer ?? 0, "session")))"
    }
    var fields: [(label: String, value: String)] = [
      ("Host", result["host"]?.string ?? ""), ("Since", result["since"]?.string ?? ""),
      ("Version", result["version"]?.string ?? ""),
      ("Store", texts("stores").map(FilePath.abbreviated).joined(separator: ", ")),
      ("Clients", clients.isEmpty ? "none yet" : clients.joined(separator: ", ")),
    ]
    if !texts("peers").isEmpty { fields.append(("Synced with", texts("peers").joined(separator: ", "))) }
    let instances = result["instances"]?.array ?? []
    if !instances.isEmpty { fields.append(("At work", Figures.count(Int64(instances.count), "agent"))) }
    page.fields(fields)
  }
}
