package import MemoryModel
import MemoryStore

/// What an installation says of itself.
package struct Introduction: Sendable {
  package var installation: Installation
  package var store: String
  package var clients: [ClientUse]
  /// Other installations whose changes were read here.
  package var peers: [String]
  package var instances: [Instance]
}

extension MemoryEngine {
  package func introduction() throws -> Introduction {
    let installation = try Installation.of(store.home, at: now)
    return Introduction(
      installation: installation, store: store.home.database, clients: try store.clientsSeen(),
      peers: try store.syncInstallations().filter { $0 != installation.id }, instances: instances())
  }

  /// Who is at work on this store.
  package func instances() -> [Instance] { Instances.atWork(store.home, at: now) }

  /// Marks this process as one of them.
  package func present(client: String?, project: String?, session: String?) -> Presence? {
    Presence(store.home, client: client, project: project, session: session, at: now)
  }
}
