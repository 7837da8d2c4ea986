#include "CKernels.h"

float continuity_dot_plain(const float *left, const float *right, size_t count) {
  float sum = 0;
  for (size_t index = 0; index < count; index++) sum += left[index] * right[index];
  return sum;
}
