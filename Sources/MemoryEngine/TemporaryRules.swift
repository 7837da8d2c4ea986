import MemoryModel
import Transcripts
enum TierWriter { static func abstract(of t: String, title: String?) -> String { String(t.prefix(80)) }
 static func overview(of t: String) -> String { String(t.prefix(2000)) } }
enum Chunker { static func chunks(of t: String) -> [String] { [t] } }
struct SessionSummary { var title: String; var abstract: String; var overview: String }
enum SessionSummarizer { static func summary(of t: [TranscriptTurn]) -> SessionSummary { SessionSummary(title: "", abstract: "", overview: "") } }
struct Candidate { var category: Category; var title: String?; var content: String; var confidence: Double; var turnNumber: Int?; var at: Timestamp? }
enum CandidateExtractor { static func candidates(in t: [TranscriptTurn]) -> [Candidate] { [] } }
