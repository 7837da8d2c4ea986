int continuity_kernels_version(void);
