#pragma once
#include <stddef.h>

#include "CEncoder.h"
#include "CScan.h"

/// The sum of the products of two vectors of `count` components. The plain kernel that faster ones are tested against.
float continuity_dot_plain(const float *left, const float *right, size_t count);
