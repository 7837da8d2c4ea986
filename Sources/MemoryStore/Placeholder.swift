package enum MemoryStorePlaceholder {}
