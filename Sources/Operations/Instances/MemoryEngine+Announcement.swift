package import MemoryEngine
import MemoryModel

extension MemoryEngine {
  /// Lets others see that this process is at work for `caller`, for as long as the result is kept. Nil when that cannot be written.
  package func announce(_ caller: Caller) -> Presence? {
    let project = try? self.project(named: caller.project, session: caller.session, workingDirectory: caller.workingDirectory)
    return present(client: caller.client, project: project, session: caller.session)
  }
}
