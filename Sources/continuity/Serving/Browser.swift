#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Opens a link in the person's browser, if the system knows one; nothing depends on it.
enum Browser {
  static func open(_ link: String) {
    #if canImport(Darwin)
      let opener = "/usr/bin/open"
    #else
      guard let opener = Executable.onPath("xdg-open").first else { return }
    #endif
    DetachedProcess.start(opener, arguments: [opener, link])
  }
}
