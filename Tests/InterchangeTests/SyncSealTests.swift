import Interchange
import MemoryEngine
import MemoryModel
import MemoryStore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder whose files only a passphrase opens. The real seal has tests of its own; this one is as strict about who may open what.
@Suite final class SyncSealTests {
  private let laptop: Machine
  private let desktop: Machine
  private let path: String

  init() throws {
    let template = try Machine.template()
    laptop = try Machine(name: "laptop", clock: 1_790_000_000_000, template: template)
    desktop = try Machine(name: "desktop", clock: 1_790_000_000_000, template: template)
    var path = Array("/tmp/continuity-shared-XXXXXX".utf8CString)
    let made = path.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    self.path = try #require(made) + "/sync"
  }

  deinit { Machine.remove(String(path.dropLast("/sync".count))) }

  private func folder(_ keys: UInt8...) throws -> SharedFolder {
    try SharedFolder(path: path, sealing: keys.isEmpty ? nil : ToySeal(keys: keys))
  }

  @discardableResult
  private func sync(_ machine: Machine, _ folder: SharedFolder) throws -> (seals: SharedFolder.SealReport, outcome: SyncOutcome) {
    machine.advance(by: 1000)
    let seals = try folder.settleSeals(of: machine.name)
    return (seals, try machine.engine.sync(folder, SyncRequest(installation: machine.name)))
  }

  private func remember(_ machine: Machine, _ content: String, at uri: String) throws {
    machine.advance(by: 1000)
    var request = RememberRequest(content: content)
    request.uri = try MemoryURI(parsing: uri)
    _ = try machine.engine.remember(request)
  }

  private func content(_ machine: Machine, _ uri: String) throws -> String? {
    try machine.engine.store.node(at: MemoryURI(parsing: uri))?.content
  }

  /// Every file of the folder, by its path below it.
  private func files() -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for installation in ["laptop", "desktop"] {
      guard let listing = opendir("\(path)/\(installation)") else { continue }
      defer { closedir(listing) }
      while let entry = readdir(listing) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name.hasSuffix(".changes") || name.hasSuffix(".sealed") {
          files["\(installation)/\(name)"] = Machine.bytes(of: "\(path)/\(installation)/\(name)")
        }
      }
    }
    return files
  }

  @Test("what is sealed travels, is read once, and shows no word") func travels() throws {
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try sync(laptop, folder(1))
    #expect(try sync(desktop, folder(1)).outcome.read == 1)
    #expect(try content(desktop, "mem://user/preferences/editor") == "Uses vim")
    let again = try sync(desktop, folder(1)).outcome
    #expect(again.read == 0 && again.incomplete.isEmpty && again.written == 0)
    #expect(files().allSatisfy { $0.key.hasSuffix(".sealed") && !String(decoding: $0.value, as: UTF8.self).contains("vim") })
  }

  @Test("with a wrong passphrase, or none, nothing is read and nothing written") func wrong() throws {
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try sync(laptop, folder(1))
    try remember(desktop, "Uses zsh", at: "mem://user/preferences/shell")
    let before = files()
    #expect(throws: ToySeal.Wrong.self) { try sync(desktop, folder(2)) }
    #expect(throws: SharedFolder.NoPassphrase.self) { try sync(desktop, folder()) }
    #expect(throws: SharedFolder.NoPassphrase.self) { try folder().files() }
    #expect(files() == before)
    #expect(try content(desktop, "mem://user/preferences/editor") == nil)
    try sync(desktop, folder(1))
    try sync(laptop, folder(1))
    #expect(try laptop.export(at: laptop.now) == desktop.export(at: laptop.now))
  }

  @Test("a folder that lay open is sealed by each owner, and who has not yet is named") func mixed() throws {
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try remember(desktop, "Uses zsh", at: "mem://user/preferences/shell")
    try sync(laptop, folder())
    try sync(desktop, folder())
    let seals = try sync(laptop, folder(1)).seals
    #expect(seals.resealed == 1 && seals.open == ["desktop"])
    #expect(try content(laptop, "mem://user/preferences/shell") == "Uses zsh")
    #expect(!files().contains { $0.key.hasPrefix("laptop/") && !$0.key.hasSuffix(".sealed") })
    let theirs = try sync(desktop, folder(1))
    #expect(theirs.seals == SharedFolder.SealReport(resealed: 1))
    #expect(theirs.outcome.read == 0, "what was read stays read: a sealed file has the same lines at the same places")
    #expect(try sync(laptop, folder(1)).seals == SharedFolder.SealReport())
    #expect(try laptop.export(at: laptop.now) == desktop.export(at: laptop.now))
  }

  @Test("another passphrase is taken up by one machine after the other") func changed() throws {
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try sync(laptop, folder(1))
    try sync(desktop, folder(1))
    #expect(try sync(laptop, folder(2, 1)).seals.resealed == 1)
    #expect(throws: ToySeal.Wrong.self) { try sync(desktop, folder(1)) }
    try remember(desktop, "Uses zsh", at: "mem://user/preferences/shell")
    try sync(desktop, folder(2, 1))
    try sync(laptop, folder(2))
    try sync(desktop, folder(2))
    #expect(try laptop.export(at: laptop.now) == desktop.export(at: laptop.now))
  }

  @Test("half a sealed file is read as far as it has come") func halves() throws {
    for number in 1...20 { try remember(laptop, "Fact number \(number) of the orchard", at: "mem://user/events/fact-\(number)") }
    try sync(laptop, folder(1))
    let (name, whole) = try #require(files().first)
    try Machine.write(Array(whole.prefix(whole.count / 2)), to: "\(path)/\(name)")
    let half = try sync(desktop, folder(1)).outcome
    #expect(half.incomplete.count == 1 && (3..<18).contains(half.read))
    try Machine.write(Array(whole.prefix(3)), to: "\(path)/\(name)")
    #expect(try sync(desktop, folder(1)).outcome.read == 0)
    try Machine.write(whole, to: "\(path)/\(name)")
    #expect(try sync(desktop, folder(1)).outcome.read == 20 - half.read)
  }

  @Test("what was purged goes out of sealed files too") func purged() throws {
    try remember(laptop, "The hint is marmalade", at: "mem://user/events/hint")
    try remember(laptop, "Uses vim", at: "mem://user/preferences/editor")
    try sync(laptop, folder(1))
    var request = ForgetRequest(uri: try MemoryURI(parsing: "mem://user/events/hint"))
    request.purge = true
    _ = try laptop.engine.forget(request)
    try sync(laptop, folder(1))
    let open = try files().map { try ToySeal(keys: [1]).opened($0.value, as: "laptop/\(number(of: $0.key))") }
    #expect(open.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("hint") })
    try sync(desktop, folder(1))
    #expect(try content(desktop, "mem://user/preferences/editor") == "Uses vim")
  }

  private func number(of name: String) -> Int64 { Int64(name.split(separator: "/")[1].split(separator: ".")[0]) ?? 0 }
}

extension SharedFolder.SealReport {
  fileprivate init(resealed: Int) {
    self.init()
    self.resealed = resealed
  }
}
