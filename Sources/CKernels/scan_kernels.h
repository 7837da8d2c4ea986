#pragma once
#include <stddef.h>
#include <stdint.h>

/// The dot products of a query and of `count` rows of codes that are stored with 128 added.
typedef void (*dots_function)(const uint8_t *codes, size_t count, size_t dimensions, const int8_t *query, int32_t *dots);
typedef int64_t (*dot16_function)(const int16_t *query, const uint8_t *codes, const int8_t *residuals, size_t dimensions);

typedef struct {
  const char *name;
  int (*is_available)(void);
  dots_function dots;
  dot16_function dot16;
} scan_kernel;

#if defined(__x86_64__)
extern const scan_kernel scan_kernel_avx2, scan_kernel_avx512;
#elif defined(__aarch64__)
extern const scan_kernel scan_kernel_neon, scan_kernel_neon_dot;
#endif
