#include "CScan.h"
#include "scan_kernels.h"
#include <stdatomic.h>

static int always(void) { return 1; }

static void dots_plain(const uint8_t *codes, size_t count, size_t dimensions, const int8_t *query, int32_t *dots) {
  for (size_t row = 0; row < count; row++, codes += dimensions) {
    int32_t sum = 0;
    for (size_t index = 0; index < dimensions; index++) sum += ((int32_t)codes[index] - 128) * query[index];
    dots[row] = sum;
  }
}

static int64_t dot16_plain(const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions) {
  int64_t sum = 0;
  for (size_t index = 0; index < dimensions; index++)
    sum += (int64_t)query[index] * (((int32_t)codes[index] - 128) * 256 + residuals[index]);
  return sum;
}

static const scan_kernel scan_kernel_plain = {"plain", always, dots_plain, dot16_plain};

static const scan_kernel *const kernels[] = {
    &scan_kernel_plain,
#if defined(__x86_64__)
    &scan_kernel_avx2, &scan_kernel_avx512,
#elif defined(__aarch64__)
    &scan_kernel_neon, &scan_kernel_neon_dot,
#endif
};

enum { kernel_count = sizeof kernels / sizeof *kernels };

int continuity_scan_kernel_count(void) { return kernel_count; }

static const scan_kernel *kernel_at(int kernel) { return kernels[kernel < 0 || kernel >= kernel_count ? 0 : kernel]; }

const char *continuity_scan_kernel_name(int kernel) { return kernel_at(kernel)->name; }

int continuity_scan_kernel_is_available(int kernel) {
  return kernel >= 0 && kernel < kernel_count && kernels[kernel]->is_available();
}

int continuity_scan_kernel_best(void) {
  // Threads that ask at once find the same answer.
  static atomic_int best = -1;
  int known = atomic_load_explicit(&best, memory_order_relaxed);
  if (known >= 0) return known;
  known = kernel_count - 1;
  while (known > 0 && !kernels[known]->is_available()) known--;
  atomic_store_explicit(&best, known, memory_order_relaxed);
  return known;
}

enum { rows_at_once = 64 };

void continuity_scan(int kernel, const uint8_t *codes, const float *scales, size_t count, size_t dimensions, const int8_t *query,
                     float query_scale, float *scores) {
  const scan_kernel *chosen = kernel_at(kernel);
  int32_t dots[rows_at_once];
  for (size_t first = 0; first < count; first += rows_at_once) {
    size_t rows = count - first < rows_at_once ? count - first : rows_at_once;
    chosen->dots(codes + first * dimensions, rows, dimensions, query, dots);
    for (size_t row = 0; row < rows; row++) scores[first + row] = (float)dots[row] * scales[first + row] * query_scale;
  }
}

int64_t continuity_dot16(int kernel, const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions) {
  return kernel_at(kernel)->dot16(query, codes, residuals, dimensions);
}

size_t continuity_scan_best(int kernel, const uint8_t *codes, const float *scales, size_t count, size_t dimensions,
                            const int8_t *query, float query_scale, float *score) {
  const scan_kernel *chosen = kernel_at(kernel);
  int32_t dots[rows_at_once];
  size_t best = 0;
  float greatest = -__builtin_inff();
  for (size_t first = 0; first < count; first += rows_at_once) {
    size_t rows = count - first < rows_at_once ? count - first : rows_at_once;
    chosen->dots(codes + first * dimensions, rows, dimensions, query, dots);
    for (size_t row = 0; row < rows; row++) {
      float value = (float)dots[row] * scales[first + row] * query_scale;
      if (value > greatest) {
        greatest = value;
        best = first + row;
      }
    }
  }
  *score = greatest;
  return best;
}
