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
      peers: try store.syncInstallations().filter { $0 != installation.id }, instances: try instances())
  }

  /// Who is at work on this store: the processes that serve an agent, and the sessions that only hooks report.
  package func instances() throws -> [Instance] {
    let processes = Instances.atWork(store.home, at: now)
    let served = Set(processes.compactMap(\.session))
    let reported = try store.sessions(project: .any, before: nil, limit: 50).filter { session in
      session.status == .active && session.lastActiveAt.advanced(by: Instances.silence) >= now && !served.contains(session.id)
    }
    return processes
      + reported.map {
        Instance(
          id: $0.id, client: $0.client, project: $0.project, session: $0.id, since: $0.startedAt, lastActive: $0.lastActiveAt)
      }
  }

  /// Marks this process as one of them.
  package func present(client: String?, project: String?, session: String?) -> Presence? {
    Presence(store.home, client: client, project: project, session: session, at: now)
  }
}
