import AsyncHTTPClient
import NIOCore
import Subprocess
package func modelSmoke() async throws -> Int {
  let r = HTTPClientRequest(url: "http://127.0.0.1:1/")
  let s = try await HTTPClient.shared.execute(r, deadline: .now())
  let out = try await Subprocess.run(.name("true"), output: .string(limit: 1000))
  return (s.headers.isEmpty ? 0 : 1) + out.standardOutput.count + r.url.count
}
