#pragma once
#include "CEncoder.h"

// The sets of kernels of the encoder, a file for each.

extern const struct continuity_encoder_kernels continuity_encoder_plain;

#if defined(__x86_64__)
extern const struct continuity_encoder_kernels continuity_encoder_avx2;
extern const struct continuity_encoder_kernels continuity_encoder_avx512;
#endif

#if defined(__aarch64__)
extern const struct continuity_encoder_kernels continuity_encoder_neon;
#endif
