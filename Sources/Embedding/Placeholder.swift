package enum EmbeddingPlaceholder {}
