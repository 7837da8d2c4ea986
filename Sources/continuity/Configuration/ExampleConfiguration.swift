/// `examples/config.toml`: every key with its default, commented out, so that the file may be copied as it stands.
enum ExampleConfiguration {
  static var text: String {
    var text = """
      # Written by `continuity config --example`.
      #
      # The settings of Continuity, all of them, each with its default. Copy this file to ~/.continuity/config.toml and take the
      # # away from what you change. Every key can also be set in the environment, as the line above it says; the environment wins.
      # `continuity config` shows what is in force and where it came from.

      """
    var section = ""
    for key in SettingKey.all {
      if key.section != section {
        section = key.section
        text += "\n"
        for line in Wrapping.lines(of: SettingKey.sectionNotes[section] ?? "", width: 110) where !line.isEmpty {
          text += "# \(line)\n"
        }
        text += "[\(section)]\n"
      }
      for line in Wrapping.lines(of: key.documentation, width: 110) { text += "# \(line)\n" }
      text += "# \(sentence(key.accepted)). \(key.environmentVariable)\n"
      text += "#\(key.name) = \(key.defaultValue.toml)\n"
    }
    return text
  }

  private static func sentence(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }
}
