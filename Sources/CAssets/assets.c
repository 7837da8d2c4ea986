#include "models.h"

#include <string.h>

// `#embed` is C23; clang takes it in every mode, and SwiftPM cannot name C23 yet.
#pragma clang diagnostic ignored "-Wc23-extensions"

// What is embedded is listed here: one array, one row of the table. Paths are relative to this file. Models stand in models.c.

static const unsigned char tools[] = {
#embed "../../Schemas/tools.json"
};
static const unsigned char find_input[] = {
#embed "../../Schemas/memory-find.input.schema.json"
};
static const unsigned char search_input[] = {
#embed "../../Schemas/memory-search.input.schema.json"
};
static const unsigned char tree_input[] = {
#embed "../../Schemas/memory-tree.input.schema.json"
};
static const unsigned char remember_input[] = {
#embed "../../Schemas/memory-remember.input.schema.json"
};
static const unsigned char profile_input[] = {
#embed "../../Schemas/memory-profile.input.schema.json"
};
static const unsigned char read_input[] = {
#embed "../../Schemas/memory-read.input.schema.json"
};
static const unsigned char forget_input[] = {
#embed "../../Schemas/memory-forget.input.schema.json"
};
static const unsigned char viewer_html[] = {
#embed "viewer/index.html"
};
static const unsigned char viewer_script[] = {
#embed "viewer/viewer.js"
};
static const unsigned char viewer_style[] = {
#embed "viewer/viewer.css"
};

static const struct named_asset assets[] = {
    {"Schemas/tools.json", {tools, sizeof tools}},
    {"Schemas/memory-find.input.schema.json", {find_input, sizeof find_input}},
    {"Schemas/memory-search.input.schema.json", {search_input, sizeof search_input}},
    {"Schemas/memory-tree.input.schema.json", {tree_input, sizeof tree_input}},
    {"Schemas/memory-remember.input.schema.json", {remember_input, sizeof remember_input}},
    {"Schemas/memory-profile.input.schema.json", {profile_input, sizeof profile_input}},
    {"Schemas/memory-read.input.schema.json", {read_input, sizeof read_input}},
    {"Schemas/memory-forget.input.schema.json", {forget_input, sizeof forget_input}},
    {"viewer/index.html", {viewer_html, sizeof viewer_html}},
    {"viewer/viewer.js", {viewer_script, sizeof viewer_script}},
    {"viewer/viewer.css", {viewer_style, sizeof viewer_style}},
};

struct continuity_asset continuity_asset_named(const char *name) {
  for (size_t index = 0; index < sizeof assets / sizeof assets[0]; index++) {
    if (strcmp(assets[index].name, name) == 0) return assets[index].asset;
  }
  for (size_t index = 0; index < continuity_model_count; index++) {
    if (strcmp(continuity_models[index].name, name) == 0) return continuity_models[index].asset;
  }
  return (struct continuity_asset){NULL, 0};
}
