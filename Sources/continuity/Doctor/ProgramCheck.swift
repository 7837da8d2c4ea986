/// Whether a shell, and thereby an agent, finds this very program.
enum ProgramCheck: Check {
  static func findings(_ composition: Composition) -> [Finding] {
    guard let own = Executable.path else {
      return [.warning("Program", "its own file cannot be found", remedy: "Is /proc mounted?")]
    }
    let candidates = Executable.onPath("continuity")
    guard let first = candidates.first else {
      return [
        .warning(
          "Program", "\(own) is not on the PATH",
          remedy: "Link it into a folder that is, for example ~/.local/bin, or the plugin does not find it.")
      ]
    }
    let others = candidates.filter { LocalFile.realPath($0) != own }
    guard LocalFile.realPath(first) == own else {
      return [
        .warning(
          "Program", "`continuity` on the PATH is \(first), not this one (\(own))",
          remedy:
            "If that is another version or another product of the same name, agents run it instead: put this one's folder first.")
      ]
    }
    if let other = others.first {
      return [
        .warning(
          "Program", "\(first); another `continuity` stands behind it: \(other)", remedy: "Remove the one that you do not use.")
      ]
    }
    return [.good("Program", first)]
  }
}
