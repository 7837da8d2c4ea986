import Hummingbird
package func viewerSmoke() async throws {
  let router = Router()
  router.get("health") { _, _ in "ok" }
  let app = Application(router: router)
  try await app.runService()
}
