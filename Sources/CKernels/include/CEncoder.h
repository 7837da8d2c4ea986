#pragma once
#include <stddef.h>
#include <stdint.h>

/// Inputs of a linear layer that share one scale.
#define CONTINUITY_GROUP 128
/// Outputs whose weights lie side by side.
#define CONTINUITY_BLOCK 16

/// Components of one head of the attention.
#define CONTINUITY_HEAD 32
/// Rows whose attention is worked out side by side.
#define CONTINUITY_ROWS_AT_ONCE 4

/// A linear layer at 8 bits: `inputs` is a multiple of `CONTINUITY_GROUP`, `outputs` one of twice `CONTINUITY_BLOCK`.
struct continuity_linear {
  /// [outputs / 16][inputs / 4][16][4]
  const int8_t *weights;
  /// [inputs / 128][outputs]: one for each group of an output's weights.
  const float *scales;
  /// [outputs]
  const float *bias;
  /// [inputs / 128][outputs]: the sum of each group's weights.
  const int32_t *sums;
  size_t inputs;
  size_t outputs;
};

/// What a transformer's forward pass is made of, for one kind of processor. Matrices are rows of floats without gaps.
///
/// Integer sums are exact in every set; floating-point ones differ by rounding, because they are added up in another order.
struct continuity_encoder_kernels {
  /// "plain", "avx2", "avx512vnni", "neon"
  const char *name;
  /// Activations at 8 bits, one scale for each group of a row. `codes` and `scales` are read by `linear` of the same set alone.
  void (*quantize)(const float *values, size_t rows, size_t width, int8_t *codes, float *scales);
  /// out[rows][outputs] = activations * weights + bias
  void (*linear)(const struct continuity_linear *layer, const int8_t *codes, const float *scales, size_t rows, float *out);
  /// The Gaussian error linear unit, in place.
  void (*gelu)(float *values, size_t count);
  /// values = normalised(values + addend) * gain + bias, each row for itself; `addend` may be null.
  void (*add_normalize)(
    float *values, const float *addend, const float *gain, const float *bias, size_t rows, size_t width);
  /// Attention of every row to every row. `joined` is [rows][3][heads][32]: queries, already scaled, keys and values; `out` is
  /// [rows][heads][32]. `scratch` holds 36 * (rows rounded up to 16) floats: the keys and a step's scores.
  void (*attend)(const float *joined, size_t rows, size_t heads, float *scratch, float *out);
};

/// The fastest set that this processor runs.
const struct continuity_encoder_kernels *continuity_encoder_kernels(void);

/// Every set that this processor runs, the plain one first; null behind the last. For tests.
const struct continuity_encoder_kernels *continuity_encoder_kernels_at(size_t index);
