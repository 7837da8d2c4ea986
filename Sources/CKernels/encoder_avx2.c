#include "encoder_sets.h"

#if defined(__x86_64__)
#include <immintrin.h>

// AVX2: it multiplies bytes without a sign by bytes with one and adds pairs at 16 bits. The sign of an activation is moved to the weights,
// and since neither is beyond 127, a pair is at most 2 * 127 * 127 = 32,258 and never overflows.

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define ENCODER(name) avx2_##name
#define ENCODER_CODE
#include "encoder_float.inc"

/// One or two rows (a constant) by one block of outputs.
static inline __attribute__((always_inline)) void tile(
  const struct continuity_linear *layer, const int8_t *codes, const float *scales, int count, size_t output, float *out) {
  const size_t inputs = layer->inputs, groups = inputs / CONTINUITY_GROUP;
  const int8_t *weights = layer->weights + output * inputs;
  const __m256i ones = _mm256_set1_epi16(1);
  __m256 values[2][2];
  for (int row = 0; row < count; row++) values[row][0] = values[row][1] = _mm256_setzero_ps();
  for (size_t group = 0; group < groups; group++) {
    __m256i sums[2][2];
    for (int row = 0; row < count; row++) sums[row][0] = sums[row][1] = _mm256_setzero_si256();
    for (size_t step = group * CONTINUITY_GROUP; step < (group + 1) * CONTINUITY_GROUP; step += 4) {
      const int8_t *eight = weights + step * CONTINUITY_BLOCK;
      const __m256i weights0 = _mm256_loadu_si256((const __m256i *)eight);
      const __m256i weights1 = _mm256_loadu_si256((const __m256i *)(eight + 32));
      for (int row = 0; row < count; row++) {
        int32_t four;
        __builtin_memcpy(&four, codes + row * inputs + step, 4);
        const __m256i activations = _mm256_set1_epi32(four), magnitudes = _mm256_abs_epi8(activations);
        const __m256i pairs0 = _mm256_maddubs_epi16(magnitudes, _mm256_sign_epi8(weights0, activations));
        const __m256i pairs1 = _mm256_maddubs_epi16(magnitudes, _mm256_sign_epi8(weights1, activations));
        sums[row][0] = _mm256_add_epi32(sums[row][0], _mm256_madd_epi16(pairs0, ones));
        sums[row][1] = _mm256_add_epi32(sums[row][1], _mm256_madd_epi16(pairs1, ones));
      }
    }
    const __m256 by0 = _mm256_loadu_ps(layer->scales + group * layer->outputs + output);
    const __m256 by1 = _mm256_loadu_ps(layer->scales + group * layer->outputs + output + 8);
    for (int row = 0; row < count; row++) {
      const __m256 scale = _mm256_set1_ps(scales[row * groups + group]);
      values[row][0] = _mm256_fmadd_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums[row][0]), by0), scale, values[row][0]);
      values[row][1] = _mm256_fmadd_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums[row][1]), by1), scale, values[row][1]);
    }
  }
  for (int half = 0; half < 2; half++) {
    const __m256 bias = _mm256_loadu_ps(layer->bias + output + half * 8);
    for (int row = 0; row < count; row++)
      _mm256_storeu_ps(out + row * layer->outputs + output + half * 8, _mm256_add_ps(values[row][half], bias));
  }
}

static void avx2_linear(
  const struct continuity_linear *layer, const int8_t *codes, const float *scales, size_t rows, float *out) {
  const size_t groups = layer->inputs / CONTINUITY_GROUP;
  for (size_t output = 0; output < layer->outputs; output += CONTINUITY_BLOCK) {
    size_t row = 0;
    for (; row + 2 <= rows; row += 2)
      tile(layer, codes + row * layer->inputs, scales + row * groups, 2, output, out + row * layer->outputs);
    if (row < rows) tile(layer, codes + row * layer->inputs, scales + row * groups, 1, output, out + row * layer->outputs);
  }
}

#pragma clang attribute pop

const struct continuity_encoder_kernels continuity_encoder_avx2 = {
  "avx2", avx2_quantize, avx2_linear, avx2_gelu, avx2_add_normalize, avx2_attend,
};
#endif
