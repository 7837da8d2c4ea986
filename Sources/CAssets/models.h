#pragma once
#include "CAssets.h"

struct named_asset {
  const char *name;
  struct continuity_asset asset;
};

/// What models.c embeds. It stands apart from assets.c because it is large and seldom changes.
extern const struct named_asset continuity_models[];
extern const size_t continuity_model_count;
