import CAssets
import JSONValues

/// A file of the repository that is part of the binary (see CAssets).
enum EmbeddedFile {
  /// Null for a file that is not embedded or is no JSON. Neither can happen to a user: a test parses each of them.
  static func json(_ name: String) -> JSONValue {
    let asset = continuity_asset_named(name)
    return (try? JSONValue(parsing: UnsafeBufferPointer(start: asset.bytes, count: asset.length))) ?? .null
  }
}
