#pragma once
#include <stddef.h>
#include <stdint.h>

// Scans of quantised vectors. A code is a component divided by its vector's scale, rounded to -127...127 and stored with 128 added
// (VNNI multiplies unsigned by signed bytes, and the correction is then a constant of the query). A residual is what the rounding
// left, in 256ths of a code. All sums are integers, so every kernel gives the same result as the plain one to the last bit.

/// How many kernels this build has. 0 is the plain one; later ones are faster.
int continuity_scan_kernel_count(void);
/// A short name for reports, such as "avx512-vnni".
const char *continuity_scan_kernel_name(int kernel);
/// Whether this processor can run it.
int continuity_scan_kernel_is_available(int kernel);
/// The fastest that this processor can run; asked once and remembered.
int continuity_scan_kernel_best(void);

/// scores[i] = scales[i] * query_scale * (the dot product of the query's codes and of row i), for `count` rows of `dimensions` bytes.
void continuity_scan(int kernel, const uint8_t *codes, const float *scales, size_t count, size_t dimensions, const int8_t *query,
                     float query_scale, float *scores);

/// The dot product of a query of 16-bit components with 256 * code + residual.
int64_t continuity_dot16(int kernel, const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions);

/// The row with the greatest score, the first of equals, and its score.
size_t continuity_scan_best(int kernel, const uint8_t *codes, const float *scales, size_t count, size_t dimensions,
                            const int8_t *query, float query_scale, float *score);
