import JSONValues

/// What claude-mem's settings mean here. They are told, not copied: a person's configuration is theirs to change.
enum ClaudeMemSettings {
  static func remarks(in path: String) -> [String] {
    guard let source = try? ByteSource(path: path) else { return [] }
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20, let block = try? source.next(), !block.isEmpty { bytes.append(contentsOf: block) }
    guard let object = (try? JSONValue(parsing: bytes))?.object else { return ["\(path) is no JSON object and was left out"] }
    // Its older versions kept everything below `env`.
    let settings = object.merging(object["env"]?.object ?? [:])
    var lines: [String] = []
    func add(_ key: String, _ line: (String) -> String?) {
      guard let text = settings[key]?.string, !text.isEmpty, let line = line(text) else { return }
      lines.append(line)
    }
    add("CLAUDE_MEM_SKIP_TOOLS") { "[capture] skip_tools = \(list($0))" }
    add("CLAUDE_MEM_EXCLUDED_PROJECTS") { text in
      let folders = text.split(separator: ",").filter { !$0.contains("*") && !$0.contains("?") && $0.contains("/") }
      return folders.isEmpty ? nil : "[capture] excluded_directories = \(list(folders.joined(separator: ",")))"
    }
    let hasKeys = settings.members.contains { $0.key.hasSuffix("_API_KEY") && $0.value.string?.isEmpty == false }
    var remarks = lines.isEmpty ? [] : ["its settings, as lines for config.toml: " + lines.joined(separator: "; ")]
    if hasKeys { remarks.append("its settings hold keys of model providers; keys are never copied") }
    return remarks
  }

  private static func list(_ text: String) -> String {
    let names = text.split(separator: ",").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    return JSONValue.array(names.map { .string(String($0)) }).text
  }
}
