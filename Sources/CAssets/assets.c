#include "CAssets.h"
int continuity_assets_version(void) { return 1; }
