import Hooks
import Testing

@testable import continuity

struct HookInvocationTests {
  @Test("Reads the event and the options in any order, with = or without")
  func reads() throws {
    let invocation = try HookInvocation(arguments: ["--home", "/h", "subagent-stop", "--client=codex", "--print-rpc"])
    #expect(invocation.event.name == "subagent-stop")
    #expect(invocation.client?.name == "codex")
    #expect(invocation.home == "/h")
    #expect(invocation.printsRequests)
  }

  @Test(
    "Says what is wrong and what there is",
    arguments: [
      ([], "name an event: start, submit"), (["stat"], "there is no event `stat`; there are start"),
      (["start", "stop"], "one event at a time"),
      (["start", "--client=emacs"], "there is no client `emacs`; there are claude-code"),
      (["start", "--home"], "--home needs a value"),
      (["start", "--fast"], "there is no option --fast"),
    ])
  func refuses(_ arguments: [String], message: String) {
    let error = #expect(throws: HookInvocation.UsageError.self) { try HookInvocation(arguments: arguments) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}
