#ifndef CONTINUITY_CASSETS_H
#define CONTINUITY_CASSETS_H

#include <stddef.h>

/// A file that is part of the binary. Its bytes live as long as the process; they are not terminated.
struct continuity_asset {
  const unsigned char *bytes;
  size_t length;
};

/// The file of this name, as it stands in the repository ("Schemas/tools.json"). `bytes` is null when there is none.
struct continuity_asset continuity_asset_named(const char *name);

#endif
