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
          remedy:
            "`mkdir -p ~/.local/bin && ln -s \(own) ~/.local/bin/continuity`, or another folder that is; the plugin does not find it else."
        )
      ]
    }
    let others = candidates.filter { LocalFile.realPath($0) != own }
    guard LocalFile.realPath(first) == own else {
      return [
        .warning(
          "Program", "`continuity` on the PATH is \(first), not this one (\(own))",
          remedy:
            "Another version, or another product of the same name: agents that look for the name run it. `export PATH=\"\(folder(of: own)):$PATH\"` in your shell's profile puts this one first."
        )
      ]
    }
    if let other = others.first {
      return [
        .warning(
          "Program", "\(first); another `continuity` stands behind it: \(other)", remedy: "`rm \(other)` where nobody uses it.")
      ]
    }
    return [.good("Program", first)]
  }

  private static func folder(of path: String) -> Substring { path.lastIndex(of: "/").map { path[..<$0] } ?? "." }
}
