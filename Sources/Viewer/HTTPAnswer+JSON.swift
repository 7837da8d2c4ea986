import JSONRPC
import JSONValues

extension HTTPAnswer {
  init(status: Int = 200, json: JSONValue) {
    self.init(status: status, body: json.serialized())
  }

  /// Nothing to say but the status.
  static func empty(_ status: Int) -> HTTPAnswer { HTTPAnswer(status: status, contentType: nil) }

  /// A refusal in the shape of a JSON-RPC error, so that a client reads one shape everywhere.
  static func refusal(_ status: Int, _ message: String) -> HTTPAnswer {
    HTTPAnswer(status: status, json: ["error": RPCError(status == 404 ? .notFound : .invalidRequest, message).json])
  }

  static func wrongMethod(_ allowed: [String]) -> HTTPAnswer {
    var answer = refusal(405, "only \(allowed.joined(separator: ", ")) is taken here")
    answer.headers = [("Allow", allowed.joined(separator: ", "))]
    return answer
  }

  /// An operation's answer on a REST path. `/rpc` answers 200 instead, as JSON-RPC wants it.
  init(_ result: Result<JSONValue, RPCError>) {
    switch result {
    case .success(let value): self.init(json: value)
    case .failure(let error):
      let status =
        switch error.code {
        case .invalidParams, .invalidRequest, .parseError: 400
        case .notFound, .methodNotFound: 404
        case .storeUnusable: 503
        default: 500
        }
      self.init(status: status, json: ["error": error.json])
    }
  }
}
