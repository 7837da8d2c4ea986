package enum InterchangePlaceholder {}
