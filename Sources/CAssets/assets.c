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
static const unsigned char openapi[] = {
#embed "../../Schemas/openapi.json"
};
static const unsigned char viewer_html[] = {
#embed "viewer/index.html"
};
static const unsigned char viewer_style[] = {
#embed "viewer/viewer.css"
};
static const unsigned char viewer_icon[] = {
#embed "viewer/favicon.svg"
};
static const unsigned char viewer_app[] = {
#embed "viewer/app.js"
};
static const unsigned char viewer_api[] = {
#embed "viewer/api.js"
};
static const unsigned char viewer_dom[] = {
#embed "viewer/dom.js"
};
static const unsigned char viewer_text[] = {
#embed "viewer/text.js"
};
static const unsigned char viewer_dialogs[] = {
#embed "viewer/dialogs.js"
};
static const unsigned char viewer_memory[] = {
#embed "viewer/memory.js"
};
static const unsigned char viewer_tree[] = {
#embed "viewer/tree.js"
};
static const unsigned char viewer_search[] = {
#embed "viewer/search.js"
};
static const unsigned char viewer_timeline[] = {
#embed "viewer/timeline.js"
};
static const unsigned char viewer_profile[] = {
#embed "viewer/profile.js"
};
static const unsigned char viewer_graph[] = {
#embed "viewer/graph.js"
};
static const unsigned char viewer_layout[] = {
#embed "viewer/layout.js"
};
static const unsigned char viewer_context[] = {
#embed "viewer/context.js"
};
static const unsigned char viewer_health[] = {
#embed "viewer/health.js"
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
    {"Schemas/openapi.json", {openapi, sizeof openapi}},
    {"viewer/index.html", {viewer_html, sizeof viewer_html}},
    {"viewer/viewer.css", {viewer_style, sizeof viewer_style}},
    {"viewer/favicon.svg", {viewer_icon, sizeof viewer_icon}},
    {"viewer/app.js", {viewer_app, sizeof viewer_app}},
    {"viewer/api.js", {viewer_api, sizeof viewer_api}},
    {"viewer/dom.js", {viewer_dom, sizeof viewer_dom}},
    {"viewer/text.js", {viewer_text, sizeof viewer_text}},
    {"viewer/dialogs.js", {viewer_dialogs, sizeof viewer_dialogs}},
    {"viewer/memory.js", {viewer_memory, sizeof viewer_memory}},
    {"viewer/tree.js", {viewer_tree, sizeof viewer_tree}},
    {"viewer/search.js", {viewer_search, sizeof viewer_search}},
    {"viewer/timeline.js", {viewer_timeline, sizeof viewer_timeline}},
    {"viewer/profile.js", {viewer_profile, sizeof viewer_profile}},
    {"viewer/graph.js", {viewer_graph, sizeof viewer_graph}},
    {"viewer/layout.js", {viewer_layout, sizeof viewer_layout}},
    {"viewer/context.js", {viewer_context, sizeof viewer_context}},
    {"viewer/health.js", {viewer_health, sizeof viewer_health}},
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
