// What functions of a level are compiled for.
#ifndef FLOWCONV_CTARGETS_H
#define FLOWCONV_CTARGETS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define FLOWCONV_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define FLOWCONV_TARGET_AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2,bmi,bmi2,popcnt")))
#endif

/// Asks for the memory behind some values, as much as they take: that of the values that are read or written next.
static inline __attribute__((always_inline)) void flowconv_fetch_behind(const void *values, size_t bytes) {
    for (size_t byte = 0; byte < bytes; byte += 64) __builtin_prefetch((const uint8_t *)values + bytes + byte);
}

#endif
