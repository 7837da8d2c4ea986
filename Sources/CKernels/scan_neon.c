#include "scan_kernels.h"

#if defined(__aarch64__)
#include <arm_neon.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

static int always(void) { return 1; }

static int64_t dot16_neon(const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions) {
  int64x2_t sum = vdupq_n_s64(0);
  size_t index = 0;
  for (; index + 8 <= dimensions; index += 8) {
    // 256 * (code - 128) + residual; flipping the highest bit takes the 128 off.
    int8x8_t code = vreinterpret_s8_u8(veor_u8(vld1_u8(codes + index), vdup_n_u8(0x80)));
    int16x8_t value = vaddw_s8(vshlq_n_s16(vmovl_s8(code), 8), vld1_s8(residuals + index));
    int16x8_t factor = vld1q_s16(query + index);
    sum = vpadalq_s32(sum, vmull_s16(vget_low_s16(value), vget_low_s16(factor)));
    sum = vpadalq_s32(sum, vmull_high_s16(value, factor));
  }
  int64_t total = vaddvq_s64(sum);
  for (; index < dimensions; index++) total += (int64_t)query[index] * (((int32_t)codes[index] - 128) * 256 + residuals[index]);
  return total;
}

static void dots_neon(const uint8_t *codes, size_t count, size_t dimensions, const int8_t *query, int32_t *dots) {
  const uint8x16_t bias = vdupq_n_u8(0x80);
  for (size_t row = 0; row < count; row++, codes += dimensions) {
    int32x4_t sum = vdupq_n_s32(0);
    size_t index = 0;
    for (; index + 16 <= dimensions; index += 16) {
      int8x16_t code = vreinterpretq_s8_u8(veorq_u8(vld1q_u8(codes + index), bias));
      int8x16_t factor = vld1q_s8(query + index);
      sum = vpadalq_s16(sum, vmull_s8(vget_low_s8(code), vget_low_s8(factor)));
      sum = vpadalq_s16(sum, vmull_high_s8(code, factor));
    }
    int32_t total = vaddvq_s32(sum);
    for (; index < dimensions; index++) total += ((int32_t)codes[index] - 128) * query[index];
    dots[row] = total;
  }
}

const scan_kernel scan_kernel_neon = {"neon", always, dots_neon, dot16_neon};

// MARK: With the dot-product instructions

static int has_dot(void) {
#if defined(__APPLE__) || defined(__ARM_FEATURE_DOTPROD)
  return 1;  // every processor with which Apple ships macOS on ARM has them
#elif defined(__linux__)
  return (getauxval(AT_HWCAP) & (1UL << 20)) != 0;  // HWCAP_ASIMDDP
#else
  return 0;
#endif
}

#if defined(__clang__)
#define DOT __attribute__((target("dotprod")))
#else
#define DOT __attribute__((target("arch=armv8.2-a+dotprod")))
#endif

DOT static void dots_neon_dot(const uint8_t *codes, size_t count, size_t dimensions, const int8_t *query, int32_t *dots) {
  const uint8x16_t bias = vdupq_n_u8(0x80);
  for (size_t row = 0; row < count; row++, codes += dimensions) {
    int32x4_t even = vdupq_n_s32(0), odd = even;
    size_t index = 0;
    for (; index + 32 <= dimensions; index += 32) {
      even = vdotq_s32(even, vreinterpretq_s8_u8(veorq_u8(vld1q_u8(codes + index), bias)), vld1q_s8(query + index));
      odd = vdotq_s32(odd, vreinterpretq_s8_u8(veorq_u8(vld1q_u8(codes + index + 16), bias)), vld1q_s8(query + index + 16));
    }
    int32_t total = vaddvq_s32(vaddq_s32(even, odd));
    for (; index < dimensions; index++) total += ((int32_t)codes[index] - 128) * query[index];
    dots[row] = total;
  }
}

const scan_kernel scan_kernel_neon_dot = {"neon-dotprod", has_dot, dots_neon_dot, dot16_neon};
#endif
