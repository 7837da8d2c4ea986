#include "encoder_sets.h"

#if defined(__x86_64__)
#include <immintrin.h>

// AVX-512 with VNNI: 64 products an instruction. It multiplies bytes without a sign by bytes with one, so activations are kept 128 higher and
// what that adds, 128 times the sum of the weights, is where the sums begin.

#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2,fma"))), apply_to = function)

#define ENCODER(name) avx512_##name
#define ENCODER_CODE ^0x80
#include "encoder_float.inc"

/// `count` rows (a constant, at most 6: more registers there are not) by two blocks of outputs.
static inline __attribute__((always_inline)) void tile(
  const struct continuity_linear *layer, const int8_t *codes, const float *scales, int count, size_t output, float *out) {
  const size_t inputs = layer->inputs, groups = inputs / CONTINUITY_GROUP;
  const int8_t *first = layer->weights + output * inputs, *second = first + CONTINUITY_BLOCK * inputs;
  __m512 values[6][2];
  for (int row = 0; row < count; row++) values[row][0] = values[row][1] = _mm512_setzero_ps();
  for (size_t group = 0; group < groups; group++) {
    const int32_t *corrections = layer->sums + group * layer->outputs + output;
    const __m512i zero = _mm512_setzero_si512();
    const __m512i begin0 = _mm512_sub_epi32(zero, _mm512_slli_epi32(_mm512_loadu_si512(corrections), 7));
    const __m512i begin1 = _mm512_sub_epi32(zero, _mm512_slli_epi32(_mm512_loadu_si512(corrections + 16), 7));
    __m512i sums[6][2];
    for (int row = 0; row < count; row++) {
      sums[row][0] = begin0;
      sums[row][1] = begin1;
    }
    for (size_t step = group * CONTINUITY_GROUP; step < (group + 1) * CONTINUITY_GROUP; step += 4) {
      const __m512i weights0 = _mm512_loadu_si512(first + step * CONTINUITY_BLOCK);
      const __m512i weights1 = _mm512_loadu_si512(second + step * CONTINUITY_BLOCK);
      for (int row = 0; row < count; row++) {
        int32_t four;
        __builtin_memcpy(&four, codes + row * inputs + step, 4);
        const __m512i activations = _mm512_set1_epi32(four);
        sums[row][0] = _mm512_dpbusd_epi32(sums[row][0], activations, weights0);
        sums[row][1] = _mm512_dpbusd_epi32(sums[row][1], activations, weights1);
      }
    }
    const __m512 by0 = _mm512_loadu_ps(layer->scales + group * layer->outputs + output);
    const __m512 by1 = _mm512_loadu_ps(layer->scales + group * layer->outputs + output + 16);
    for (int row = 0; row < count; row++) {
      const __m512 scale = _mm512_set1_ps(scales[row * groups + group]);
      values[row][0] = _mm512_fmadd_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[row][0]), by0), scale, values[row][0]);
      values[row][1] = _mm512_fmadd_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[row][1]), by1), scale, values[row][1]);
    }
  }
  for (int half = 0; half < 2; half++) {
    const __m512 bias = _mm512_loadu_ps(layer->bias + output + half * 16);
    for (int row = 0; row < count; row++)
      _mm512_storeu_ps(out + row * layer->outputs + output + half * 16, _mm512_add_ps(values[row][half], bias));
  }
}

static void avx512_linear(
  const struct continuity_linear *layer, const int8_t *codes, const float *scales, size_t rows, float *out) {
  const size_t groups = layer->inputs / CONTINUITY_GROUP;
  for (size_t output = 0; output < layer->outputs; output += 2 * CONTINUITY_BLOCK) {
    for (size_t row = 0; row < rows;) {
      const int8_t *from = codes + row * layer->inputs;
      const float *by = scales + row * groups;
      float *to = out + row * layer->outputs;
      switch (rows - row) {
        case 1: tile(layer, from, by, 1, output, to); row += 1; break;
        case 2: tile(layer, from, by, 2, output, to); row += 2; break;
        case 3: tile(layer, from, by, 3, output, to); row += 3; break;
        case 4: tile(layer, from, by, 4, output, to); row += 4; break;
        case 5: tile(layer, from, by, 5, output, to); row += 5; break;
        default: tile(layer, from, by, 6, output, to); row += 6; break;
      }
    }
  }
}

#pragma clang attribute pop

const struct continuity_encoder_kernels continuity_encoder_avx512 = {
  "avx512vnni", avx512_quantize, avx512_linear, avx512_gelu, avx512_add_normalize, avx512_attend,
};
#endif
