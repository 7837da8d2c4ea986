#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// This program's own file.
enum Executable {
  /// Absolute, without links; nil when the system does not tell.
  static var path: String? {
    #if canImport(Darwin)
      var length = UInt32(PATH_MAX)
      var buffer = [CChar](repeating: 0, count: Int(length))
      guard _NSGetExecutablePath(&buffer, &length) == 0 else { return nil }
      return LocalFile.realPath(String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    #else
      // An upgrade may have replaced the file while we run; the kernel's link still leads to the one that does.
      LocalFile.realPath("/proc/self/exe") ?? (LocalFile.exists("/proc/self/exe") ? "/proc/self/exe" : nil)
    #endif
  }

  /// As others should call it: the name on the PATH that leads to this file, because an upgrade keeps that one, else the file itself.
  static var installedPath: String? {
    guard let path else { return nil }
    return onPath("continuity").first { $0.hasPrefix("/") && LocalFile.realPath($0) == path } ?? path
  }

  /// Every file of this name on the PATH, the one that a shell would take first.
  static func onPath(_ name: String) -> [String] {
    (environmentValue("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
      .filter(LocalFile.isExecutable)
  }
}
