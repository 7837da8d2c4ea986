#include "encoder_sets.h"

#if defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

// A processor is asked once what it can; the sets stand in the order of their speed.

static size_t available(const struct continuity_encoder_kernels *sets[4]) {
  size_t count = 0;
  sets[count++] = &continuity_encoder_plain;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    sets[count++] = &continuity_encoder_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
      sets[count++] = &continuity_encoder_avx512;
  }
#elif defined(__aarch64__) && defined(__APPLE__)
  sets[count++] = &continuity_encoder_neon;
#elif defined(__aarch64__) && defined(__linux__)
  if (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) sets[count++] = &continuity_encoder_neon;
#endif
  return count;
}

const struct continuity_encoder_kernels *continuity_encoder_kernels_at(size_t index) {
  const struct continuity_encoder_kernels *sets[4];
  const size_t count = available(sets);
  return index < count ? sets[index] : 0;
}

const struct continuity_encoder_kernels *continuity_encoder_kernels(void) {
  const struct continuity_encoder_kernels *sets[4];
  return sets[available(sets) - 1];
}
