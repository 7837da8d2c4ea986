package enum MCPPlaceholder {}
