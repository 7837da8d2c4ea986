package enum LanguageModelsPlaceholder {}
