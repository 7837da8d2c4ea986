import ArgumentParser

// A hook is a process of its own for every tool call: it leaves here, before anything is set up that it does not need.
let arguments = CommandLine.arguments
if arguments.count > 1, arguments[1] == "hook", !HookInvocation.asksForHelp(arguments) {
  HookProcess.run(arguments: Array(arguments.dropFirst(2)))
}
if let misspelling = RootCommand.misspelling(in: arguments) {
  StandardStreams.write("Error: \(misspelling)\n", to: StandardStreams.error)
  RootCommand.exit(withError: ExitCode.validationFailure)
}
RootCommand.main()
