// The tokens of a column, eight at a time.
#ifndef FLOWCONV_CTOKENCOLUMN_H
#define FLOWCONV_CTOKENCOLUMN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// The tokens of one column: row r begins behind the delimiter at `before[r]` and ends at the one at `ends[r]`.
///
/// Behind the last row its positions are repeated up to a multiple of 16. 16 bytes before the first token and 32 behind the
/// last must be readable.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *before, *ends;
    /// The number of the first row in lists.
    size_t first;
    size_t count;
} flowconv_tokens;

/// Numbers that may be written, whatever they are, behind those of a list of rows.
enum { FLOWCONV_LIST_SLACK = 8 };

/// Numbers of rows, in order; there is room for all rows and the slack.
typedef struct {
    uint32_t *rows;
    size_t count;
} flowconv_row_list;

/// Asks for the memory behind some values, as much as they take: that of the values that are read or written next.
static inline __attribute__((always_inline)) void flowconv_fetch_behind(const void *values, size_t bytes) {
    for (size_t byte = 0; byte < bytes; byte += 64) __builtin_prefetch((const uint8_t *)values + bytes + byte);
}

#if defined(__x86_64__)

#define FLOWCONV_AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2,bmi,bmi2,popcnt"), always_inline))
#define FLOWCONV_AVX512_KERNEL __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2,bmi,bmi2,popcnt")))

/// The lanes of the next rows, of which `left` are left.
FLOWCONV_AVX512 static inline __mmask8 flowconv_live_lanes(size_t left) {
    return left >= 8 ? 0xFF : (__mmask8)((1u << left) - 1);
}

// MARK: Loads

// Eight places are loaded from one by one: a gather of as many took twice the time where it was measured (Zen 4).

/// Eight words of 8 bytes.
FLOWCONV_AVX512 static inline __m512i flowconv_load_words(const uint8_t *const places[8]) {
    __m128i pairs[4];
#pragma clang loop unroll(full)
    for (int pair = 0; pair < 4; pair++) {
        __m128d low = _mm_castsi128_pd(_mm_loadl_epi64((const __m128i *)(const void *)places[2 * pair]));
        pairs[pair] = _mm_castpd_si128(_mm_loadh_pd(low, (const double *)(const void *)places[2 * pair + 1]));
    }
    return _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_inserti128_si256(_mm256_castsi128_si256(pairs[0]), pairs[1], 1)),
        _mm256_inserti128_si256(_mm256_castsi128_si256(pairs[2]), pairs[3], 1), 1);
}

/// Eight times two words: those of the first four places in one vector, those of the others in the other.
typedef struct {
    __m512i left, right;
} flowconv_eight_pairs;

FLOWCONV_AVX512 static inline __m256i flowconv_load_two_pairs(const uint8_t *one, const uint8_t *other) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)one)),
        _mm_loadu_si128((const __m128i *)(const void *)other), 1);
}

FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_load_pairs(const uint8_t *const places[8]) {
    flowconv_eight_pairs pairs;
    pairs.left = _mm512_inserti64x4(
        _mm512_castsi256_si512(flowconv_load_two_pairs(places[0], places[1])),
        flowconv_load_two_pairs(places[2], places[3]), 1);
    pairs.right = _mm512_inserti64x4(
        _mm512_castsi256_si512(flowconv_load_two_pairs(places[4], places[5])),
        flowconv_load_two_pairs(places[6], places[7]), 1);
    return pairs;
}

FLOWCONV_AVX512 static inline __m512i flowconv_first_words(flowconv_eight_pairs pairs) {
    return _mm512_permutex2var_epi64(pairs.left, _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0), pairs.right);
}

FLOWCONV_AVX512 static inline __m512i flowconv_second_words(flowconv_eight_pairs pairs) {
    return _mm512_permutex2var_epi64(pairs.left, _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1), pairs.right);
}

FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_pairs_of(__m512i first, __m512i second) {
    flowconv_eight_pairs pairs;
    pairs.left = _mm512_permutex2var_epi64(first, _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0), second);
    pairs.right = _mm512_permutex2var_epi64(first, _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4), second);
    return pairs;
}

/// The lanes of which both words are 0.
FLOWCONV_AVX512 static inline __mmask8 flowconv_zero_pairs(flowconv_eight_pairs pairs) {
    uint32_t zeros = _mm512_testn_epi64_mask(pairs.left, pairs.left);
    zeros |= (uint32_t)_mm512_testn_epi64_mask(pairs.right, pairs.right) << 8;
    return (__mmask8)_pext_u32(zeros & zeros >> 1, 0x5555);
}

FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_xor_pairs(flowconv_eight_pairs one, flowconv_eight_pairs other) {
    one.left = _mm512_xor_si512(one.left, other.left);
    one.right = _mm512_xor_si512(one.right, other.right);
    return one;
}

// MARK: Tokens

/// Eight tokens: which lanes hold one, where their delimiters are, the length of each in bytes and in bits.
///
/// A lane without a token has the last one that there is. Positions are volatile, or the compiler loads all eight into a
/// vector and takes them out of it again.
typedef struct {
    __mmask8 live;
    const volatile uint32_t *before, *ends;
    __m512i length, bits;
} flowconv_eight_tokens;

/// The tokens of the rows from one on.
FLOWCONV_AVX512 static inline flowconv_eight_tokens flowconv_load_tokens(const flowconv_tokens *tokens, size_t row) {
    const uint32_t *before = tokens->before + row, *ends = tokens->ends + row;
    // The delimiter before the first token may be at -1.
    __m256i length = _mm256_sub_epi32(
        _mm256_loadu_si256((const __m256i *)(const void *)ends),
        _mm256_loadu_si256((const __m256i *)(const void *)before));
    flowconv_eight_tokens eight = { flowconv_live_lanes(tokens->count - row), before, ends };
    eight.length = _mm512_cvtepu32_epi64(_mm256_sub_epi32(length, _mm256_set1_epi32(1)));
    eight.bits = _mm512_slli_epi64(eight.length, 3);
    return eight;
}

/// Where each token begins.
FLOWCONV_AVX512 static inline void flowconv_find_starts(
    const flowconv_eight_tokens *eight, const uint8_t *bytes, const uint8_t *places[8]
) {
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 8; lane++) places[lane] = bytes + (uint32_t)(eight->before[lane] + 1);
}

/// Where the last `count` bytes of each token begin, and of what is before it.
FLOWCONV_AVX512 static inline void flowconv_find_last(
    const flowconv_eight_tokens *eight, const uint8_t *bytes, size_t count, const uint8_t *places[8]
) {
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 8; lane++) places[lane] = bytes + eight->ends[lane] - count;
}

/// The first 8 bytes of each token and of what is behind it.
FLOWCONV_AVX512 static inline __m512i flowconv_load_first_words(
    const flowconv_eight_tokens *eight, const uint8_t *bytes
) {
    const uint8_t *places[8];
    flowconv_find_starts(eight, bytes, places);
    return flowconv_load_words(places);
}

/// The last 8 bytes of each token and of what is before it.
FLOWCONV_AVX512 static inline __m512i flowconv_load_last_words(
    const flowconv_eight_tokens *eight, const uint8_t *bytes
) {
    const uint8_t *places[8];
    flowconv_find_last(eight, bytes, 8, places);
    return flowconv_load_words(places);
}

/// The first 16 bytes of each token and of what is behind it.
FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_load_heads(
    const flowconv_eight_tokens *eight, const uint8_t *bytes
) {
    const uint8_t *places[8];
    flowconv_find_starts(eight, bytes, places);
    return flowconv_load_pairs(places);
}

/// The last 16 bytes of each token and of what is before it.
FLOWCONV_AVX512 static inline flowconv_eight_pairs flowconv_load_tails(
    const flowconv_eight_tokens *eight, const uint8_t *bytes
) {
    const uint8_t *places[8];
    flowconv_find_last(eight, bytes, 16, places);
    return flowconv_load_pairs(places);
}

/// The length of each of four tokens in all 16 bytes; no token that matters is longer than 255.
FLOWCONV_AVX512 static inline __m512i flowconv_spread_lengths(__m512i lengths) {
    return _mm512_shuffle_epi8(lengths, _mm512_setzero_si512());
}

/// Appends the numbers of the rows in `lanes` to a list.
FLOWCONV_AVX512 static inline void flowconv_list_rows(flowconv_row_list *list, size_t row, __mmask8 lanes) {
    const __m256i numbers = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    __m256i rows = _mm256_add_epi32(_mm256_set1_epi32((int)(uint32_t)row), numbers);
    // Not straight to memory, which is microcode where it was measured (Zen 4).
    _mm256_storeu_si256((__m256i *)(void *)(list->rows + list->count), _mm256_maskz_compress_epi32(lanes, rows));
    list->count += (size_t)__builtin_popcount(lanes);
}

/// Whether this processor runs the kernels.
static inline int flowconv_has_avx512(void) {
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("bmi2");
}

#else

static inline int flowconv_has_avx512(void) { return 0; }

#endif
#endif
