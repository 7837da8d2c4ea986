#include "CKernels.h"
int continuity_kernels_version(void) { return 1; }
