#include "models.h"

// See assets.c.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Made by the scripts in `models`. Aligned, because they are read in place as numbers.

_Alignas(64) static const unsigned char minilm_vocabulary[] = {
#embed "models/all-minilm-l6-v2.vocabulary"
};
_Alignas(64) static const unsigned char minilm_weights[] = {
#embed "models/all-minilm-l6-v2.weights"
};

const struct named_asset continuity_models[] = {
    {"models/all-minilm-l6-v2.weights", {minilm_weights, sizeof minilm_weights}},
    {"models/all-minilm-l6-v2.vocabulary", {minilm_vocabulary, sizeof minilm_vocabulary}},
};
const size_t continuity_model_count = sizeof continuity_models / sizeof continuity_models[0];
