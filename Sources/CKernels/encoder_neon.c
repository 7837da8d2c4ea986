#include "encoder_sets.h"

#if defined(__aarch64__)
#include <arm_neon.h>

// NEON with the dot product instructions, which every Apple processor has and most others since ARMv8.2: 16 products an instruction.

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define ENCODER(name) neon_##name
#define ENCODER_CODE
#include "encoder_float.inc"

/// One or two rows (a constant) by one block of outputs.
static inline __attribute__((always_inline)) void tile(
  const struct continuity_linear *layer, const int8_t *codes, const float *scales, int count, size_t output, float *out) {
  const size_t inputs = layer->inputs, groups = inputs / CONTINUITY_GROUP;
  const int8_t *weights = layer->weights + output * inputs;
  float32x4_t values[2][4];
  for (int row = 0; row < count; row++)
    for (int part = 0; part < 4; part++) values[row][part] = vdupq_n_f32(0);
  for (size_t group = 0; group < groups; group++) {
    int32x4_t sums[2][4];
    for (int row = 0; row < count; row++)
      for (int part = 0; part < 4; part++) sums[row][part] = vdupq_n_s32(0);
    for (size_t step = group * CONTINUITY_GROUP; step < (group + 1) * CONTINUITY_GROUP; step += 4) {
      const int8_t *sixteen = weights + step * CONTINUITY_BLOCK;
      for (int row = 0; row < count; row++) {
        int32_t four;
        __builtin_memcpy(&four, codes + row * inputs + step, 4);
        const int8x16_t activations = vreinterpretq_s8_s32(vdupq_n_s32(four));
        for (int part = 0; part < 4; part++)
          sums[row][part] = vdotq_s32(sums[row][part], activations, vld1q_s8(sixteen + part * 16));
      }
    }
    for (int part = 0; part < 4; part++) {
      const float32x4_t by = vld1q_f32(layer->scales + group * layer->outputs + output + part * 4);
      for (int row = 0; row < count; row++) {
        const float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(sums[row][part]), by);
        values[row][part] = vfmaq_n_f32(values[row][part], scaled, scales[row * groups + group]);
      }
    }
  }
  for (int part = 0; part < 4; part++) {
    const float32x4_t bias = vld1q_f32(layer->bias + output + part * 4);
    for (int row = 0; row < count; row++)
      vst1q_f32(out + row * layer->outputs + output + part * 4, vaddq_f32(values[row][part], bias));
  }
}

static void neon_linear(
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

const struct continuity_encoder_kernels continuity_encoder_neon = {
  "neon", neon_quantize, neon_linear, neon_gelu, neon_add_normalize, neon_attend,
};
#endif
