extension MemoryEngine {
  /// Exchanges changes with the other stores that use the folder. There is no server, and no order in which stores have to come by.
  ///
  /// **Who.** Each installation has an id of its own, which does not stand in the store: a copied store is another installation. It writes files of
  /// its own, `<installation>/<number>`, one for each run that has something to say (more when that is much); nobody writes another one's.
  ///
  /// **What.** A memory is a set of registers, one for each `SyncedField`, each with the stamp of its last writer (`ChangeStamp`: a hybrid
  /// clock, then the installation). A file carries the registers that its writer wrote. Joining takes the newer of two registers, the union of
  /// revisions, the greater use count, and an erasure over everything (`NodeRecord`): a join that does not mind order, repetition or delay, so that
  /// all stores that have read the same files say the same. Of words that were written at two places apart from one another the newer ones
  /// stand, and the others become a revision. Edges and retractions are registers too. Vectors, jobs, exposures and relevance are made anew in each
  /// store; sessions travel when they are asked for.
  ///
  /// **How it is known what changed.** Nothing is noted when something is written: a hook pays nothing for it. A run compares the rows with what
  /// it noted of them last (`sync_nodes`), so that it sees every change, whoever made it. A memory that is gone was erased.
  ///
  /// **Crashes.** What is written here is noted as unpublished in the same transaction, and as published in the one in which its file was renamed
  /// into place; a file that is written twice is read twice. What was read is noted with what it changed. A line carries its length and sum: half a
  /// file is read up to there. What the folder lost of ours is written to it again.
  package func sync(_ folder: some ChangeFolder, _ request: SyncRequest) throws -> SyncOutcome {
    try? flushUse()
    return try SyncRun(engine: self, folder: folder, request: request).run()
  }
}
