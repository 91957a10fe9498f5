// Loops over the values of a column, one value a row.
//
// Each loop is written once, and compiled for every processor, for those with AVX2 and for those with AVX-512: `level` says
// which one runs. The results are the same.

#include "CRowKernels.h"

#include <string.h>

#include "CTargets.h"

#define FLOWCONV_LOOP static inline __attribute__((always_inline)) void

#if defined(__x86_64__)
#define FLOWCONV_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
    FLOWCONV_TARGET_AVX512 static void flowconv_##NAME##_avx512 PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; } \
    FLOWCONV_TARGET_AVX2 static void flowconv_##NAME##_avx2 PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; } \
    void flowconv_##NAME PARAMETERS { \
        if (level == FLOWCONV_LEVEL_AVX512) flowconv_##NAME##_avx512 ARGUMENTS; \
        else if (level == FLOWCONV_LEVEL_AVX2) flowconv_##NAME##_avx2 ARGUMENTS; \
        else flowconv_##NAME##_loop ARGUMENTS; \
    }
#else
#define FLOWCONV_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
    void flowconv_##NAME PARAMETERS { flowconv_##NAME##_loop ARGUMENTS; }
#endif

// MARK: Ranges

#define FLOWCONV_RANGE(NAME, TYPE, MIN, MAX) \
    FLOWCONV_LOOP flowconv_##NAME##_range_loop( \
        flowconv_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest) { \
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
        (flowconv_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest), \
        (level, values, count, least, greatest)) \
    FLOWCONV_LOOP flowconv_##NAME##_nonzero_range_loop( \
        flowconv_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros) { \
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
        (flowconv_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros), \
        (level, values, count, least, greatest, zeros))

FLOWCONV_RANGE(int32, int32_t, INT32_MIN, INT32_MAX)
FLOWCONV_RANGE(int64, int64_t, INT64_MIN, INT64_MAX)
FLOWCONV_RANGE(uint32, uint32_t, 0, UINT32_MAX)
FLOWCONV_RANGE(uint64, uint64_t, 0, UINT64_MAX)

// MARK: Narrowing

#define FLOWCONV_NARROW(NAME, SOURCE, TARGET) \
    FLOWCONV_LOOP flowconv_narrow_##NAME##_loop( \
        flowconv_level level, const SOURCE *values, size_t count, SOURCE base, TARGET *target) { \
        for (size_t row = 0; row < count; row++) target[row] = (TARGET)(values[row] - base); \
    } \
    FLOWCONV_DISPATCH(narrow_##NAME, \
        (flowconv_level level, const SOURCE *values, size_t count, SOURCE base, TARGET *target), \
        (level, values, count, base, target))

FLOWCONV_NARROW(64_to_32, uint64_t, uint32_t)
FLOWCONV_NARROW(64_to_16, uint64_t, uint16_t)
FLOWCONV_NARROW(32_to_16, uint32_t, uint16_t)
FLOWCONV_NARROW(32_to_8, uint32_t, uint8_t)

// MARK: Counting

/// How often a number is among others; sums of `BLOCK` rows fit the type.
#define FLOWCONV_COUNT_LOOP(NAME, TYPE, BLOCK) \
    FLOWCONV_LOOP flowconv_count_##NAME##_loop( \
        flowconv_level level, const TYPE *values, size_t count, TYPE number, size_t *found) { \
        size_t sum = 0; \
        for (size_t start = 0; start < count; start += BLOCK) { \
            size_t rows = count - start < BLOCK ? count - start : BLOCK; \
            TYPE some = 0; \
            for (size_t row = 0; row < rows; row++) some += values[start + row] == number; \
            sum += some; \
        } \
        *found = sum; \
    }

FLOWCONV_COUNT_LOOP(32, uint32_t, 1024)
FLOWCONV_COUNT_LOOP(8, uint8_t, 128)

FLOWCONV_DISPATCH(count_32,
    (flowconv_level level, const uint32_t *values, size_t count, uint32_t number, size_t *found),
    (level, values, count, number, found))

#if defined(__x86_64__)
/// The same for bytes: adding up lanes of one byte takes longer than counting the bits of a mask.
FLOWCONV_TARGET_AVX512 static void flowconv_count_masks_avx512(
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

/// The same with lanes that are added up once in 255 vectors.
FLOWCONV_TARGET_AVX2 static void flowconv_count_lanes_avx2(
    const uint8_t *values, size_t count, uint8_t number, size_t *found
) {
    const __m256i numbers = _mm256_set1_epi8((char)number);
    __m256i sums = _mm256_setzero_si256();
    size_t row = 0;
    while (row + 32 <= count) {
        size_t vectors = (count - row) / 32 < 255 ? (count - row) / 32 : 255;
        __m256i lanes = _mm256_setzero_si256();
        for (size_t vector = 0; vector < vectors; vector++, row += 32) {
            __m256i some = _mm256_loadu_si256((const __m256i *)(const void *)(values + row));
            // What is equal is -1.
            lanes = _mm256_sub_epi8(lanes, _mm256_cmpeq_epi8(some, numbers));
        }
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(lanes, _mm256_setzero_si256()));
    }
    size_t sum = (size_t)_mm256_extract_epi64(sums, 0) + (size_t)_mm256_extract_epi64(sums, 1)
        + (size_t)_mm256_extract_epi64(sums, 2) + (size_t)_mm256_extract_epi64(sums, 3);
    for (; row < count; row++) sum += values[row] == number;
    *found = sum;
}
#endif

void flowconv_count_8(
    flowconv_level level, const uint8_t *values, size_t count, uint8_t number, size_t *found
) {
#if defined(__x86_64__)
    if (level == FLOWCONV_LEVEL_AVX512) return flowconv_count_masks_avx512(values, count, number, found);
    if (level == FLOWCONV_LEVEL_AVX2) return flowconv_count_lanes_avx2(values, count, number, found);
#endif
    flowconv_count_8_loop(level, values, count, number, found);
}

#define FLOWCONV_TALLY(NAME, TYPE, COUNT) \
    void flowconv_tally_##NAME( \
        flowconv_level level, const TYPE *values, size_t count, TYPE limit, uint32_t *tally) { \
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
FLOWCONV_TALLY(8, uint8_t, flowconv_count_8)

// MARK: Replacing

#if defined(__x86_64__)
FLOWCONV_TARGET_AVX512 static size_t flowconv_replace_sixteen_avx512(
    uint32_t *values, size_t count, const uint32_t numbers[16]
) {
    size_t row = 0;
    const __m512i table = _mm512_loadu_si512(numbers);
    for (; row + 16 <= count; row += 16) {
        _mm512_storeu_si512(values + row, _mm512_permutexvar_epi32(_mm512_loadu_si512(values + row), table));
    }
    return row;
}

FLOWCONV_TARGET_AVX2 static size_t flowconv_replace_eight_avx2(
    uint32_t *values, size_t count, const uint32_t numbers[16]
) {
    size_t row = 0;
    const __m256 low = _mm256_loadu_ps((const float *)(const void *)numbers);
    const __m256 high = _mm256_loadu_ps((const float *)(const void *)(numbers + 8));
    for (; row + 8 <= count; row += 8) {
        // Three bits say which of eight; the one above them goes to the sign, which says of which eight.
        __m256i some = _mm256_loadu_si256((const __m256i *)(const void *)(values + row));
        __m256 half = _mm256_castsi256_ps(_mm256_slli_epi32(some, 28));
        __m256 found = _mm256_blendv_ps(
            _mm256_permutevar8x32_ps(low, some), _mm256_permutevar8x32_ps(high, some), half);
        _mm256_storeu_ps((float *)(void *)(values + row), found);
    }
    return row;
}

FLOWCONV_TARGET_AVX2 static size_t flowconv_translate_sixteen_avx2(
    const uint8_t *values, size_t count, const uint8_t numbers[16], uint32_t *target
) {
    size_t row = 0;
    const __m128i table = _mm_loadu_si128((const __m128i *)(const void *)numbers);
    for (; row + 16 <= count; row += 16) {
        __m128i found = _mm_shuffle_epi8(table, _mm_loadu_si128((const __m128i *)(const void *)(values + row)));
        _mm256_storeu_si256((__m256i *)(void *)(target + row), _mm256_cvtepu8_epi32(found));
        _mm256_storeu_si256((__m256i *)(void *)(target + row + 8), _mm256_cvtepu8_epi32(_mm_srli_si128(found, 8)));
    }
    return row;
}
#endif

void flowconv_replace_32(flowconv_level level, uint32_t *values, size_t count, const uint32_t numbers[16]) {
    size_t row = 0;
#if defined(__x86_64__)
    if (level == FLOWCONV_LEVEL_AVX512) row = flowconv_replace_sixteen_avx512(values, count, numbers);
    else if (level == FLOWCONV_LEVEL_AVX2) row = flowconv_replace_eight_avx2(values, count, numbers);
#endif
    for (; row < count; row++) values[row] = numbers[values[row] & 15];
}

void flowconv_translate_8(
    flowconv_level level, const uint8_t *values, size_t count, const uint8_t numbers[16], uint32_t *target
) {
    size_t row = 0;
#if defined(__x86_64__)
    if (level != FLOWCONV_LEVEL_PLAIN) row = flowconv_translate_sixteen_avx2(values, count, numbers, target);
#endif
    for (; row < count; row++) target[row] = numbers[values[row] & 15];
}

// MARK: Packing

#if defined(__x86_64__)

FLOWCONV_TARGET_AVX512 static void flowconv_pack_narrow_avx512(
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

/// By shifts, since extracting bits is microcode on some processors without AVX-512 (Zen 2 and before).
FLOWCONV_TARGET_AVX2 static void flowconv_pack_narrow_avx2(
    const uint32_t *values, size_t count, unsigned width, uint8_t *target
) {
    const __m128i apart = _mm_cvtsi32_si128((int)(32 - width)), two = _mm_cvtsi32_si128((int)(2 * width));
    const __m256i ofTwo = _mm256_set1_epi64x((long long)(~0ull >> (64 - 2 * width)));
    for (size_t row = 0; row < count; row += 8, target += width) {
        // Two neighbours are the halves of a word; the upper one moves down to where the lower one ends. Then two words.
        __m256i pairs = _mm256_loadu_si256((const __m256i *)(const void *)(values + row));
        pairs = _mm256_and_si256(_mm256_or_si256(pairs, _mm256_srl_epi64(pairs, apart)), ofTwo);
        __m128i left = _mm256_castsi256_si128(pairs), right = _mm256_extracti128_si256(pairs, 1);
        __m128i fours = _mm_or_si128(
            _mm_unpacklo_epi64(left, right), _mm_sll_epi64(_mm_unpackhi_epi64(left, right), two));
        uint64_t first = (uint64_t)_mm_cvtsi128_si64(fours), second = (uint64_t)_mm_extract_epi64(fours, 1);
        if (width < 16) {
            first |= second << 4 * width;
            second >>= 64 - 4 * width;
        }
        memcpy(target, &first, 8);
        memcpy(target + 8, &second, 8);
    }
}

void flowconv_pack_narrow(
    flowconv_level level, const uint32_t *values, size_t count, unsigned width, uint8_t *target
) {
    if (level == FLOWCONV_LEVEL_AVX512) flowconv_pack_narrow_avx512(values, count, width, target);
    else flowconv_pack_narrow_avx2(values, count, width, target);
}

#else

// Never called where there is no such level, so that callers need no conditions of their own.
void flowconv_pack_narrow(
    flowconv_level level, const uint32_t *values, size_t count, unsigned width, uint8_t *target
) {
    (void)level, (void)values, (void)count, (void)width, (void)target;
}

#endif
