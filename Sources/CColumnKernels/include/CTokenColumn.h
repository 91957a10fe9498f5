// The tokens of a column, eight at a time.
#ifndef FLOWCONV_CTOKENCOLUMN_H
#define FLOWCONV_CTOKENCOLUMN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// The tokens of one column: row r ends at `ends[r * stride]` and begins behind the delimiter before it.
///
/// 16 bytes before the first token and 32 behind the last must be readable.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *ends;
    size_t stride;
    size_t count;
} flowconv_tokens;

#if defined(__x86_64__)

#define FLOWCONV_AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2,bmi,bmi2,popcnt"), always_inline))
#define FLOWCONV_AVX512_KERNEL __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2,bmi,bmi2,popcnt")))

/// Eight tokens: which lanes hold one, where each begins and ends, its length in bytes and in bits.
typedef struct {
    __mmask8 live;
    __m512i start, end, length, bits;
} flowconv_eight_tokens;

/// The lanes of the next rows, of which `left` are left.
FLOWCONV_AVX512 static inline __mmask8 flowconv_live_lanes(size_t left) {
    return left >= 8 ? 0xFF : (__mmask8)((1u << left) - 1);
}

FLOWCONV_AVX512 static inline flowconv_eight_tokens flowconv_load_tokens(
    const uint32_t *ends, __m512i places, size_t left
) {
    flowconv_eight_tokens eight;
    eight.live = flowconv_live_lanes(left);
    // The delimiter before a token and the one behind it stand side by side: one gather for both.
    __m512i pair = _mm512_mask_i64gather_epi64(
        _mm512_setzero_si512(), eight.live, places, (const void *)(ends - 1), 4);
    eight.end = _mm512_srli_epi64(pair, 32);
    eight.start = _mm512_and_si512(
        _mm512_add_epi64(pair, _mm512_set1_epi64(1)), _mm512_set1_epi64(0xFFFFFFFFll));
    eight.length = _mm512_sub_epi64(eight.end, eight.start);
    eight.bits = _mm512_slli_epi64(eight.length, 3);
    return eight;
}

/// The places in `ends` of the eight rows from one on, as steps of 4 bytes.
FLOWCONV_AVX512 static inline __m512i flowconv_token_places(size_t stride) {
    const __m512i lanes = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
    return _mm512_mullo_epi64(lanes, _mm512_set1_epi64((long long)stride));
}

/// Appends the numbers of the rows in `lanes` to a list and returns how many there are.
FLOWCONV_AVX512 static inline size_t flowconv_list_rows(uint32_t *list, size_t row, __mmask8 lanes) {
    const __m256i numbers = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    _mm256_mask_compressstoreu_epi32(list, lanes, _mm256_add_epi32(_mm256_set1_epi32((int)(uint32_t)row), numbers));
    return (size_t)__builtin_popcount(lanes);
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
