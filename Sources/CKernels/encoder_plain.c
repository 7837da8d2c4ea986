#include "encoder_sets.h"

// What every processor runs, and what the other sets are tested against.

#define ENCODER(name) plain_##name
#define ENCODER_CODE
#include "encoder_float.inc"

static void plain_linear(
  const struct continuity_linear *layer, const int8_t *codes, const float *scales, size_t rows, float *out) {
  const size_t groups = layer->inputs / CONTINUITY_GROUP;
  for (size_t row = 0; row < rows; row++) {
    for (size_t block = 0; block < layer->outputs / CONTINUITY_BLOCK; block++) {
      const int8_t *weights = layer->weights + block * CONTINUITY_BLOCK * layer->inputs;
      float values[CONTINUITY_BLOCK] = {0};
      for (size_t group = 0; group < groups; group++) {
        int32_t sums[CONTINUITY_BLOCK] = {0};
        for (size_t step = 0; step < CONTINUITY_GROUP / 4; step++) {
          const int8_t *four = codes + row * layer->inputs + group * CONTINUITY_GROUP + step * 4;
          for (size_t lane = 0; lane < CONTINUITY_BLOCK; lane++, weights += 4)
            sums[lane] += four[0] * weights[0] + four[1] * weights[1] + four[2] * weights[2] + four[3] * weights[3];
        }
        const float scale = scales[row * groups + group];
        const float *by = layer->scales + group * layer->outputs + block * CONTINUITY_BLOCK;
        for (size_t lane = 0; lane < CONTINUITY_BLOCK; lane++) values[lane] += (float)sums[lane] * by[lane] * scale;
      }
      for (size_t lane = 0; lane < CONTINUITY_BLOCK; lane++) {
        const size_t output = block * CONTINUITY_BLOCK + lane;
        out[row * layer->outputs + output] = values[lane] + layer->bias[output];
      }
    }
  }
}

const struct continuity_encoder_kernels continuity_encoder_plain = {
  "plain", plain_quantize, plain_linear, plain_gelu, plain_add_normalize, plain_attend,
};
