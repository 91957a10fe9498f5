// Loops over the values of a column, one value a row.
//
// Each loop is written once, and compiled for every processor and once more for those with AVX-512: `wide` says which one
// runs. The results are the same.
#ifndef FLOWCONV_CROWKERNEL_H
#define FLOWCONV_CROWKERNEL_H

#include <string.h>

#include "CTokenColumn.h"

#define FLOWCONV_LOOP static inline __attribute__((always_inline)) void

#if defined(__x86_64__)
#define FLOWCONV_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
    FLOWCONV_AVX512_KERNEL static inline void flowconv_##NAME##_wide PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; } \
    static inline void flowconv_##NAME PARAMETERS { \
        if (wide) flowconv_##NAME##_wide ARGUMENTS; \
        else flowconv_##NAME##_loop ARGUMENTS; \
    }
#else
#define FLOWCONV_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
    static inline void flowconv_##NAME PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; }
#endif

// MARK: Ranges

/// The least and the greatest of the values that are not 0, the greatest and the least of the type where there are none, and
/// how many are 0.
#define FLOWCONV_RANGE(NAME, TYPE, MIN, MAX) \
    FLOWCONV_LOOP flowconv_##NAME##_range_loop( \
        int wide, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros) { \
        TYPE low = MAX, high = MIN, none = 0; \
        for (size_t row = 0; row < count; row++) { \
            TYPE value = values[row]; \
            TYPE lower = value == 0 ? MAX : value, upper = value == 0 ? MIN : value; \
            low = lower < low ? lower : low; \
            high = upper > high ? upper : high; \
            none += value == 0; \
        } \
        *least = low; \
        *greatest = high; \
        *zeros = none; \
    } \
    FLOWCONV_DISPATCH(NAME##_range, \
        (int wide, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros), \
        (wide, values, count, least, greatest, zeros))

FLOWCONV_RANGE(int32, int32_t, INT32_MIN, INT32_MAX)
FLOWCONV_RANGE(int64, int64_t, INT64_MIN, INT64_MAX)
FLOWCONV_RANGE(uint32, uint32_t, 0, UINT32_MAX)
FLOWCONV_RANGE(uint64, uint64_t, 0, UINT64_MAX)

// MARK: Narrowing

/// The distances of values from `base`, cut to the width of the target.
#define FLOWCONV_NARROW(NAME, SOURCE, TARGET) \
    FLOWCONV_LOOP flowconv_narrow_##NAME##_loop( \
        int wide, const SOURCE *values, size_t count, SOURCE base, TARGET *target) { \
        for (size_t row = 0; row < count; row++) target[row] = (TARGET)(values[row] - base); \
    } \
    FLOWCONV_DISPATCH(narrow_##NAME, \
        (int wide, const SOURCE *values, size_t count, SOURCE base, TARGET *target), \
        (wide, values, count, base, target))

FLOWCONV_NARROW(64_to_32, uint64_t, uint32_t)
FLOWCONV_NARROW(64_to_16, uint64_t, uint16_t)
FLOWCONV_NARROW(32_to_16, uint32_t, uint16_t)
FLOWCONV_NARROW(32_to_8, uint32_t, uint8_t)

// MARK: Counting

/// How many of the bytes, each 0 or 1, are 1.
FLOWCONV_LOOP flowconv_count_ones_loop(int wide, const uint8_t *bytes, size_t count, size_t *ones) {
    size_t sum = 0;
    for (size_t row = 0; row < count; row++) sum += bytes[row] & 1;
    *ones = sum;
}
FLOWCONV_DISPATCH(count_ones,
    (int wide, const uint8_t *bytes, size_t count, size_t *ones), (wide, bytes, count, ones))

// MARK: Packing

#if defined(__x86_64__)

/// Packs values of 1 to 16 bits, lowest bit first; `count` is a multiple of 8. 16 bytes behind the result may be written to.
FLOWCONV_AVX512_KERNEL static inline void flowconv_pack_narrow_avx512(
    const uint32_t *values, size_t count, unsigned width, uint8_t *target
) {
    const uint64_t lanes = (0xFFFFull >> (16 - width)) * 0x0001000100010001ull;
    for (size_t row = 0; row < count; row += 8, target += width) {
        __m128i eight = _mm256_cvtepi32_epi16(_mm256_loadu_si256((const __m256i *)(const void *)(values + row)));
        uint64_t low = _pext_u64((uint64_t)_mm_cvtsi128_si64(eight), lanes);
        uint64_t high = _pext_u64((uint64_t)_mm_extract_epi64(eight, 1), lanes);
        uint64_t first = low, second = high;
        if (width < 16) {
            first |= high << 4 * width;
            second = high >> (64 - 4 * width);
        }
        memcpy(target, &first, 8);
        memcpy(target + 8, &second, 8);
    }
}

#else

// Never called where there are no kernels, so that callers need no conditions of their own.
static inline void flowconv_pack_narrow_avx512(
    const uint32_t *values, size_t count, unsigned width, uint8_t *target
) {
    (void)values, (void)count, (void)width, (void)target;
}

#endif
#endif
