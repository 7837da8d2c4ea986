package enum HooksPlaceholder {}
