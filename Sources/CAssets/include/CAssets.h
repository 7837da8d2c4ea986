int continuity_assets_version(void);
