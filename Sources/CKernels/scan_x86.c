#include "scan_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

// MARK: AVX2

static int has_avx2(void) { return __builtin_cpu_supports("avx2"); }

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline int32_t sum_of_lanes(__m256i lanes) {
  __m128i half = _mm_add_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));
  half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));
  return _mm_cvtsi128_si32(half);
}

/// The bytes are widened to 16 bits first: the one-step multiplication of bytes saturates.
AVX2 static void dots_avx2(const uint8_t *codes, size_t count, size_t dimensions, const int8_t *query, int32_t *dots) {
  const __m256i bias = _mm256_set1_epi16(128);
  for (size_t row = 0; row < count; row++, codes += dimensions) {
    __m256i sum = _mm256_setzero_si256();
    size_t index = 0;
    for (; index + 16 <= dimensions; index += 16) {
      __m256i code = _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(codes + index))), bias);
      __m256i factor = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + index)));
      sum = _mm256_add_epi32(sum, _mm256_madd_epi16(code, factor));
    }
    int32_t total = sum_of_lanes(sum);
    for (; index < dimensions; index++) total += ((int32_t)codes[index] - 128) * query[index];
    dots[row] = total;
  }
}

AVX2 static int64_t dot16_avx2(const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions) {
  const __m256i bias = _mm256_set1_epi16(128);
  __m256i sum = _mm256_setzero_si256();
  size_t index = 0;
  for (; index + 16 <= dimensions; index += 16) {
    __m256i code = _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(codes + index))), bias);
    __m256i rest = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(residuals + index)));
    __m256i value = _mm256_add_epi16(_mm256_slli_epi16(code, 8), rest);
    __m256i products = _mm256_madd_epi16(value, _mm256_loadu_si256((const __m256i *)(query + index)));
    sum = _mm256_add_epi64(sum, _mm256_cvtepi32_epi64(_mm256_castsi256_si128(products)));
    sum = _mm256_add_epi64(sum, _mm256_cvtepi32_epi64(_mm256_extracti128_si256(products, 1)));
  }
  __m128i half = _mm_add_epi64(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  int64_t total = _mm_cvtsi128_si64(half) + _mm_extract_epi64(half, 1);
  for (; index < dimensions; index++) total += (int64_t)query[index] * (((int32_t)codes[index] - 128) * 256 + residuals[index]);
  return total;
}

const scan_kernel scan_kernel_avx2 = {"avx2", has_avx2, dots_avx2, dot16_avx2};

// MARK: AVX-512 with VNNI

static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
      && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx2");
}

#define AVX512 __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vnni")))

AVX512 static inline __m256i halves(__m512i lanes) {
  return _mm256_add_epi32(_mm512_castsi512_si256(lanes), _mm512_extracti64x4_epi64(lanes, 1));
}

AVX512 static inline __m512i some_bytes(const void *bytes, size_t count) {
  return _mm512_maskz_loadu_epi8(count >= 64 ? ~0ULL : (1ULL << count) - 1, bytes);
}

/// Four rows together, so that the sums over the lanes are shared.
AVX512 static void dots_avx512(const uint8_t *codes, size_t count, size_t dimensions, const int8_t *query, int32_t *dots) {
  int32_t query_sum = 0;
  for (size_t index = 0; index < dimensions; index++) query_sum += query[index];
  const __m128i correction = _mm_set1_epi32(128 * query_sum);
  size_t row = 0;
  for (; row + 4 <= count; row += 4) {
    const uint8_t *a = codes + row * dimensions, *b = a + dimensions, *c = b + dimensions, *d = c + dimensions;
    __m512i sum_a = _mm512_setzero_si512(), sum_b = sum_a, sum_c = sum_a, sum_d = sum_a;
    size_t index = 0;
    for (; index + 64 <= dimensions; index += 64) {
      __m512i factor = _mm512_loadu_si512(query + index);
      sum_a = _mm512_dpbusd_epi32(sum_a, _mm512_loadu_si512(a + index), factor);
      sum_b = _mm512_dpbusd_epi32(sum_b, _mm512_loadu_si512(b + index), factor);
      sum_c = _mm512_dpbusd_epi32(sum_c, _mm512_loadu_si512(c + index), factor);
      sum_d = _mm512_dpbusd_epi32(sum_d, _mm512_loadu_si512(d + index), factor);
    }
    if (index < dimensions) {
      size_t rest = dimensions - index;
      __m512i factor = some_bytes(query + index, rest);
      sum_a = _mm512_dpbusd_epi32(sum_a, some_bytes(a + index, rest), factor);
      sum_b = _mm512_dpbusd_epi32(sum_b, some_bytes(b + index, rest), factor);
      sum_c = _mm512_dpbusd_epi32(sum_c, some_bytes(c + index, rest), factor);
      sum_d = _mm512_dpbusd_epi32(sum_d, some_bytes(d + index, rest), factor);
    }
    __m256i ab = _mm256_hadd_epi32(halves(sum_a), halves(sum_b)), cd = _mm256_hadd_epi32(halves(sum_c), halves(sum_d));
    __m256i all = _mm256_hadd_epi32(ab, cd);
    __m128i sums = _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    _mm_storeu_si128((__m128i *)(dots + row), _mm_sub_epi32(sums, correction));
  }
  for (; row < count; row++) {
    const uint8_t *a = codes + row * dimensions;
    __m512i sum = _mm512_setzero_si512();
    for (size_t index = 0; index < dimensions; index += 64) {
      size_t rest = dimensions - index;
      sum = _mm512_dpbusd_epi32(sum, some_bytes(a + index, rest), some_bytes(query + index, rest));
    }
    dots[row] = sum_of_lanes(halves(sum)) - 128 * query_sum;
  }
}

AVX512 static int64_t dot16_avx512(const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions) {
  const __m512i bias = _mm512_set1_epi16(128);
  __m512i sum = _mm512_setzero_si512();
  for (size_t index = 0; index < dimensions; index += 32) {
    size_t rest = dimensions - index;
    __mmask32 mask = rest >= 32 ? ~0U : (1U << rest) - 1;
    __m512i code = _mm512_sub_epi16(_mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8(mask, codes + index)), bias);
    __m512i low = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, residuals + index));
    __m512i value = _mm512_add_epi16(_mm512_slli_epi16(code, 8), low);
    // What stands behind the end is multiplied by the zeros of the query there.
    __m512i products = _mm512_madd_epi16(value, _mm512_maskz_loadu_epi16(mask, query + index));
    sum = _mm512_add_epi64(sum, _mm512_cvtepi32_epi64(_mm512_castsi512_si256(products)));
    sum = _mm512_add_epi64(sum, _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(products, 1)));
  }
  return _mm512_reduce_add_epi64(sum);
}

const scan_kernel scan_kernel_avx512 = {"avx512-vnni", has_avx512, dots_avx512, dot16_avx512};
#endif
