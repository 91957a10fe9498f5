// Loops over the values of a column, one value a row.
//
// Each loop is written once, and compiled for every processor, for those with AVX2 and for those with AVX-512: `level` says
// which one runs. The results are the same.
#ifndef FLOWCONV_CROWKERNEL_H
#define FLOWCONV_CROWKERNEL_H

#include <string.h>

#include "CTokenColumn.h"

#define FLOWCONV_LOOP static inline __attribute__((always_inline)) void

/// What the processor has.
typedef enum { FLOWCONV_ROWS_PLAIN, FLOWCONV_ROWS_AVX2, FLOWCONV_ROWS_AVX512 } flowconv_row_level;

#if defined(__x86_64__)
#define FLOWCONV_AVX2_LOOP __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define FLOWCONV_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
    FLOWCONV_AVX512_KERNEL static inline void flowconv_##NAME##_avx512 PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; } \
    FLOWCONV_AVX2_LOOP static inline void flowconv_##NAME##_avx2 PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; } \
    static inline void flowconv_##NAME PARAMETERS { \
        if (level == FLOWCONV_ROWS_AVX512) flowconv_##NAME##_avx512 ARGUMENTS; \
        else if (level == FLOWCONV_ROWS_AVX2) flowconv_##NAME##_avx2 ARGUMENTS; \
        else flowconv_##NAME##_loop ARGUMENTS; \
    }

static inline flowconv_row_level flowconv_best_row_level(void) {
    if (flowconv_has_avx512()) return FLOWCONV_ROWS_AVX512;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? FLOWCONV_ROWS_AVX2 : FLOWCONV_ROWS_PLAIN;
}
#else
#define FLOWCONV_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
    static inline void flowconv_##NAME PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; }

static inline flowconv_row_level flowconv_best_row_level(void) { return FLOWCONV_ROWS_PLAIN; }
#endif

// MARK: Ranges

/// The least and the greatest value, the greatest and the least of the type where there are none.
///
/// `_nonzero_range` leaves zeros out, and counts them.
#define FLOWCONV_RANGE(NAME, TYPE, MIN, MAX) \
    FLOWCONV_LOOP flowconv_##NAME##_range_loop( \
        flowconv_row_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest) { \
        TYPE low = MAX, high = MIN; \
        for (size_t row = 0; row < count; row++) { \
            TYPE value = values[row]; \
            low = value < low ? value : low; \
            high = value > high ? value : high; \
        } \
        *least = low; \
        *greatest = high; \
    } \
    FLOWCONV_DISPATCH(NAME##_range, \
        (flowconv_row_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest), \
        (level, values, count, least, greatest)) \
    FLOWCONV_LOOP flowconv_##NAME##_nonzero_range_loop( \
        flowconv_row_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros) { \
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
    FLOWCONV_DISPATCH(NAME##_nonzero_range, \
        (flowconv_row_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros), \
        (level, values, count, least, greatest, zeros))

FLOWCONV_RANGE(int32, int32_t, INT32_MIN, INT32_MAX)
FLOWCONV_RANGE(int64, int64_t, INT64_MIN, INT64_MAX)
FLOWCONV_RANGE(uint32, uint32_t, 0, UINT32_MAX)
FLOWCONV_RANGE(uint64, uint64_t, 0, UINT64_MAX)

// MARK: Narrowing

/// The distances of values from `base`, cut to the width of the target.
#define FLOWCONV_NARROW(NAME, SOURCE, TARGET) \
    FLOWCONV_LOOP flowconv_narrow_##NAME##_loop( \
        flowconv_row_level level, const SOURCE *values, size_t count, SOURCE base, TARGET *target) { \
        for (size_t row = 0; row < count; row++) target[row] = (TARGET)(values[row] - base); \
    } \
    FLOWCONV_DISPATCH(narrow_##NAME, \
        (flowconv_row_level level, const SOURCE *values, size_t count, SOURCE base, TARGET *target), \
        (level, values, count, base, target))

FLOWCONV_NARROW(64_to_32, uint64_t, uint32_t)
FLOWCONV_NARROW(64_to_16, uint64_t, uint16_t)
FLOWCONV_NARROW(32_to_16, uint32_t, uint16_t)
FLOWCONV_NARROW(32_to_8, uint32_t, uint8_t)

// MARK: Counting

/// How often a number is among others; sums of `BLOCK` rows fit the type.
#define FLOWCONV_COUNT(NAME, TYPE, BLOCK) \
    FLOWCONV_LOOP flowconv_count_##NAME##_loop( \
        flowconv_row_level level, const TYPE *values, size_t count, TYPE number, size_t *found) { \
        size_t sum = 0; \
        for (size_t start = 0; start < count; start += BLOCK) { \
            size_t rows = count - start < BLOCK ? count - start : BLOCK; \
            TYPE some = 0; \
            for (size_t row = 0; row < rows; row++) some += values[start + row] == number; \
            sum += some; \
        } \
        *found = sum; \
    } \
    FLOWCONV_DISPATCH(count_##NAME, \
        (flowconv_row_level level, const TYPE *values, size_t count, TYPE number, size_t *found), \
        (level, values, count, number, found))

FLOWCONV_COUNT(32, uint32_t, 1024)
FLOWCONV_COUNT(8, uint8_t, 128)

#if defined(__x86_64__)
/// The same for bytes: adding up lanes of one byte takes longer than counting the bits of a mask.
FLOWCONV_AVX512_KERNEL static inline void flowconv_count_masks_avx512(
    const uint8_t *values, size_t count, uint8_t number, size_t *found
) {
    size_t sum = 0, row = 0;
    for (; row + 64 <= count; row += 64) {
        __m512i some = _mm512_loadu_si512(values + row);
        sum += (size_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(some, _mm512_set1_epi8((char)number)));
    }
    for (; row < count; row++) sum += values[row] == number;
    *found = sum;
}
#endif

static inline void flowconv_count_byte(
    flowconv_row_level level, const uint8_t *values, size_t count, uint8_t number, size_t *found
) {
#if defined(__x86_64__)
    if (level == FLOWCONV_ROWS_AVX512) return flowconv_count_masks_avx512(values, count, number, found);
#endif
    flowconv_count_8(level, values, count, number, found);
}

/// Adds to `tally` how often each number below `limit` is among others.
#define FLOWCONV_TALLY(NAME, TYPE, COUNT) \
    static inline void flowconv_tally_##NAME( \
        flowconv_row_level level, const TYPE *values, size_t count, TYPE limit, uint32_t *tally) { \
        /* One number after the other, over what the first-level cache holds. */ \
        const size_t stretch = (16 << 10) / sizeof(TYPE); \
        for (size_t start = 0; start < count; start += stretch) { \
            size_t rows = count - start < stretch ? count - start : stretch; \
            flowconv_fetch_behind(values + start, rows * sizeof(TYPE)); \
            for (TYPE number = 0; number < limit; number++) { \
                size_t found; \
                COUNT(level, values + start, rows, number, &found); \
                tally[number] += (uint32_t)found; \
            } \
        } \
    }

FLOWCONV_TALLY(32, uint32_t, flowconv_count_32)
FLOWCONV_TALLY(8, uint8_t, flowconv_count_byte)

// MARK: Replacing

#if defined(__x86_64__)
FLOWCONV_AVX512_KERNEL static inline size_t flowconv_replace_sixteen_avx512(
    uint32_t *values, size_t count, const uint32_t numbers[16]
) {
    size_t row = 0;
    const __m512i table = _mm512_loadu_si512(numbers);
    for (; row + 16 <= count; row += 16) {
        _mm512_storeu_si512(values + row, _mm512_permutexvar_epi32(_mm512_loadu_si512(values + row), table));
    }
    return row;
}
#endif

/// Replaces values below 16 by numbers of a table.
static inline void flowconv_replace_32(
    flowconv_row_level level, uint32_t *values, size_t count, const uint32_t numbers[16]
) {
    size_t row = 0;
#if defined(__x86_64__)
    if (level == FLOWCONV_ROWS_AVX512) row = flowconv_replace_sixteen_avx512(values, count, numbers);
#endif
    for (; row < count; row++) values[row] = numbers[values[row] & 15];
}

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
