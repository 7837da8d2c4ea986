/// What every hook knows besides its event.
struct Sender {
  var session: String
  var workingDirectory: String?
  var transcriptPath: String?
  var client: String?

  init(_ arguments: inout Arguments) {
    session = arguments.requiredString("session_id", maximum: Limits.name)
    workingDirectory = arguments.directory("cwd")
    transcriptPath = arguments.string("transcript_path", maximum: Limits.path)
    client = arguments.string("client", maximum: Limits.name)
  }
}
