import JSONValues
import Testing

@testable import Viewer

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct OpenAPITests {
  @Test("Schemas/openapi.json says what the routes and the schemas say; CONTINUITY_RECORD=1 writes it anew")
  func document() throws {
    let wanted = try OpenAPIDocument.make().pretty() + "\n"
    let found = String(decoding: try OpenAPIDocument.bytes("openapi.json"), as: UTF8.self)
    guard found != wanted else { return }
    if getenv("CONTINUITY_RECORD") != nil {
      OpenAPIDocument.write(wanted, to: "openapi.json")
      Issue.record("Schemas/openapi.json was written; run the tests again.")
    } else {
      Issue.record("Schemas/openapi.json is behind the code: run the tests once with CONTINUITY_RECORD=1.")
    }
  }

  @Test("The server gives the document to anybody who may ask at all")
  func served() throws {
    let question = HTTPQuestion(method: "GET", path: "/api/openapi.json", host: "127.0.0.1:1")
    let answer = try #require(ViewerPage.answer(question))
    #expect(answer.status == 200)
    #expect(try JSONValue(parsing: answer.body)["openapi"] == "3.1.0")
  }
}
