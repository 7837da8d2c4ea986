package enum OperationsPlaceholder {}
